import pytest

from gvp.places import ubigeo


@pytest.fixture
def directory(db):
    """INEI's whole directory."""
    ubigeo.load()


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    """Files that wait for their confirmation are the test's own."""
    settings.VAR_DIR = tmp_path
