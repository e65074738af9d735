"""The menu, the footer and the notices of editors: what is shown, when, in which language."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import GuidePage, RubriquePage
from socle.blocs.liens import LienBlock
from socle.models import Bandeau, Navigation
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db


def lien(page=None, adresse="", libelle=""):
    valeur = {"page": page and page.pk, "adresse": adresse, "libelle": libelle}
    return {"type": "lien", "value": valeur}


def colonne(titre, *liens):
    return {"type": "colonne", "value": {"titre": titre, "liens": list(liens)}}


def francais():
    return Locale.objects.get(language_code="fr")


def naviguer(locale=None, **champs):
    """Write the frame; streams are given as lists."""
    textes = {n: json.dumps(v) if isinstance(v, list) else v for n, v in champs.items()}
    return Navigation.objects.create(locale=locale or francais(), **textes)


def annoncer(texte="Fermé lundi.", locale=None, **champs):
    textes = {n: json.dumps(v) if isinstance(v, list) else v for n, v in champs.items()}
    return Bandeau.objects.create(locale=locale or francais(), texte=texte, **textes)


@pytest.fixture
def guide():
    guide = publier_guide()
    ajouter_fiche(ajouter_rubrique(guide), "une")
    return guide


def liens_de(html, debut, fin):
    morceau = html.split(debut)[1].split(fin)[0]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', morceau)


def menu(client, adresse="/"):
    html = client.get(adresse).content.decode()
    return liens_de(html, '<nav aria-label="Principale">', "</nav>")


def pied(client):
    return liens_de(client.get("/").content.decode(), '<footer class="pied">', "</footer>")


# ---------------------------------------------------------------- the menu
def test_without_a_choice_the_menu_is_what_the_site_publishes(client, guide):
    naviguer(mention="Textes libres")
    assert menu(client) == [("/annuaire/", "Annuaire"), ("/guide/", "Guide")]


def test_editors_choose_the_links_their_words_and_their_order(client, guide):
    rubrique = RubriquePage.objects.get(slug="comprendre")
    naviguer(
        menu=[
            lien(rubrique),
            lien(guide, libelle="Le guide"),
            lien(adresse="/recherche/", libelle="Chercher"),
        ]
    )
    assert menu(client) == [
        ("/guide/comprendre/", "Comprendre"),
        ("/guide/", "Le guide"),
        ("/recherche/", "Chercher"),
    ]


@pytest.mark.parametrize("comment", ["brouillon", "privee", "sous une privee", "programmee"])
def test_a_page_that_the_public_cannot_read_is_not_in_the_menu(client, guide, comment):
    rubrique = RubriquePage.objects.get(slug="comprendre")
    naviguer(menu=[lien(rubrique), lien(guide)])
    if comment == "brouillon":
        rubrique.unpublish()
    elif comment == "programmee":
        rubrique.unpublish()
        rubrique.go_live_at = timezone.now() + timedelta(days=1)
        rubrique.save_revision().publish()
    else:
        fermee = rubrique if comment == "privee" else guide
        naviguee = Navigation.objects.get()
        naviguee.menu = json.dumps([lien(rubrique), lien(adresse="/guide/", libelle="Guide")])
        naviguee.save()
        PageViewRestriction.objects.create(page=fermee, restriction_type="login")
    assert menu(client) == [("/guide/", "Guide")]


def test_a_deleted_page_leaves_the_menu(client, guide):
    rubrique = RubriquePage.objects.get(slug="comprendre")
    naviguer(menu=[lien(rubrique), lien(guide)])
    assert len(menu(client)) == 2
    rubrique.delete()
    assert menu(client) == [("/guide/", "Guide")]


def test_the_present_page_is_marked_and_the_home_page_only_on_itself(client, guide):
    accueil = guide.get_parent()
    naviguer(menu=[lien(accueil, libelle="Début"), lien(guide)])

    def marques(adresse):
        html = client.get(adresse).content.decode().split('<nav aria-label="Principale">')[1]
        return re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', html.split("</nav>")[0])

    assert marques("/") == [("/", "page")]
    assert marques("/guide/") == [("/guide/", "page")]
    assert marques("/guide/comprendre/") == [("/guide/", "true")]


# ---------------------------------------------------------------- languages
def test_another_language_falls_back_on_the_pages_it_has(client, guide):
    annuaire = Page.objects.get(slug="annuaire")
    publier_en_anglais(annuaire)
    naviguer(menu=[lien(annuaire, libelle="L’annuaire"), lien(guide)])
    html = client.get("/en/").content.decode().split('<nav aria-label="Main">')[1]
    assert re.findall(r"<a ([^>]*)>([^<]+)</a>", html.split("</nav>")[0]) == [
        ('href="/en/annuaire/"', "Directory"),
        ('href="/guide/" lang="fr"', "Guide"),
    ]


def test_a_language_may_have_a_frame_of_its_own(client, guide):
    anglais = publier_en_anglais(Page.objects.get(slug="annuaire"))
    naviguer(menu=[lien(guide)])
    naviguer(anglais, menu=[lien(adresse="/en/annuaire/", libelle="Find")])
    html = client.get("/en/").content.decode().split('<nav aria-label="Main">')[1]
    assert re.findall(r"<a ([^>]*)>([^<]+)</a>", html.split("</nav>")[0]) == [
        ('href="/en/annuaire/"', "Find")
    ]
    assert menu(client) == [("/guide/", "Guide")]


# ---------------------------------------------------------------- the footer
def test_the_footer_has_the_columns_the_links_and_the_licence_of_editors(client, guide):
    naviguer(
        pied=[colonne("Lire", lien(guide)), colonne("Vide", lien(adresse="", libelle=""))],
        suivre=[lien(adresse="https://social.example/@nous", libelle="Mastodon")],
        mention="Textes sous CC BY-SA 4.0",
        mention_adresse="https://licence.example/",
    )
    html = client.get("/").content.decode()
    assert re.findall(r"<h2>([^<]+)</h2>", html.split('<footer class="pied">')[1]) == [
        "Tissage",
        "Lire",
    ]
    assert pied(client) == [
        ("https://social.example/@nous", "Mastodon"),
        ("/guide/", "Guide"),
        ("https://licence.example/", "Textes sous CC BY-SA 4.0"),
    ]


# ---------------------------------------------------------------- notices
def annonces(client, adresse="/"):
    html = client.get(adresse).content.decode()
    return re.findall(
        r'<div class="avis( avis--alerte)?">.*?<p><strong>([^<]+)</strong> (.*?)</p>', html
    )


def test_a_notice_says_its_level_its_words_and_its_link(client, guide):
    annoncer("Fermé < lundi.", niveau="alerte", lien=[lien(guide, libelle="Voir")])
    assert annonces(client) == [
        (" avis--alerte", "Alerte\u00a0:", 'Fermé &lt; lundi. <a href="/guide/">Voir</a>')
    ]
    guide.unpublish()
    assert annonces(client) == [(" avis--alerte", "Alerte\u00a0:", "Fermé &lt; lundi.")]


def test_alerts_come_first(client, guide):
    annoncer("Une.", niveau="alerte")
    annoncer("Deux.")
    assert [texte for _niveau, _titre, texte in annonces(client)] == ["Une.", "Deux."]


@pytest.mark.parametrize(
    ("debut", "fin", "montre"),
    [(None, None, 1), (-1, 1, 1), (1, None, 0), (None, -1, 0), (-2, -1, 0), (None, 1, 1)],
)
def test_a_notice_is_shown_between_its_dates(client, guide, debut, fin, montre):
    maintenant = timezone.now()
    annoncer(
        debut=debut and maintenant + timedelta(days=debut),
        fin=fin and maintenant + timedelta(days=fin),
    )
    assert len(annonces(client)) == montre


def test_a_notice_ends_on_time_even_from_memory(rf, guide):
    from socle import cadre

    fin = datetime(2026, 12, 1, 12, tzinfo=UTC)
    annoncer(fin=fin)
    for ecart, attendues in ((-1, 1), (0, 0)):
        with time_machine.travel(fin + timedelta(seconds=ecart), tick=False):
            assert len(cadre.annonces_de(rf.get("/"))) == attendues


def test_a_notice_that_ends_before_it_starts_is_refused(guide):
    debut = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        annoncer(debut=debut, fin=debut - timedelta(hours=1))


def test_a_notice_is_read_in_another_language_until_it_is_translated(client, guide):
    anglais = publier_en_anglais(Page.objects.get(slug="annuaire"))
    bandeau = annoncer("Fermé lundi.")
    assert annonces(client, "/en/") == [("", "Information:", '<span lang="fr">Fermé lundi.</span>')]
    annoncer("Closed on Monday.", anglais, translation_key=bandeau.translation_key)
    assert annonces(client, "/en/") == [("", "Information:", "Closed on Monday.")]


# ---------------------------------------------------------------- rules
@pytest.mark.parametrize(
    "adresse",
    ["https://exemple.fr/x", "/recherche/?q=pain", "mailto:nous@exemple.fr", "tel:+33199001234"],
)
def test_a_link_leads_somewhere(adresse):
    bloc = LienBlock()
    propre = bloc.clean(bloc.to_python({"page": None, "adresse": adresse, "libelle": "Voir"}))
    assert propre["adresse"] == adresse


@pytest.mark.parametrize(
    ("adresse", "libelle"),
    [
        ("javascript:alert(1)", "Voir"),
        ("//ailleurs.example/", "Voir"),
        ("exemple.fr", "Voir"),
        ("/recherche/", ""),
        ("", "Voir"),
    ],
)
def test_a_link_that_leads_nowhere_or_has_no_words_is_refused(adresse, libelle):
    bloc = LienBlock()
    with pytest.raises(ValidationError):
        bloc.clean(bloc.to_python({"page": None, "adresse": adresse, "libelle": libelle}))


def test_a_site_has_one_frame_a_language(guide):
    naviguer()
    with pytest.raises(ValidationError, match="déjà un menu dans cette langue"):
        Navigation(locale=francais()).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        naviguer()


def test_the_frame_of_a_site_comes_before_that_of_all(client, guide):
    naviguer(menu=[lien(adresse="/a/", libelle="Tous")])
    naviguer(menu=[lien(adresse="/b/", libelle="Ici")], site=Site.objects.get())
    assert menu(client) == [("/b/", "Ici")]


# ---------------------------------------------------------------- what it costs
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_frame_costs_the_same_whatever_it_holds(
    client, rf, guide, django_assert_num_queries, nombre
):
    from socle import cadre

    pages = [ajouter_rubrique(guide, f"r-{n}") for n in range(nombre)]
    liens = [lien(page) for page in pages]
    naviguer(menu=liens, suivre=liens, pied=[colonne("Lire", *liens) for _ in range(nombre)])
    for _ in range(nombre):
        annoncer(lien=[lien(guide)])
    request = rf.get("/")
    cadre.site_de(request)  # Wagtail's routing has done both before a page is drawn
    guide.get_url(request)
    with django_assert_num_queries(4):
        assert len(cadre.cadre_de(request).menu) == nombre
    with django_assert_num_queries(0):
        cadre.cadre_de(rf.get("/"))
    client.get("/guide/")
    with django_assert_num_queries(0):
        assert len(menu(client, "/guide/")) == nombre


def test_editors_see_at_once_what_they_publish(client, guide, admin_user):
    naviguer(menu=[lien(guide)])
    client.force_login(admin_user)
    assert menu(client) == [("/guide/", "Guide")]
    GuidePage.objects.filter(pk=guide.pk).update(title="Le guide")  # as another process would
    assert menu(client) == [("/guide/", "Le guide")]


@override_settings(DEBUG=False)
def test_an_error_page_has_its_frame_too(client, guide):
    naviguer(menu=[lien(guide)])
    annoncer()
    assert (client.get("/rien/").status_code, len(annonces(client, "/rien/"))) == (404, 1)
