import secrets

import pytest

from search import documents
from search.moteurs import moteur as moteur_nomme
from tests.search import serveurs_reels as serveurs
from tests.search.terrain import TYPE, Terrain


@pytest.fixture
def terrain(db):
    """An empty corpus on the embedded engine."""
    yield Terrain(moteur_nomme("sql"))
    documents._producteurs.pop(TYPE)


@pytest.fixture
def serveur_reel(settings):
    """The server of the environment, without any index of this test's own prefix."""
    with serveurs.sur(settings, serveurs.adresse_donnee(), f"essai-{secrets.token_hex(6)}"):
        yield
        serveurs.effacer_les_index()
