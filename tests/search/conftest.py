import pytest

from search import documents
from search.moteurs import moteur as moteur_nomme
from tests.search.terrain import TYPE, Terrain


@pytest.fixture
def terrain(db):
    """An empty corpus on the embedded engine."""
    yield Terrain(moteur_nomme("sql"))
    documents._producteurs.pop(TYPE)
