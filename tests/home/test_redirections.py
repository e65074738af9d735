"""Pages that move keep answering at their old addresses."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from annuaire.models import AnnuairePage
from home.models import FichePage, GuidePage, RubriquePage
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    guide = publier_guide()
    ajouter_fiche(ajouter_rubrique(guide), "une")
    ajouter_rubrique(guide, "agir")
    return guide


def suite(client, adresse):
    reponse = client.get(adresse)
    return reponse.status_code, reponse.headers.get("Location")


@pytest.fixture
def renommer(django_capture_on_commit_callbacks):
    """``renommer(page, "savoir")``, to its end: redirections are written once it is committed."""

    def _renommer(page, slug):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return _renommer


def test_a_renamed_page_and_those_below_lead_to_where_they_are(client, guide, renommer):
    renommer(RubriquePage.objects.get(slug="comprendre"), "savoir")
    assert client.get("/guide/savoir/une/").status_code == 200
    assert suite(client, "/guide/comprendre/") == (301, "/guide/savoir/")
    assert suite(client, "/guide/comprendre/une/") == (301, "/guide/savoir/une/")


def test_a_moved_page_leads_to_where_it_is(client, guide):
    FichePage.objects.get().move(RubriquePage.objects.get(slug="agir"), pos="last-child")
    assert suite(client, "/guide/comprendre/une/") == (301, "/guide/agir/une/")


def test_a_page_renamed_twice_leads_there_at_once(client, guide, renommer):
    renommer(RubriquePage.objects.get(slug="comprendre"), "savoir")
    renommer(RubriquePage.objects.get(slug="savoir"), "connaitre")
    assert suite(client, "/guide/comprendre/") == (301, "/guide/connaitre/")
    assert suite(client, "/guide/savoir/") == (301, "/guide/connaitre/")


def test_a_name_taken_back_is_a_page_again(client, guide, renommer):
    renommer(RubriquePage.objects.get(slug="comprendre"), "savoir")
    renommer(RubriquePage.objects.get(slug="savoir"), "comprendre")
    assert suite(client, "/guide/comprendre/")[0] == 200
    assert suite(client, "/guide/savoir/") == (301, "/guide/comprendre/")


def test_it_is_so_in_english_too(client, guide, renommer):
    anglais = publier_en_anglais(AnnuairePage.objects.get())
    traduit = guide.copy_for_translation(anglais)
    traduit.title, traduit.slug = "Guide", "guide"
    traduit.save_revision().publish()
    renommer(GuidePage.objects.get(locale=anglais), "handbook")
    assert suite(client, "/en/guide/") == (301, "/en/handbook/")
    assert suite(client, "/guide/")[0] == 200


def test_a_redirection_to_what_is_hidden_leads_nowhere_else(client, guide, renommer):
    rubrique = RubriquePage.objects.get(slug="comprendre")
    renommer(rubrique, "savoir")
    RubriquePage.objects.get(slug="savoir").unpublish()
    statut, adresse = suite(client, "/guide/comprendre/")
    assert (statut, client.get(adresse).status_code) == (301, 404)


def test_editors_write_their_own(client, guide):
    Redirect.objects.create(old_path="/nous", redirect_link="/guide/", is_permanent=False)
    assert suite(client, "/nous/?de=lettre") == (302, "/guide/")
