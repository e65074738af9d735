"""The three real lists, whole: every row counted, every commune understood or listed."""

import pytest

from annuaire.imports import moteur, profils
from annuaire.models import Acteur, LabelActeur

LISTES = [
    ("siae", "siae-france.csv", 3853, 0),
    ("osm", "nantes-reemploi-osm.csv", 354, 0),
    ("gogocarto", "alternatives-gogocarto.json", 700, 2),
]


@pytest.fixture
def pays_entier(taxonomies):
    from territoires.chargement import charger

    charger()


def passer(dossier, profil, fichier):
    """(Compte, Resultats) of a list under its own source."""
    resultats = []
    compte = moteur.importer(
        dossier / fichier,
        profils.charger(profil),
        moteur.Options(profil, "LO"),
        sur_resultats=resultats.extend,
    )
    return compte, resultats


@pytest.mark.complet
def test_les_trois_listes_entrent_et_un_second_passage_ne_change_rien(listes_reelles, pays_entier):
    for profil, fichier, lignes, refusees in LISTES:
        compte, resultats = passer(listes_reelles, profil, fichier)
        assert (compte.lues, compte.etats["refuse"]) == (lignes, refusees)
        assert all(r.raison for r in resultats if r.etat == "refuse")
    for profil, fichier, lignes, refusees in LISTES:
        compte, _ = passer(listes_reelles, profil, fichier)
        assert compte.etats["inchange"] == lignes - refusees
    assert LabelActeur.objects.filter(type__slug="agriculture-biologique").count() == 0
    assert LabelActeur.objects.exclude(etat="declare").count() == 0


def test_la_liste_d_openstreetmap_entre_et_se_comprend(listes_reelles, pays_entier):
    compte, resultats = passer(listes_reelles, *LISTES[1][:2])
    assert (compte.etats["cree"], compte.lues, compte.avec_domaine) == (354, 354, 350)
    sans_commune = [r.fiche.nom for r in resultats if not _commune(r.fiche)]
    assert [
        r.fiche.nom for r in resultats if _dite(r.fiche, ("commune", "position"))
    ] == sans_commune
    assert Acteur.objects.filter(contacts__public=True, contacts__genre="email").count() == 0


def _commune(fiche):
    return any(lieu["commune_id"] for lieu in fiche.champs["lieux"])


def _dite(fiche, genres):
    return any(remarque.genre in genres for remarque in fiche.remarques)
