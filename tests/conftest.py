"""What every test can ask for, and patience: examples that are tried out take the time they need."""

from hypothesis import settings

pytest_plugins = ["tests.support.memory", "tests.support.databases", "tests.support.halves", "tests.support.order"]

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
