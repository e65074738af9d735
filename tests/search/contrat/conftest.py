"""Every test of this folder runs on every engine: an engine joins by one more parameter."""

import pytest

from search import documents
from search.moteurs import moteur as moteur_nomme
from tests.search.terrain import TYPE, Terrain

# What an engine needs before what was written can be found (a server: shipping, refreshing).
APRES_ECRITURE = {"sql": lambda moteur: None}


@pytest.fixture(params=["sql"])
def terrain(request, db):
    """An empty corpus on one engine."""
    moteur = moteur_nomme(request.param)
    yield Terrain(moteur, lambda: APRES_ECRITURE[request.param](moteur))
    documents._producteurs.pop(TYPE)
