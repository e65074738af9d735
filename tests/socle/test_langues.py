"""The language depends on the address alone."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, Page, Site

from socle.langues import (
    LangueMiddleware,
    a_un_accueil,
    interface_de,
    langue_a_dire,
    langue_du_chemin,
)


@pytest.mark.parametrize(
    ("chemin", "langue"),
    [
        ("/", "fr"),
        ("/annuaire/", "fr"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/annuaire/", "en"),
        ("/en-gb/", "fr"),
        ("/english/", "fr"),
        ("/annuaire/en/", "fr"),
        ("/fr/", "fr"),
        ("/de/", "de"),
        ("/sv/", "fr"),
    ],
)
def test_langue_du_chemin(chemin, langue):
    assert langue_du_chemin(chemin) == langue


@pytest.mark.parametrize(
    ("langue", "interface"), [("fr", "fr"), ("en", "en"), ("en-gb", "en-gb"), ("es", "fr")]
)
def test_the_interface_is_in_french_where_nobody_has_translated_it(langue, interface):
    assert interface_de(langue) == interface


@pytest.mark.parametrize(
    ("ici", "dites"), [("fr", ["", "en"]), ("en", ["fr", ""]), ("es", ["", "en"])]
)
def test_words_say_their_language_when_it_is_not_that_of_the_interface(ici, dites):
    with translation.override(ici):
        assert [langue_a_dire(langue) for langue in ("fr", "en")] == dites


@pytest.fixture
def accueil(db):
    """The site's home page, whatever the migrations made of it."""
    site = Site.objects.filter(is_default_site=True).first()
    if site:
        return site.root_page
    page = Page.objects.get(depth=1).add_child(instance=Page(title="Accueil", slug="accueil-x"))
    Site.objects.create(hostname="testserver", root_page=page, is_default_site=True)
    return page


@pytest.fixture
def anglais(accueil):
    """Its live translation."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    page = accueil.copy_for_translation(locale, copy_parents=False)
    page.live = True
    page.save()
    return page


def requete(chemin, **entetes):
    demande = RequestFactory().get(chemin, headers=entetes)
    vues = []

    def vue(request):
        vues.append((translation.get_language(), request.LANGUAGE_CODE))
        return HttpResponse("")

    return LangueMiddleware(vue)(demande), vues


@pytest.fixture(autouse=True)
def langue_d_avant():
    with translation.override("fr"):
        yield


class TestMiddleware:
    def test_ni_l_en_tete_ni_le_temoin_ne_comptent(self, accueil):
        entetes = {"Accept-Language": "en", "Cookie": "django_language=en"}
        reponse, vues = requete("/annuaire/", **entetes)
        assert vues == [("fr", "fr")]
        assert (reponse.headers["Content-Language"], "Vary" in reponse.headers) == ("fr", False)

    def test_un_prefixe_vivant_change_la_langue(self, anglais):
        reponse, vues = requete("/en/annuaire/")
        assert (vues, reponse.headers["Content-Language"]) == ([("en", "en")], "en")

    def test_la_langue_ne_deborde_pas_sur_la_requete_suivante(self, anglais):
        requete("/en/")
        assert requete("/")[1] == [("fr", "fr")]

    def test_le_francais_ne_coute_aucune_requete(self, accueil, django_assert_num_queries):
        with django_assert_num_queries(0):
            requete("/")

    def test_un_prefixe_coute_une_requete(self, anglais, django_assert_num_queries):
        demande = RequestFactory().get("/en/")
        Site.find_for_request(demande)  # kept on the request: Wagtail asks for it anyway
        with django_assert_num_queries(1):
            assert a_un_accueil(demande, "en") is True

    def test_sans_site_aucun_accueil(self, accueil):
        Site.objects.all().delete()
        assert a_un_accueil(RequestFactory().get("/en/"), "en") is False


@pytest.mark.ignore_template_errors  # the page drawn is another room's
class TestAdresses:
    def test_un_prefixe_sans_accueil_est_introuvable(self, client, accueil):
        assert client.get("/en/").status_code == 404

    def test_un_accueil_en_brouillon_ne_suffit_pas(self, client, anglais):
        anglais.unpublish()
        assert client.get("/en/").status_code == 404

    @pytest.mark.parametrize("chemin", ["/fr/", "/sv/", "/en-gb/", "/fr//ailleurs.example/"])
    def test_les_autres_prefixes_sont_introuvables(self, client, accueil, chemin):
        reponse = client.get(chemin)
        assert (reponse.status_code, reponse.headers["Content-Language"]) == (404, "fr")
        assert "accept-language" not in reponse.headers.get("Vary", "").lower()
        assert dict(reponse.cookies) == {}
