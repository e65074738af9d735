"""What only the whole country can tell: the real files, loaded once for this module."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from territoires.chargement import charger
from territoires.index import index, oublier
from territoires.lieux import commune_la_plus_proche, resoudre, resoudre_adresse
from territoires.models import Commune

with (Path(__file__).parent / "orthographes.csv").open(encoding="utf-8", newline="") as fichier:
    ORTHOGRAPHES = [
        (ligne["texte"], ligne["attendu"]) for ligne in csv.DictReader(fichier, delimiter=";")
    ]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def bilan(django_db_setup, django_db_blocker):
    """The report of a load from an empty database; rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield charger()
        transaction.set_rollback(True)
    oublier()


@pytest.fixture(autouse=True)
def index_oublie():
    """Overrides the reset between tests: here the territories do not change."""


def lire_reponse(texte):
    """A `Resolution` in one string, as orthographes.csv writes it."""
    reponse = resoudre(texte)
    if reponse.lieu:
        return reponse.lieu.valeur
    if not reponse.candidats:
        return "rien"
    if reponse.approche:
        return f"~{reponse.candidats[0].valeur}"
    return "?" + "|".join([c.valeur for c in reponse.candidats[:2]])


@pytest.mark.parametrize(("texte", "attendu"), ORTHOGRAPHES)
def test_chaque_orthographe_mene_au_lieu_voulu(texte, attendu):
    assert lire_reponse(texte) == attendu


def test_le_pays_entier_se_charge(bilan):
    assert {c.nom: (c.total, c.crees) for c in bilan.comptes} == {
        "régions": (26, 26),
        "départements": (109, 109),
        "intercommunalités": (1255, 1255),
        "codes postaux": (6310, 6310),
        "communes": (35014, 35014),
        "anciens codes": (4240, 4240),
        "anciennes communes": (2501, 2501),
        "codes postaux des communes": (35539, 35539),
    }


def test_un_second_chargement_ne_change_rien():
    assert charger().a_change is False
    assert Commune.objects.count() == 35014


def test_chaque_lieu_se_retrouve_par_sa_valeur():
    tout = index()
    pertes = [
        f.code
        for genre in ("epci", "departement", "region", "ancienne")
        for f in [tout.fiches[rang] for rang in tout.par_genre[genre].values()]
        if resoudre(f"{genre}:{f.code}").lieu.valeur != f"{genre}:{f.code}"
    ]
    assert pertes == []


def test_chaque_commune_se_retrouve_par_son_code_postal_et_son_nom():
    tout = index()
    pertes = [
        (code, tout.fiches[rang].nom)
        for code, rangs in tout.codes_postaux.items()
        for rang in rangs
        if resoudre_adresse(code, tout.fiches[rang].nom).code_insee != tout.fiches[rang].code
    ]
    assert pertes == []


def lire_liste(dossier, nom):
    with (dossier / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def test_les_communes_de_la_liste_siae_sont_comprises(listes_reelles):
    lignes = lire_liste(listes_reelles, "siae-france.csv")
    adresses = [resoudre_adresse(x["code_postal"], x["commune"], x["departement"]) for x in lignes]
    assert Counter(a.precision for a in adresses) == {
        "exacte": 3794,
        "departement": 27,
        "approchee": 9,
        "contradictoire": 18,
        "ambigue": 4,
        "inconnue": 1,
    }
    assert sum(bool(a.ancienne) for a in adresses) == 5


def test_les_communes_de_la_liste_osm_sont_comprises(listes_reelles):
    lignes = lire_liste(listes_reelles, "nantes-reemploi-osm.csv")
    precisions = Counter(
        resoudre_adresse(
            x["postcode"], x["city"], position=(float(x["latitude"]), float(x["longitude"]))
        ).precision
        for x in lignes
    )
    assert precisions == {
        "exacte": 237,
        "departement": 10,
        "approchee": 4,
        "code_postal": 5,
        "nom": 3,
        "position": 94,
        "ambigue": 1,
    }


def test_la_commune_la_plus_proche_est_celle_de_l_adresse_trois_fois_sur_quatre(listes_reelles):
    justes = total = 0
    for ligne in lire_liste(listes_reelles, "siae-france.csv"):
        adresse = resoudre_adresse(ligne["code_postal"], ligne["commune"], ligne["departement"])
        if ligne["latitude"] and adresse.code_insee:
            proche, _km = commune_la_plus_proche(
                float(ligne["latitude"]), float(ligne["longitude"])
            )
            total += 1
            justes += adresse.code_insee in (proche.code, proche.parent)
    assert (justes, total) == (2907, 3797)
