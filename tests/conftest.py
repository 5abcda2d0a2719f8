"""What every test can ask for, and patience: examples that are tried out take the time they need."""

import gc

from hypothesis import settings

pytest_plugins = ["tests.support.memory", "tests.support.databases", "tests.support.halves", "tests.support.order"]

gc.disable()  # until all is loaded: none of that is ever thrown away

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Look for what is thrown away less often, and never among what was loaded: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
