"""A language more: what opens it, what it says, what stands in for what it lacks."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from espace.models import Compte
from home import groupes
from home.models import FichePage, HomePage
from socle.models import Navigation
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide
from tests.home.service import ajouter_contact, ajouter_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return publier_guide()


@pytest.fixture
def espagnol():
    """One of those that editors may open, whose interface is not translated."""
    return "es"


@pytest.mark.usefixtures("gabarits_de_wagtail")
def test_a_language_is_opened_from_the_administration(
    client, guide, espagnol, django_capture_on_commit_callbacks
):
    groupes.charger()
    compte = Compte.objects.create_user("admin@exemple.example")
    compte.groups.add(Group.objects.get(name=groupes.ADMINISTRATION))
    client.force_login(compte)
    envoi = {"language_code": espagnol}
    composant = "component-wagtail_localize_localesynchronization"
    envoi |= {f"{composant}-enabled": "", f"{composant}-sync_from": ""}
    client.post(reverse("wagtaillocales:add"), envoi)
    locale = Locale.objects.get(language_code=espagnol)
    accueil = HomePage.objects.get()
    adresse = reverse("wagtail_localize:submit_page_translation", args=[accueil.pk])
    client.post(adresse, {"locales": [locale.pk]})
    traduction = Translation.objects.get(target_locale=locale)
    for segment in traduction.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            data="Bienvenidos",
        )
    with django_capture_on_commit_callbacks(execute=True):
        traduction.save_target(publish=True)
    client.logout()
    reponse = client.get("/es/")
    assert (reponse.status_code, reponse["Content-Language"]) == (200, "es")
    html = reponse.content.decode()
    assert re.search(r"<html lang=\"es\">", html)
    assert re.search(r"<title>Bienvenidos", html)


@pytest.mark.parametrize("langue", [code for code, _nom in settings.LANGUAGES[2:]])
def test_a_language_shows_nowhere_before_its_home_page_is_published(client, guide, langue):
    locale = Locale.objects.create(language_code=langue)
    accueil = HomePage.objects.get().copy_for_translation(locale)
    versions = re.findall('hreflang="([^"]+)"', client.get("/").content.decode())
    plan = client.get("/sitemap.xml").content.decode()
    assert (client.get(f"/{langue}/").status_code, versions, f"-{langue}-" in plan) == (
        404,
        [],
        False,
    )
    accueil.save_revision().publish()
    versions = re.findall('rel="alternate" hreflang="([^"]+)"', client.get("/").content.decode())
    assert (client.get(f"/{langue}/").status_code, versions) == (200, ["fr", langue, "x-default"])


def test_the_languages_one_may_open_are_known_of_django():
    assert [code for code, _nom in settings.LANGUAGES if code not in LANG_INFO] == []


def test_a_language_written_from_the_right_has_its_frame_written_from_the_left(client, guide):
    """Its interface is in French: it says so, and which way it reads."""
    locale = Locale.objects.create(language_code="ar")
    HomePage.objects.get().copy_for_translation(locale).save_revision().publish()
    html = client.get("/ar/").content.decode()
    sens = r'<(html|a|header|footer)\b[^>]* lang="(\w+)"(?: dir="(\w+)")?>'
    assert re.findall(sens, html)[:1] == [("html", "ar", "rtl")]
    cadre = r'<\w+ class="(evitement|entete|pied)"[^>]* lang="(\w+)" dir="(\w+)">'
    assert re.findall(cadre, html) == [
        ("evitement", "fr", "ltr"),
        ("entete", "fr", "ltr"),
        ("pied", "fr", "ltr"),
    ]
    assert re.findall(r'<html lang="\w+"([^>]*)>', client.get("/").content.decode()) == [""]


def test_dates_numbers_and_plurals_follow_the_language(client, guide):
    annuaire = guide.get_siblings(inclusive=False).get().specific
    anglais = publier_en_anglais(annuaire)
    rubrique = ajouter_rubrique(guide)
    fiche = ajouter_fiche(rubrique, reecrit_le="2026-03-05")
    for page in (guide, rubrique, fiche):
        traduite = Page.objects.get(pk=page.pk).specific.copy_for_translation(anglais)
        traduite.save_revision().publish()
    anglaise = FichePage.objects.get(locale=anglais)
    dates = []
    for page in (fiche, anglaise):
        html = client.get(page.url).content.decode()
        dates.append(re.search(r'<time datetime="2026-03-05">([^<]+)</time>', html)[1])
    assert dates == ["5 mars 2026", "5 March 2026"]


def test_the_english_guide_lists_english_sheets_only(client, guide):
    annuaire = guide.get_siblings(inclusive=False).get().specific
    anglais = publier_en_anglais(annuaire)
    rubrique = ajouter_rubrique(guide)
    for slug in ("une", "deux"):
        ajouter_fiche(rubrique, slug)
    for page in (guide, rubrique, FichePage.objects.get(slug="une")):
        traduite = Page.objects.get(pk=page.pk).specific.copy_for_translation(anglais)
        traduite.title = f"English {page.slug}"
        traduite.save_revision().publish()
    html = client.get("/en/guide/").content.decode()
    assert re.findall(r"English une|Question deux", html) == ["English une"]


def test_the_search_of_an_english_page_finds_what_only_french_has(client, guide):
    publier_en_anglais(guide.get_siblings(inclusive=False).get().specific)
    ajouter_fiche(ajouter_rubrique(guide), "une")
    ActeurFactory(nom="Le Cabas")
    html = client.get("/en/recherche/?q=question").content.decode()
    assert re.findall(r'href="(/guide/[^"]*une/)"', html) == ["/guide/comprendre/une/"]


class TestSansCatalogue:
    """A language whose pages are translated, and whose interface is not: it reads in French."""

    @pytest.fixture
    def site_espagnol(self, guide, espagnol):
        """Home page, directory and a page of text in Spanish; contact and menu are French."""
        locale = Locale.objects.create(language_code=espagnol)
        accueil = HomePage.objects.get()
        titres = {
            accueil: "Bienvenidos",
            guide.get_siblings(inclusive=False).get(): "Directorio",
            ajouter_page(accueil): "La acción solidaria",
        }
        for page, titre in titres.items():
            traduite = Page.objects.get(pk=page.pk).specific.copy_for_translation(locale)
            traduite.title, traduite.slug = titre, slugify(titre)
            traduite.save_revision().publish()
        ajouter_contact(accueil)
        return locale

    def test_the_page_is_in_spanish_and_its_frame_says_it_is_in_french(self, client, site_espagnol):
        html = client.get("/es/la-accion-solidaria/").content.decode()
        assert re.findall(r"<html lang=\"(\w+)\"", html) == ["es"]
        cadre = r'<\w+ class="(evitement|entete|pied)"[^>]* lang="(\w+)"'
        assert re.findall(cadre, html) == [("evitement", "fr"), ("entete", "fr"), ("pied", "fr")]
        assert re.findall(r'<h1[^>]*lang="[^"]*"', html) == []

    def test_words_of_the_interface_are_french_and_links_say_what_is_not(
        self, client, site_espagnol
    ):
        menu = [
            {"type": "lien", "value": {"page": page.pk, "libelle": "", "adresse": ""}}
            for page in Page.objects.filter(slug__in=("a-propos", "contact")).order_by("path")
        ]
        Navigation.objects.create(locale=Locale.get_default(), menu=menu)
        html = client.get("/es/").content.decode()
        entete, pied = html.split("<main")[0], html.split('<footer class="pied"')[1]
        assert re.findall(r'<li><a href="([^"]+)"(?: lang="(\w+)")?>([^<]+)</a>', entete) == [
            ("/es/la-accion-solidaria/", "es", "La acción solidaria"),
            ("/contact/", "", "Contact"),
        ]
        assert re.findall(r'<a href="(/contact/)"([^>]*)>([^<]+)</a>', pied) == [
            ("/contact/", "", "Contact")
        ]

    def test_each_version_names_the_others(self, client, site_espagnol):
        html = client.get("/es/la-accion-solidaria/").content.decode()
        versions = re.findall(r'hreflang="([\w-]+)" href="http://testserver([^"]+)"', html)
        assert versions == [
            ("fr", "/a-propos/"),
            ("es", "/es/la-accion-solidaria/"),
            ("x-default", "/a-propos/"),
        ]

    @pytest.mark.parametrize(
        ("mots", "trouvee"), [("accion", True), ("ACCIÓN solidaria", True), ("acciones", False)]
    )
    def test_search_folds_and_does_not_stem(self, client, site_espagnol, mots, trouvee):
        html = client.get("/es/recherche/", {"q": mots}).content.decode()
        adresses = re.findall(r'href="(/es/la-accion-solidaria/)"', html.split("<main")[1])
        assert bool(adresses) is trouvee

    def test_dates_follow_the_language(self, client, site_espagnol):
        with translation.override("es"):
            assert date_format(date(2026, 3, 5), "j F Y") == "5 marzo 2026"


def test_a_service_page_that_is_not_translated_says_its_language(client, guide):
    publier_en_anglais(guide.get_siblings(inclusive=False).get().specific)
    ajouter_contact(HomePage.objects.get(locale__language_code="fr"))
    pied = client.get("/en/").content.decode().split('<footer class="pied"')[1]
    assert re.findall(r'<a href="(/contact/)" lang="(\w+)">', pied) == [("/contact/", "fr")]
