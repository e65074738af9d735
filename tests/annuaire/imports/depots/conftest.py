"""Short ways to upload a list, and to run what is asked of it."""

import pytest
from django.core.files.base import ContentFile

from annuaire.imports.depots import depot as depots
from annuaire.imports.depots import passages
from annuaire.models import DepotImport, Source
from tests.annuaire.fabriques import SourceFactory


class Depots:
    """``depots("nom;…")`` → a DepotImport; ``simuler``, ``importer``, ``annuler`` run at once."""

    def __call__(self, contenu, nom="liste.csv", *, source="Liste du pays", **champs):
        contenu = contenu.encode() if isinstance(contenu, str) else contenu
        source = source if isinstance(source, Source) else SourceFactory(nom=source)
        return depots.deposer(ContentFile(contenu, nom), source=source, **champs)

    def faire(self, depot, tache, **autres):
        """Ask, run, and return the depot as it then is."""
        depots.demander(depot, tache)
        passages.executer(depot, **autres)
        depot.refresh_from_db()
        return depot

    def simuler(self, depot):
        return self.faire(depot, "simuler")

    def importer(self, contenu, **champs):
        """Upload, try and import."""
        depot = contenu if isinstance(contenu, DepotImport) else self(contenu, **champs)
        return self.faire(self.simuler(depot), "importer")

    def annuler(self, depot):
        return self.faire(depot, "annuler")

    def lignes(self, depot, simulation=False):
        """[(number, state)] of the rows that were kept."""
        lignes = depot.lignes.filter(simulation=simulation).order_by("numero")
        return list(lignes.values_list("numero", "etat"))


@pytest.fixture
def deposes(pays):
    return Depots()
