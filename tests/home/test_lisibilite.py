"""How easy a text is to read."""

import pytest

from home.lisibilite import lisibilite, phrases, syllabes


@pytest.mark.parametrize(
    ("mot", "nombre"),
    [
        ("pain", 1),
        ("maire", 1),
        ("coopérative", 5),
        ("créer", 2),
        ("théâtre", 2),
        ("quai", 1),
        ("été", 2),
        ("l’œuvre", 1),
        ("brr", 1),
    ],
)
def test_les_syllabes_d_un_mot(mot, nombre):
    assert syllabes(mot) == nombre


def test_une_abreviation_ne_finit_pas_une_phrase():
    assert phrases("L’article L.\u00a0123-4 le dit. Il est clair\u202f!") == [
        "L’article L. 123-4 le dit.",
        "Il est clair !",
    ]


def test_un_texte_simple_est_plus_lisible_qu_un_texte_administratif():
    simple, moyenne = lisibilite(["Le pain est bon. Il est chaud."])
    complique, _moyenne = lisibilite(["L’administration centralisée communique annuellement."])
    assert (round(simple), round(complique), moyenne) == (130, -110, 3.5)


def test_rien_ne_se_note_zero():
    assert lisibilite(["", "12,5 %"]) == (0.0, 0.0)
