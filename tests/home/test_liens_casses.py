"""Links of published pages that lead nowhere."""

import pytest
from wagtail.models import get_page_models

from home.liens_casses import champs_de_texte, liens_casses
from tests.home.guide import ajouter_fiche, ajouter_rubrique, bloc, publier_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubrique():
    return ajouter_rubrique(publier_guide())


def lien(page):
    return f'<p>Voir <a id="{page.pk}" linktype="page">la suite</a>.</p>'


def casses():
    return [(casse.page_titre, casse.cible) for casse in liens_casses()]


def test_a_link_to_a_draft_or_to_a_deleted_page_is_broken(rubrique):
    brouillon = ajouter_fiche(rubrique, "brouillon", live=False)
    effacee = ajouter_fiche(rubrique, "effacee")
    publiee = ajouter_fiche(rubrique, "publiee")
    corps = [bloc("paragraphe", lien(page)) for page in (brouillon, effacee, publiee)]
    ajouter_fiche(rubrique, "une", corps=corps)
    effacee.delete()
    assert sorted(casses()) == [("Question une", ""), ("Question une", "Question brouillon")]


def test_titles_are_in_the_order_of_the_alphabet_accents_and_all(rubrique):
    cible = ajouter_fiche(rubrique, "cible", live=False)
    for titre in ("Zébu", "À propos", "élan"):
        fiche = ajouter_fiche(rubrique, corps=[bloc("paragraphe", lien(cible))], slug=titre[0])
        fiche.title = titre
        fiche.save()
    assert [titre for titre, _cible in casses()] == ["À propos", "élan", "Zébu"]


def test_it_is_mended_when_the_page_is_published(rubrique):
    brouillon = ajouter_fiche(rubrique, "brouillon", live=False)
    ajouter_fiche(rubrique, "une", corps=[bloc("paragraphe", lien(brouillon))])
    assert casses() == [("Question une", "Question brouillon")]
    brouillon.save_revision().publish()
    assert casses() == []


def test_folds_boxes_and_sheets_to_go_on_with_are_read(rubrique):
    brouillon = ajouter_fiche(rubrique, "brouillon", live=False)
    volet = {"titre": "Qui ?", "texte": lien(brouillon)}
    encadre = {"ton": "info", "titre": "À noter", "texte": lien(brouillon)}
    for slug, champs in (
        ("a", {"corps": [bloc("accordeon", {"elements": [volet]})]}),
        (
            "b",
            {"corps": [bloc("encadre", encadre)]},
        ),
        ("c", {"lire_aussi": [bloc("fiche", brouillon.pk)]}),
    ):
        ajouter_fiche(rubrique, slug, **champs)
    assert [titre for titre, _cible in casses()] == ["Question a", "Question b", "Question c"]


def test_what_a_draft_says_is_not_broken_yet(rubrique):
    brouillon = ajouter_fiche(rubrique, "brouillon", live=False)
    ajouter_fiche(rubrique, "une", live=False, corps=[bloc("paragraphe", lien(brouillon))])
    assert casses() == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_one_query_a_page_type_and_one(rubrique, django_assert_num_queries, nombre):
    brouillon = ajouter_fiche(rubrique, "brouillon", live=False)
    for rang in range(nombre):
        ajouter_fiche(rubrique, f"f{rang}", corps=[bloc("paragraphe", lien(brouillon))] * nombre)
    avec_du_texte = [modele for modele in get_page_models() if champs_de_texte(modele)]
    with django_assert_num_queries(len(avec_du_texte) + 1):
        liens_casses()
    with django_assert_num_queries(0):
        liens_casses()
