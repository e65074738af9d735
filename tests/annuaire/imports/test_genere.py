"""Whatever the file: a bilan that counts every row, or one sentence; never anything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annuaire.imports import moteur, profils
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.imports.profils.tissage import COLONNES
from annuaire.models import Acteur
from tests.annuaire.imports.classeurs import ecrire_ods, ecrire_xlsx

PETITS = st.text(max_size=20)
CELLULES = st.one_of(
    PETITS,
    st.sampled_from(
        [
            "",
            "Nantes",
            "44000",
            "44190",
            "Clisson",
            "0",
            "47.2",
            "-1.5",
            "91",
            "NaN",
            "1e400",
            "80746931700018",
            "12345678901234",
            "=1+1",
            "contact@a.org",
            "http://[",
            "06 12 34 56 78",
            "0000000000",
            "00 00 00 00 01 / 02 61 91 00 01",
            "recyclerie|vélo",
            "ESUS (vérifié, 2027-02-30)",
            "rayon:20|commune:44043|national",
            "&amp;&#0;&#xD800;<b>",
            "x" * 300,
            '"',
            "a\nb",
            "\ud800",
        ]
    ),
)
COLONNES_CONNUES = sorted(set(COLONNES.values()))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | PETITS,
    lambda enfants: st.lists(enfants, max_size=3) | st.dictionaries(PETITS, enfants, max_size=3),
    max_leaves=6,
)


def en_csv(noms, lignes, delimiteur=","):
    def cellule(texte):
        return '"' + texte.replace('"', '""') + '"'

    tout = [noms, *lignes]
    return "\n".join(delimiteur.join(cellule(c) for c in ligne) for ligne in tout).encode(
        "utf-8", "surrogatepass"
    )


@st.composite
def listes(draw):
    """A CSV whose header is right and whose cells are anything."""
    noms = ["nom", *draw(st.lists(st.sampled_from(COLONNES_CONNUES), max_size=8, unique=True))]
    noms = list(dict.fromkeys(noms))
    lignes = draw(st.lists(st.lists(CELLULES, min_size=len(noms), max_size=len(noms)), max_size=5))
    return en_csv(noms, lignes, draw(st.sampled_from(";,\t")))


def passer(chemin, contenu, profil, **options):
    """(Compte, Resultats), or None when the file is refused with a sentence."""
    chemin.write_bytes(contenu)
    resultats = []
    try:
        compte = moteur.importer(
            chemin,
            profils.charger(profil),
            moteur.Options("Essai", "LO", **options),
            sur_resultats=resultats.extend,
        )
    except FichierIllisible as erreur:
        phrase = str(erreur)
    else:
        phrase = ""
    if phrase:
        assert phrase.endswith(".")
        return None
    assert compte.lues == len(resultats) == Fichier(chemin, profils.charger(profil)).total
    for resultat in resultats:
        assert bool(resultat.raison) == (resultat.etat == "refuse")
    return compte, resultats


@pytest.fixture
def liste(pays, tmp_path):
    return tmp_path / "liste"


@given(
    contenu=st.binary(max_size=400) | PETITS.map(lambda t: b"nom," + t.encode("utf-8", "ignore"))
)
def test_des_octets_quelconques(liste, contenu):
    passer(liste, contenu, "tissage", simulation=True)


@given(contenu=listes())
def test_des_cellules_quelconques_entrent_et_un_second_passage_ne_change_rien(liste, contenu):
    avant = Acteur.objects.count()
    premier = passer(liste, contenu, "tissage")
    if premier is None:
        return
    assert Acteur.objects.count() == avant + premier[0].etats["cree"]
    second = passer(liste, contenu, "tissage")
    assert (second[0].etats["cree"], second[0].etats["modifie"]) == (0, 0)
    assert [r.etat == "refuse" for r in second[1]] == [r.etat == "refuse" for r in premier[1]]


@given(contenu=listes())
def test_la_simulation_annonce_ce_que_l_import_fait(liste, contenu):
    annonce = passer(liste, contenu, "tissage", simulation=True)
    avant = Acteur.objects.count()
    fait = passer(liste, contenu, "tissage")
    assert (annonce is None) == (fait is None)
    if fait is not None:
        assert [r.etat for r in fait[1]] == [r.etat for r in annonce[1]]
        assert Acteur.objects.count() == avant + annonce[0].etats["cree"]


@given(
    profil=st.sampled_from(profils.NOMS),
    elements=st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "nom",
                    "name",
                    "@id",
                    "taxonomy",
                    "tags",
                    "label",
                    "site",
                    "lat",
                    "long",
                    "raison_sociale",
                    "type",
                    "geo",
                    "address",
                    "latitude",
                    "longitude",
                    "siret",
                ]
            ),
            JSON | CELLULES,
        )
        | JSON,
        max_size=4,
    ),
)
def test_du_json_quelconque(liste, profil, elements):
    passer(liste, json.dumps(elements).encode(), profil, simulation=True)


@given(
    noms=st.lists(PETITS, min_size=1, max_size=5), lignes=st.lists(st.lists(CELLULES), max_size=5)
)
def test_des_lignes_mal_coupees(liste, noms, lignes):
    passer(liste, en_csv(["nom", *noms], lignes), "tissage", simulation=True)


FEUILLE = {"Liste": [["nom", "code_postal"], *([f"Acteur {i}", 44000 + i] for i in range(30))]}


@given(
    ecrire=st.sampled_from([ecrire_xlsx, ecrire_ods]),
    coups=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=30),
    fin=st.floats(0, 1) | st.just(1.0),
)
def test_un_classeur_mutile(tmp_path, ecrire, coups, fin):
    chemin = ecrire(tmp_path / "liste", FEUILLE)
    octets = bytearray(chemin.read_bytes())
    for place, octet in coups:
        octets[int(place * (len(octets) - 1))] = octet
    chemin.write_bytes(octets[: int(fin * len(octets))])
    phrase = "."
    try:
        fichier = Fichier(chemin, profils.charger("tissage"))
        assert fichier.total == len(list(fichier.lignes()))
    except FichierIllisible as erreur:
        phrase = str(erreur)
    assert phrase.endswith(".")


XML = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"),
    max_size=20,
)


@given(
    rangees=st.lists(
        st.lists(
            st.none() | st.booleans() | st.integers() | st.floats() | st.datetimes() | XML,
            max_size=6,
        ),
        max_size=6,
    ),
    noms=st.lists(st.sampled_from(COLONNES_CONNUES), max_size=5),
)
def test_un_classeur_aux_cellules_quelconques(liste, rangees, noms):
    chemin = ecrire_ods(liste, {"A": [["nom", *noms], *rangees]})
    passer(liste, chemin.read_bytes(), "tissage", simulation=True)
