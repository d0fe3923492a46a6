import pytest

from gvp.places import ubigeo


@pytest.fixture
def directory(db):
    """INEI's whole directory."""
    ubigeo.load()


@pytest.fixture(scope="module")
def standing_directory(stage):
    """The same for a module whose tests all start from it."""
    stage(ubigeo.load)


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    """Files that wait for their confirmation are the test's own."""
    settings.VAR_DIR = tmp_path
