"""Words of one family: endings propose, the corpus decides."""

import pytest

from search.familles import apparentes
from tests.search.terrain import fiche


@pytest.mark.parametrize(
    ("forme", "autre"),
    [
        ("cordonnier", "cordonnerie"),
        ("cordonnerie", "cordonnier"),
        ("boulangere", "boulangerie"),
        ("livreuses", "livraison"),
        ("livraison", "livreur"),
        ("nettoyer", "nettoyage"),
        ("nettoyage", "nettoyer"),
        ("eleveur", "elevage"),
        ("couturieres", "couture"),
        ("agriculteur", "agriculture"),
        ("creation", "creer"),
    ],
)
def test_a_trade_its_doer_and_its_place_are_of_one_family(forme, autre):
    assert [mot for mot in apparentes(forme, "fr") if mot == autre] == [autre]


@pytest.mark.parametrize(
    ("forme", "langue"),
    [("menage", "fr"), ("velo", "fr"), ("cap44", "fr"), ("baker", "en"), ("mer", "fr")],
)
def test_other_words_have_no_family(forme, langue):
    assert apparentes(forme, langue) == ()


def test_a_word_of_the_family_is_found_after_the_very_word(terrain):
    terrain.poser(
        fiche(1, "Atelier du cuir", textes={"description": "Cordonnerie et sellerie."}),
        fiche(2, "Chez le cordonnier", textes={"description": "Talons et semelles."}),
        fiche(3, "La Mercerie", textes={"description": "Du fil et des boutons."}),
    )
    trouves = [r.objet_id for r in terrain.chercher("cordonnier").resultats]
    assert trouves == [2, 1]
