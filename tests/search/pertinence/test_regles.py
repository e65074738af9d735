"""Rules over rows, on a list of a few rows."""

import json

import pytest

from bench.pertinence import jugements, lignes
from bench.pertinence.regles import RegleFausse, choisir, kilometres

SIAE = """identifiant,type,raison_sociale,enseigne,siret,naf,commune,departement,longitude,latitude
1,EI,BALUCHON A TABLE,Baluchon-À table,80746931700018,5621Z,Nantes,44,-1.554,47.218
2,AI,LES OEUFS DE L ERDRE,,,8810A,Rezé,44,-1.548,47.191
"""
OSM = """id_osm,nom,shop,city,latitude,longitude,descr
node/7,L’Eau Vive,supermarket,,47.3,-1.6,Vélos et vêtements <b>d’occasion</b>
node/8,Le Fournil,bakery,,,,
"""
CARTE = {
    "data": [
        {"@id": "Emma%C3%BCs1", "name": "Emma&uuml;s", "lat": 45.8, "long": 1.2, "tags": "don"}
        | {"taxonomy": [{"@id": "0dechet"}], "label": {"@value": "Un <i>lieu</i>"}},
        {"name": "Sans nom de liste", "lat": 0, "long": 0, "taxonomy": "habitat"},
    ]
}
LIEUX = {"nantes": (47.218, -1.554)}


@pytest.fixture
def rangees(tmp_path):
    (tmp_path / "siae-france.csv").write_text(SIAE, encoding="utf-8")
    (tmp_path / "nantes-reemploi-osm.csv").write_text(OSM, encoding="utf-8")
    (tmp_path / "alternatives-gogocarto.json").write_text(json.dumps(CARTE), encoding="utf-8")
    return lignes.lire(tmp_path)


@pytest.mark.parametrize(
    ("regle", "attendues"),
    [
        ("siae #2", ["2"]),
        ("siae: nom = baluchon a table", ["1"]),
        ("siae: noms ~ BALUCHON A TABLE", ["1"]),
        ("siae: noms ~ œufs", ["2"]),
        ("siae: naf ^ 56|88", ["1", "2"]),
        ("siae: naf ^ 56|88; type = AI", ["2"]),
        ("siae: departement = 44; sauf commune = Rezé", ["1"]),
        ("*: commune = nantes", ["1"]),
        ("osm: commune = ", ["node/7", "node/8"]),
        ("osm: descr ~ vêtements d'occasion", ["node/7"]),
        ("osm: descr ~ vélo*", ["node/7"]),
        ("*: à 5 km de Nantes", ["1", "2"]),
        ("*: à 2,5 km de Nantes", ["1"]),
        ("osm: sauf à 5 km de Nantes", ["node/7", "node/8"]),
        ("gogocarto: nom = emmaüs; taxonomy ~ 0dechet; label ~ un lieu", ["Emma%C3%BCs1"]),
    ],
)
def test_a_rule_names_rows(rangees, regle, attendues):
    assert [r.identifiant for r in choisir(regle, rangees, LIEUX)] == attendues


@pytest.mark.parametrize(
    "regle",
    [
        "siae #9",
        "siae: noms ~ œuf",
        "autre: nom = x",
        "siae nom = x",
        "siae: nom est x",
        "siae: à 5 km de Rennes",
    ],
)
def test_a_rule_that_cannot_be_read_or_names_nothing_is_refused(rangees, regle):
    with pytest.raises(RegleFausse):
        choisir(regle, rangees, LIEUX)


def test_a_row_that_its_list_does_not_name_is_known_by_its_name(rangees):
    assert [r.cle for r in choisir("gogocarto: taxonomy = habitat", rangees, LIEUX)] == [
        ("", "sans nom de liste")
    ]


def test_kilometres_of_a_known_way():
    assert kilometres((47.2184, -1.5536), (48.8566, 2.3522)) == pytest.approx(343, abs=2)


# ---------------------------------------------------------------- files of judgements
FICHIER = """famille = "noms"
[lieux]
"Rezé" = [47.191, -1.548]

[[requete]]
id = "n1"
texte = "baluchon"
lieu = "Nantes"
bons = ["siae #1", "siae #99"]
passables = ["*: departement = 44"]

[[requete]]
id = "n2"
texte = "rien de tel"
rien = true

[[requete]]
id = "n3"
famille = "sigles"
texte = "ailleurs"
bons = ["siae #77"]
"""


def test_judgements_give_each_row_its_best_grade_and_tell_empty_rules(rangees, tmp_path):
    (tmp_path / "noms.toml").write_text(FICHIER, encoding="utf-8")
    requetes, lieux = jugements.lire(tmp_path)
    juges, plaintes = jugements.juger(requetes, lieux, rangees)
    assert [requete.famille for requete in requetes] == ["noms", "noms", "sigles"]
    assert lieux == {"reze": (47.191, -1.548)}
    assert [(j.requete.id, j.requete.famille, j.requete.rien, j.degres) for j in juges] == [
        ("n1", "noms", False, {("siae", "1"): 3, ("siae", "2"): 1}),
        ("n2", "noms", True, {}),
    ]
    assert plaintes == [
        "n1 : aucune ligne pour « siae #99 »",
        "n3 : aucune ligne pour « siae #77 »",
    ]


@pytest.mark.parametrize(
    "requete",
    [
        'id = "x"\ntexte = "ni lignes ni rien"',
        'id = "x"\nrien = true\nbons = ["siae #1"]',
        'id = "x"\nrien = true\nfamile = "faute"',
        'texte = "sans id"\nrien = true',
        'id = "n2"\nrien = true',
    ],
)
def test_a_judgement_that_says_nothing_or_too_much_is_refused(tmp_path, requete):
    contenu = f"{FICHIER}\n[[requete]]\n{requete}\n"
    (tmp_path / "noms.toml").write_text(contenu, encoding="utf-8")
    with pytest.raises(RegleFausse):
        jugements.lire(tmp_path)
