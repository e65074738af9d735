"""The three real lists saved as XLSX and ODS, with a spreadsheet's usual damage: one directory."""

import csv
import json
from collections import Counter

import pytest
from django.db import transaction

from annuaire.imports import moteur, profils
from annuaire.imports.valeurs import en_texte
from annuaire.models import Acteur, IdentifiantExterne
from annuaire.provenances import photographier
from tests.annuaire.imports.classeurs import ecrire_ods, ecrire_xlsx
from tests.annuaire.imports.degats_de_tableur import abimer

# Actors, and how many differ by field; each one has a remark that says why. SIAE: two postcodes
# of four digits are not those of their commune. GoGoCarto: a description that starts with « - »
# became a formula in error.
LISTES = {
    "siae": ("siae-france.csv", 3853, {"lieux": 2}),
    "osm": ("nantes-reemploi-osm.csv", 354, {}),
    "gogocarto": ("alternatives-gogocarto.json", 698, {"description": 1}),
}


def lire_csv(chemin):
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        en_tete, *lignes = csv.reader(flux)
    return en_tete, lignes


def lire_json(chemin):
    """The list of a map as a table: what somebody would export of it."""
    elements = json.loads(chemin.read_text(encoding="utf-8"))["data"]
    en_tete = ["@id", "name", "taxonomy", "tags", "site", "label", "lat", "long"]
    return en_tete, [[_aplatir(element.get(nom)) for nom in en_tete] for element in elements]


def _aplatir(valeur):
    if isinstance(valeur, list):
        return ",".join(en_texte(v) for v in valeur)
    return en_texte(valeur)


def ecrire_csv(chemin, en_tete, lignes):
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        csv.writer(flux).writerows([en_tete, *lignes])
    return chemin


def importer_puis_oublier(chemin, profil):
    """(photographs by identifier or name, Resultats) of a list in an empty directory."""
    resultats = []
    with transaction.atomic():
        moteur.importer(
            chemin,
            profils.charger(profil),
            moteur.Options("Essai", "LO"),
            sur_resultats=resultats.extend,
        )
        cles = dict(IdentifiantExterne.objects.values_list("acteur_id", "identifiant"))
        photos = {
            cles.get(pk) or photo["nom"]: photo
            for pk, photo in photographier(Acteur.objects.values("pk")).items()
        }
        transaction.set_rollback(True)
    return photos, resultats


@pytest.fixture
def pays_entier(taxonomies):
    from territoires.chargement import charger

    charger()


@pytest.mark.complet
@pytest.mark.parametrize("profil", LISTES)
def test_un_classeur_abime_donne_le_meme_annuaire_ou_dit_pourquoi(
    listes_reelles, pays_entier, tmp_path, profil
):
    fichier, nombre, attendues = LISTES[profil]
    lire = lire_json if fichier.endswith(".json") else lire_csv
    en_tete, lignes = lire(listes_reelles / fichier)
    photos, _ = importer_puis_oublier(ecrire_csv(tmp_path / "l.csv", en_tete, lignes), profil)
    assert len(photos) == nombre
    for ecrire in (ecrire_xlsx, ecrire_ods):
        chemin = ecrire(tmp_path / "liste", {"Liste": abimer(en_tete, lignes)})
        lues, resultats = importer_puis_oublier(chemin, profil)
        assert set(lues) == set(photos)
        differences, inexpliquees = comparer(photos, lues, resultats)
        assert (differences, inexpliquees) == (attendues, [])


def comparer(photos, lues, resultats):
    """(how many actors differ by field, keys of those whose row says nothing)."""
    dites = {r.fiche.identifiant or r.fiche.nom for r in resultats if r.fiche.remarques}
    differences = Counter()
    inexpliquees = []
    for cle, photo in photos.items():
        champs = [champ for champ in photo if lues[cle][champ] != photo[champ]]
        differences.update(champs)
        if champs and cle not in dites:
            inexpliquees.append(cle)
    return differences, inexpliquees
