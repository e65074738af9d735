"""The plan of the site: what a visitor may open, and nothing else."""

import pytest
from wagtail.models import Locale, PageViewRestriction

from home.models import FichePage, GuidePage
from tests.home.guide import ajouter_fiche, ajouter_rubrique
from tests.home.service import ajouter_page, ajouter_plan, publier_accueil


@pytest.fixture
def accueil(db):
    return publier_accueil()


def montrees(client, adresse="/plan/"):
    """The tree that the page draws, as nested lists of (title, address, below)."""

    def lire(branches):
        return [(b.titre, b.adresse, lire(b.dessous)) for b in branches]

    return lire(client.get(adresse).context["branches"])


def test_the_plan_is_the_tree_of_the_site(client, accueil):
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide"))
    ajouter_fiche(ajouter_rubrique(guide), "une")
    ajouter_plan(accueil)
    assert montrees(client) == [
        ("Annuaire", "/annuaire/", []),
        (
            "Guide",
            "/guide/",
            [
                (
                    "Comprendre",
                    "/guide/comprendre/",
                    [("Question une", "/guide/comprendre/une/", [])],
                )
            ],
        ),
        ("Plan du site", "/plan/", []),
    ]


def test_drafts_and_private_pages_are_left_out_with_what_is_below(client, accueil):
    brouillon = ajouter_page(accueil, "brouillon", live=False)
    ajouter_page(brouillon, "dessous")
    fermee = ajouter_page(accueil, "fermee")
    ajouter_page(fermee, "cachee")
    PageViewRestriction.objects.create(page=fermee, restriction_type="login")
    ajouter_plan(accueil)
    assert [titre for titre, _adresse, _dessous in montrees(client)] == ["Annuaire", "Plan du site"]


def test_every_address_of_the_plan_answers(client, accueil):
    ajouter_page(ajouter_page(accueil, "une"), "deux")
    ajouter_plan(accueil)

    def adresses(branches):
        for _titre, adresse, dessous in branches:
            yield adresse
            yield from adresses(dessous)

    assert {client.get(a).status_code for a in adresses(montrees(client))} == {200}


def test_another_language_has_its_own(client, accueil):
    anglais = Locale.objects.create(language_code="en")
    chez_eux = accueil.copy_for_translation(anglais)
    chez_eux.save_revision().publish()
    ajouter_page(accueil, "une")
    ajouter_page(chez_eux, "one", locale=anglais)
    ajouter_plan(chez_eux)
    assert montrees(client, "/en/plan/") == [
        ("One", "/en/one/", []),
        ("Plan du site", "/en/plan/", []),
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_plan_costs_two_queries(client, accueil, django_assert_num_queries, nombre):
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide"))
    rubrique = ajouter_rubrique(guide)
    for rang in range(nombre):
        ajouter_fiche(rubrique, f"fiche-{rang}")
        ajouter_page(accueil, f"page-{rang}")
    ajouter_plan(accueil)
    client.get("/plan/")
    with django_assert_num_queries(2):
        assert len(montrees(client)) == nombre + 3
    assert FichePage.objects.count() == nombre
