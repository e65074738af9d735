"""Real Elasticsearch servers for the tests of shipping, rebuilding and faults."""

import os
import runpy
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest

from search import moteurs
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from tests.search.serveur import COMMENT

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "elasticsearch"


def adresse_donnee():
    """The server that the environment gives; the test fails, and says how to start one, if none."""
    return os.environ.get("ELASTICSEARCH_URL") or pytest.fail(COMMENT)


@contextmanager
def sur(settings, adresse, prefixe):
    """Settings of a site whose search server is at *adresse*; its indexes go at the end."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIXE = adresse, prefixe
    settings.RECHERCHE_MOTEUR = "secours"
    oublier()
    try:
        yield
    finally:
        oublier()


def oublier():
    """Keep neither client nor engine of another address."""
    client.cache_clear()
    moteurs._instance.cache_clear()


def effacer_les_index():
    """Take away every index of this prefix, aliases included."""
    serveur = client(DELAI_DE_TRAVAUX)
    noms = serveur.indices.get(
        index=f"{indice.alias()}*", expand_wildcards="all", filter_path="*.settings.index.uuid"
    )
    for nom in noms:
        serveur.indices.delete(index=nom)


def index_presents():
    """{name: sorted aliases} of the indexes of this prefix."""
    trouves = client(DELAI_DE_TRAVAUX).indices.get_alias(
        index=f"{indice.alias()}*", expand_wildcards="all"
    )
    return {nom: sorted(fiche["aliases"]) for nom, fiche in trouves.items()}


class ServeurPrive:
    """A server that a test may freeze or kill: started by the script's own functions."""

    def __init__(self):
        self._script = runpy.run_path(str(SCRIPT), run_name="essai")
        self._dossier = self._script["cache"]() / f"elasticsearch-pannes-{os.getpid()}"

    def demarrer(self):
        """Start it, again after a kill; returns its address, always the same."""
        self.adresse = self._script["demarrer"](self._dossier)
        return self.adresse

    def arreter(self):
        self._script["arreter"](self._dossier)

    def _signaler(self, numero):
        os.kill(self._script["pid_du_serveur"](self._dossier), numero)

    def tuer(self):
        """The server dies at once; what it had acknowledged is on its disk."""
        self._signaler(signal.SIGKILL)
        while self._script["pid"](self._dossier):
            pass

    @contextmanager
    def gele(self):
        """The server hears, and answers nothing, for as long as the context lasts."""
        self._signaler(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signaler(signal.SIGCONT)
