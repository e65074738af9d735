"""sitemap.xml: what is in it, in how many files, at what cost; and what is never in it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from annuaire import sitemap as des_acteurs
from annuaire.models import Acteur, AnnuairePage
from home import sitemap as des_pages
from home.models import FichePage, HomePage
from socle import sitemap
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LIEN = "{http://www.w3.org/1999/xhtml}link"
PAGES = "/sitemap-pages-fr-1.xml"
ACTEURS = "/sitemap-acteurs-fr-1.xml"
HOTE = "http://testserver"


@pytest.fixture
def guide():
    guide = publier_guide()
    ajouter_fiche(ajouter_rubrique(guide), "une")
    return guide


def racine(client, adresse):
    reponse = client.get(adresse)
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "application/xml; charset=utf-8")
    texte = reponse.getvalue() if reponse.streaming else reponse.content
    return ElementTree.fromstring(texte)  # noqa: S314 (our own file)


def adresses(client, adresse):
    return [loc.text.removeprefix(HOTE) for loc in racine(client, adresse).iter(f"{S}loc")]


# ---------------------------------------------------------------- what is in it
def test_the_index_names_every_file(client, guide):
    ActeurFactory()
    assert adresses(client, "/sitemap.xml") == [ACTEURS, PAGES]
    publier_en_anglais(AnnuairePage.objects.get())
    assert adresses(client, "/sitemap.xml") == [
        ACTEURS,
        "/sitemap-acteurs-en-1.xml",
        PAGES,
        "/sitemap-pages-en-1.xml",
    ]


def test_pages_are_there_with_the_routes_that_are_pages(client, guide):
    assert adresses(client, PAGES) == [
        "/",
        "/annuaire/",
        "/guide/",
        "/guide/lexique/",
        "/guide/comprendre/",
        "/guide/comprendre/une/",
    ]
    for adresse in adresses(client, PAGES):
        assert client.get(adresse).status_code == 200


def test_an_entry_has_its_date_and_its_translations(client, guide):
    publier_en_anglais(AnnuairePage.objects.get())
    acteur = ActeurFactory(nom="Le Panier")
    le = timezone.now() - timedelta(days=3)
    Acteur.objects.filter(pk=acteur.pk).update(last_published_at=le)
    (entree,) = racine(client, "/sitemap-acteurs-en-1.xml")
    francaise, anglaise = (
        f"{HOTE}{debut}/annuaire/le-panier-{acteur.ref}/" for debut in ("", "/en")
    )
    assert [e.text for e in entree if e.tag != LIEN] == [anglaise, le.isoformat(timespec="seconds")]
    assert {e.attrib["hreflang"]: e.attrib["href"] for e in entree.findall(LIEN)} == {
        "fr": francaise,
        "en": anglaise,
        "x-default": francaise,
    }


def test_a_page_that_is_not_translated_names_no_other(client, guide):
    publier_en_anglais(AnnuairePage.objects.get())
    liens = {
        entree.find(f"{S}loc").text.removeprefix(HOTE): len(entree.findall(LIEN))
        for entree in racine(client, PAGES)
    }
    assert (liens["/"], liens["/annuaire/"], liens["/guide/"]) == (3, 3, 0)
    assert adresses(client, "/sitemap-pages-en-1.xml") == [
        "/en/",
        "/en/annuaire/",
    ]


# ---------------------------------------------------------------- what is not
@pytest.mark.parametrize("comment", ["brouillon", "privee", "sous une privee", "programmee"])
def test_what_the_public_may_not_read_is_not_there(client, guide, comment):
    fiche = FichePage.objects.get()
    if comment in ("privee", "sous une privee"):
        page = fiche if comment == "privee" else fiche.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        fiche.unpublish()
    if comment == "programmee":
        fiche.go_live_at = timezone.now() + timedelta(days=1)
        fiche.save_revision().publish()
    assert [a for a in adresses(client, PAGES) if a.endswith("/une/")] == []


def test_a_translation_that_the_public_may_not_read_is_not_named(client, guide):
    publier_en_anglais(AnnuairePage.objects.get())
    anglaise = AnnuairePage.objects.get(locale__language_code="en")
    PageViewRestriction.objects.create(page=anglaise, restriction_type="login")
    assert client.get("/sitemap-acteurs-en-1.xml").status_code == 404
    ActeurFactory()
    assert [len(entree.findall(LIEN)) for entree in racine(client, ACTEURS)] == [0]


def test_a_copy_of_another_page_is_not_there(client, guide):
    anglais = publier_en_anglais(AnnuairePage.objects.get())
    guide.copy_for_translation(anglais, alias=True)
    assert [a for a in adresses(client, "/sitemap-pages-en-1.xml") if "guide" in a] == []


def test_a_type_of_page_may_keep_out(client, guide, monkeypatch):
    monkeypatch.setattr(FichePage, "hors_plan", True, raising=False)
    assert [a for a in adresses(client, PAGES) if a.endswith("/une/")] == []


def test_actors_that_the_list_does_not_show_are_not_there(client, guide):
    montre = ActeurFactory(nom="Montré")
    ActeurFactory(nom="Brouillon", brouillon=True)
    ActeurFactory(nom="Fermé", ferme=True)
    assert adresses(client, ACTEURS) == [f"/annuaire/montre-{montre.ref}/"]


def test_a_private_directory_gives_no_actor(client, guide):
    ActeurFactory()
    PageViewRestriction.objects.create(page=AnnuairePage.objects.get(), restriction_type="login")
    assert adresses(client, "/sitemap.xml") == [PAGES]


# ---------------------------------------------------------------- files
@pytest.mark.parametrize(
    "adresse",
    [
        "/sitemap-pages-fr-2.xml",
        "/sitemap-pages-en-1.xml",
        "/sitemap-pages-de-1.xml",
        "/sitemap-comptes-fr-1.xml",
        "/sitemap-pages-fr-0.xml",
    ],
)
def test_a_file_that_is_not_named_does_not_exist(client, guide, adresse):
    assert client.get(adresse).status_code == 404


def test_no_file_holds_more_than_the_protocol_allows(client, guide, monkeypatch):
    assert sitemap.PAR_FICHIER < 50_000
    monkeypatch.setattr(sitemap, "PAR_FICHIER", 2)
    monkeypatch.setattr(des_acteurs, "TRANCHE", 1)
    attendues = [f"/annuaire/{a.slug}-{a.ref}/" for a in ActeurFactory.create_batch(5)]
    fichiers = [a for a in adresses(client, "/sitemap.xml") if "acteurs" in a]
    assert [len(adresses(client, fichier)) for fichier in fichiers] == [2, 2, 1]
    assert [a for fichier in fichiers for a in adresses(client, fichier)] == attendues


def test_pages_are_read_slice_by_slice(client, guide, monkeypatch):
    toutes = adresses(client, PAGES)
    monkeypatch.setattr(des_pages, "TRANCHE", 2)
    assert adresses(client, PAGES) == toutes
    monkeypatch.setattr(sitemap, "PAR_FICHIER", 3)
    fichiers = [a for a in adresses(client, "/sitemap.xml") if "pages" in a]
    assert [a for fichier in fichiers for a in adresses(client, fichier)] == toutes


@pytest.mark.parametrize("nombre", [1, 3])
def test_files_cost_the_same_whatever_they_hold(client, guide, django_assert_num_queries, nombre):
    for rang in range(nombre):
        ActeurFactory()
        ajouter_rubrique(guide, f"r-{rang}")
    for adresse, requetes in (("/sitemap.xml", 6), (ACTEURS, 7), (PAGES, 8)):
        client.get(adresse)
        with django_assert_num_queries(requetes):
            racine(client, adresse)


def test_the_pages_of_another_site_are_not_there(client, guide):
    ailleurs = Page.get_first_root_node().add_child(
        instance=HomePage(title="Ailleurs", slug="ailleurs", locale=Locale.get_default())
    )
    assert (ailleurs.live, len(adresses(client, PAGES))) == (True, 6)
