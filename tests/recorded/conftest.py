"""The recorded world, made ready once for all who walk in it."""

import pytest

from tests.recorded.walk import Ground, prepared


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Restore the world, add who is missing, plant words; walks leave nothing in it."""
    return prepared(tmp_path_factory.mktemp("walked"))
