"""Pages that move keep answering at their old addresses."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from annuaire.models import AnnuairePage
from home.models import FichePage, GuidePage, RubriquePage
from tests.annuaire.fabriques import ActeurFactory
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


class TestAnnuaire:
    """Entries, files and searches have no page of their own: they follow that of the directory."""

    @pytest.fixture
    def parti(self, guide, renommer):
        """The reference of an actor whose directory has left /annuaire/ for /adresses/."""
        acteur = ActeurFactory(nom="Le Cabas")
        renommer(AnnuairePage.objects.get(), "adresses")
        return acteur.ref

    @pytest.mark.parametrize(
        "suite_de_l_adresse",
        [
            *("le-cabas-{ref}/", "le-cabas-{ref}/signaler/", "carte/", "carte/points/?q=pain"),
            *("flux.atom", "export.csv?q=pain", "export.geojson", "?q=pain&ou=Lyon"),
        ],
    )
    def test_what_stood_below_its_old_address_leads_to_where_it_is(
        self, client, parti, suite_de_l_adresse
    ):
        fin = suite_de_l_adresse.format(ref=parti)
        assert suite(client, f"/annuaire/{fin}") == (301, f"/adresses/{fin}")
        # The map wants to know of which part of the world: it answers, and says so.
        assert client.get(f"/adresses/{fin}").status_code == (400 if "points" in fin else 200)

    def test_no_row_is_kept_for_an_actor(self, parti):
        assert [une.old_path for une in Redirect.objects.all()] == ["/annuaire"]

    def test_what_never_stood_there_is_still_not_there(self, client, parti):
        for fin in ("rien/", "le-cabas/", "carte/autre/", "flux.rss"):
            assert suite(client, f"/annuaire/{fin}")[0] == 404
        assert suite(client, "/annuaires/carte/")[0] == 404

    def test_two_moves_lead_there_at_once_and_a_name_taken_back_answers(
        self, client, parti, renommer
    ):
        renommer(AnnuairePage.objects.get(), "trouver")
        assert suite(client, "/annuaire/carte/") == (301, "/trouver/carte/")
        assert suite(client, "/adresses/carte/") == (301, "/trouver/carte/")
        renommer(AnnuairePage.objects.get(), "annuaire")
        assert suite(client, f"/annuaire/le-cabas-{parti}/")[0] == 200
        assert suite(client, "/annuaire/rien-AAAAAAAA/")[0] == 404

    def test_a_directory_that_is_withdrawn_leads_nowhere_else(self, client, parti):
        AnnuairePage.objects.get().unpublish()
        statut, adresse = suite(client, "/annuaire/carte/")
        assert (statut, client.get(adresse).status_code) == (301, 404)

    def test_what_editors_wrote_for_one_address_comes_first(self, client, parti):
        Redirect.objects.create(old_path="/annuaire/carte", redirect_link="/guide/")
        assert suite(client, "/annuaire/carte/") == (301, "/guide/")

    def test_it_is_so_in_english_and_for_the_guide(self, client, guide, renommer):
        anglais = publier_en_anglais(AnnuairePage.objects.get())
        renommer(AnnuairePage.objects.get(locale=anglais), "organisations")
        renommer(GuidePage.objects.get(), "reperes")
        vieille = AnnuairePage.objects.get(locale__language_code="fr").slug
        assert suite(client, f"/en/{vieille}/carte/") == (301, "/en/organisations/carte/")
        assert suite(client, "/guide/lexique/") == (301, "/reperes/lexique/")

    def test_an_address_that_answers_pays_nothing_for_it(
        self, client, parti, django_assert_num_queries
    ):
        client.get("/adresses/")
        with django_assert_num_queries(4):
            client.get("/adresses/")
