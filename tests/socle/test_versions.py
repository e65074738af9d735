"""The same page in other languages: ``hreflang`` and the language switch."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.pages import publier_annuaire
from tests.annuaire.site_anglais import publier_en_anglais

pytestmark = pytest.mark.django_db
HOTE = "http://testserver"


@pytest.fixture
def annuaire():
    return publier_annuaire()


@pytest.fixture
def anglais(annuaire):
    return publier_en_anglais(annuaire)


def alternatives(client, chemin):
    html = client.get(chemin).content.decode()
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)


def bascule(client, chemin, code=200):
    """[(language, address, whether it says that it leads to the home page)]."""
    reponse = client.get(chemin)
    assert reponse.status_code == code
    liste = re.search(r'<ul class="langues".*?</ul>', reponse.content.decode())
    liens = r'<a href="([^"]*)" lang="(\w+)" hreflang="\w+">\w+(.*?)</a>'
    trouves = re.findall(liens, liste[0] if liste else "")
    return [(langue, adresse, "<small>" in dit) for adresse, langue, dit in trouves]


def test_a_site_of_one_language_says_nothing(client, annuaire):
    assert (alternatives(client, "/annuaire/"), bascule(client, "/annuaire/")) == ([], [])


@pytest.mark.parametrize("chemin", ["/annuaire/", "/en/annuaire/"])
def test_each_version_names_all_and_the_default_one(client, anglais, chemin):
    assert alternatives(client, chemin) == [
        ("fr", f"{HOTE}/annuaire/"),
        ("en", f"{HOTE}/en/annuaire/"),
        ("x-default", f"{HOTE}/annuaire/"),
    ]


def test_an_entry_keeps_its_tail(client, anglais):
    acteur = ActeurFactory(nom="Le Cabas")
    suite = f"annuaire/{acteur.slug}-{acteur.ref}/"
    assert [a for _l, a in alternatives(client, f"/{suite}")][:2] == [
        f"{HOTE}/{suite}",
        f"{HOTE}/en/{suite}",
    ]
    assert bascule(client, f"/en/{suite}") == [("fr", f"/{suite}", False)]


def test_the_switch_keeps_what_was_asked(client, anglais):
    attendue = "/en/annuaire/?q=pain&amp;vue=liste"
    assert bascule(client, "/annuaire/?q=pain&vue=liste") == [("en", attendue, False)]
    assert [a for _l, a in alternatives(client, "/annuaire/?q=pain")][1] == f"{HOTE}/en/annuaire/"


def test_a_page_without_translation_leads_home_and_says_so(client, annuaire, anglais):
    Page.objects.get(translation_key=annuaire.translation_key, locale=anglais).specific.unpublish()
    assert alternatives(client, "/annuaire/") == []
    assert bascule(client, "/annuaire/") == [("en", "/en/", True)]


def test_a_private_translation_is_no_version(client, annuaire, anglais):
    traduite = Page.objects.get(translation_key=annuaire.translation_key, locale=anglais)
    PageViewRestriction.objects.create(page=traduite, restriction_type="login")
    assert alternatives(client, "/annuaire/") == []


def test_the_search_of_the_site_answers_in_each_language(client, anglais):
    chemin = reverse("search:recherche")
    assert bascule(client, chemin) == [("en", f"/en{chemin}", False)]


def test_an_address_that_is_lost_leads_home(client, anglais):
    assert bascule(client, "/nulle-part/", 404) == [("en", "/en/", True)]
    assert alternatives(client, "/nulle-part/") == []


def test_a_draft_of_the_home_page_opens_no_language(client, annuaire):
    locale, _cree = Locale.objects.get_or_create(language_code="en")
    Page.objects.get(pk=annuaire.get_parent().pk).specific.copy_for_translation(locale)
    assert bascule(client, "/annuaire/") == []


def test_a_visitor_pays_nothing_once_it_is_known(client, anglais, django_assert_num_queries):
    client.get("/en/")
    client.get("/en/")
    with django_assert_num_queries(1):  # the engine's own: how far its memory goes
        client.get("/en/")
