"""What the tests of the importer share: the default taxonomies and short ways to import a text."""

import pytest
from wagtail.models import Locale

from annuaire.imports import moteur, profils
from annuaire.models import Domaine
from annuaire.taxonomies_par_defaut import CHAMPS, FICHIERS, lire


@pytest.fixture
def taxonomies(db):
    """The default taxonomies, in bulk: ``taxonomies("ressourceries")`` is the key of a domain."""
    locale = Locale.objects.get_or_create(language_code="fr")[0]
    for modele in (Domaine, *FICHIERS):
        lignes = lire(modele)
        parents = {}
        for enfants in (False, True) if modele is Domaine else (False,):
            rangees = [
                modele(
                    locale=locale,
                    **{champ: ligne.get(champ, "") for champ in CHAMPS[modele]},
                    **({"parent_id": parents[ligne["parent"]]} if enfants else {}),
                )
                for ligne in lignes
                if bool(ligne["parent"]) == enfants
            ]
            modele.objects.bulk_create(rangees)
            parents |= {rangee.slug: rangee.pk for rangee in rangees}

    def cle(slug, modele=Domaine):
        return modele.objects.get(slug=slug).pk

    return cle


class Imports:
    """Writes a text to a file and imports it."""

    def __init__(self, dossier):
        self.dossier = dossier

    def fichier(self, contenu, nom="liste.csv"):
        chemin = self.dossier / nom
        if isinstance(contenu, str):
            contenu = contenu.encode()
        chemin.write_bytes(contenu)
        return chemin

    def __call__(self, contenu, profil="tissage", *, source="Essai", licence="LO", **options):
        """Return (Compte, Resultats)."""
        resultats = []
        compte = moteur.importer(
            self.fichier(contenu),
            profils.charger(profil),
            moteur.Options(source, licence, **options),
            sur_resultats=resultats.extend,
        )
        return compte, resultats

    def etats(self, *args, **kwargs):
        """The states of the rows, in order."""
        return [resultat.etat for resultat in self(*args, **kwargs)[1]]


@pytest.fixture
def importer(db, tmp_path):
    return Imports(tmp_path)


@pytest.fixture
def pays(petit_pays, taxonomies):
    """A small France and the default taxonomies."""
    return taxonomies
