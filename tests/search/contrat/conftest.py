"""Every test of this folder runs on every engine: an engine joins by one more parameter."""

import pytest

from search import documents
from search.moteurs import moteur as moteur_nomme
from tests.search.serveur import Serveur
from tests.search.terrain import TYPE, Terrain

# Of the three hundred combinations, what `make test` tries on a server; `make pannes` has the rest.
PAQUETS_SUR_UN_SERVEUR = 3


def pytest_collection_modifyitems(items):
    """A server answers the same requests slowly: most combinations wait for `make test-complet`."""
    for item in items:
        choix = getattr(item, "callspec", None)
        if (
            choix
            and choix.params.get("terrain") == "elasticsearch"
            and choix.params.get("paquet", 0) >= PAQUETS_SUR_UN_SERVEUR
        ):
            item.add_marker("complet")


@pytest.fixture(params=["sql", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def terrain(request, db):
    """An empty corpus on one engine."""
    a_jour = lambda: None  # noqa: E731 (the embedded engine is written with the rows)
    if request.param == "elasticsearch":
        a_jour = request.getfixturevalue("index_vide").mettre_a_jour
    yield Terrain(moteur_nomme(request.param), a_jour)
    documents._producteurs.pop(TYPE)


@pytest.fixture
def index_vide(settings):
    """An empty index of its own on the real server."""
    serveur = Serveur(settings)
    yield serveur
    serveur.fermer()
