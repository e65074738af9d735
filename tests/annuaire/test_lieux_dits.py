"""A place inside a sentence: only exact names, and what is left of the words."""

import pytest

from annuaire import lieux_dits


def lu(texte):
    """(place, words left, sure, distance), None when there is no place."""
    dit = lieux_dits.trouver(texte)
    if dit is None:
        return None
    return (dit.lieu.libelle if dit.lieu else None, dit.reste, dit.sur, dit.rayon)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("épicerie à Nantes", ("Nantes", "épicerie", True, None)),
        ("epicerie a nantes", ("Nantes", "epicerie", True, None)),
        ("à Nantes, une épicerie", ("Nantes", "une épicerie", True, None)),
        ("épicerie à Nantes ouverte", ("Nantes", "épicerie ouverte", True, None)),
        ("une ressourcerie près de Rezé ?", ("Rezé", "une ressourcerie", True, 10.0)),
        ("vélo autour d’Angers", ("Angers", "vélo", True, 10.0)),
        ("restaurant au Havre", ("Le Havre", "restaurant", True, None)),
        ("épicerie en Loire-Atlantique", ("Loire-Atlantique", "épicerie", True, None)),
        ("aide dans le 44", ("Loire-Atlantique", "aide", True, None)),
        ("insertion dans le Rhône", ("Rhône", "insertion", True, None)),
        ("boulangerie nantes", ("Nantes", "boulangerie", False, None)),
        ("associations de Nantes", ("Nantes", "associations", False, None)),
        ("pain en Nantes", ("Nantes", "pain", False, None)),  # « en » announces no commune
        ("vélo 44", ("Loire-Atlantique", "vélo", False, None)),
        ("vélo 44100", ("44100", "vélo", False, None)),
        ("Nantes", ("Nantes", "", False, None)),
        ("épicerie à Saint-Denis", (None, "épicerie", True, None)),
        ("amap à Saint-Denis de la Réunion", ("Saint-Denis", "amap", True, None)),
        ("friperie Paris 11", ("Paris 11e Arrondissement", "friperie", False, None)),
    ],
)
def test_a_place_is_read_with_what_is_left(petit_pays, texte, attendu):
    assert lu(texte) == attendu


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "épicerie",
        "machine à coudre",
        "vente à emporter",
        "aide dans la maison",
        "les gens du havre",
        "travail à 12345678",
        "à Nantezz",
        "à , Rezé-pas",
        "a" * 200,
    ],
)
def test_other_words_name_no_place(petit_pays, texte):
    assert lu(texte) is None


def test_the_namesakes_of_an_unclear_place_are_said(petit_pays):
    dit = lieux_dits.trouver("épicerie à Saint-Denis")
    assert sorted(lieu.valeur for lieu in dit.autres) == [
        "commune:11339",
        "commune:30247",
        "commune:93066",
        "commune:97411",
    ]
