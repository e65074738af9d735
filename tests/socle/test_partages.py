"""What pages say to who shares them (Open Graph), and to machines (JSON-LD)."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from wagtail.models import Page

from home.models import FichePage
from socle import partages
from socle.donnees_structurees import en_json_ld
from socle.models import ReglagesDuSite
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide
from tests.home.nouvelles import ajouter_nouvelle
from tests.socle.fabriques import ImageFactory

pytestmark = pytest.mark.django_db
D_ORIGINE = "http://testserver/static/socle/img/partage.png"


@pytest.fixture
def guide():
    guide = publier_guide()
    ajouter_fiche(ajouter_rubrique(guide), "une")
    return guide


@pytest.fixture
def nouvelle(guide):
    from home.models import ActualitesPage

    accueil = guide.get_parent()
    liste = accueil.add_child(instance=ActualitesPage(title="Actualités", slug="actualites"))
    return ajouter_nouvelle(liste, image=ImageFactory(description="La halle"))


def partage(client, adresse):
    """``{property: content}``, without the common start."""
    html = client.get(adresse).content.decode()
    balises = re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html)
    assert len(balises) == len(dict(balises))
    return dict(balises)


def donnees(client, adresse):
    """``{type: JSON-LD}``."""
    html = client.get(adresse).content.decode()
    blocs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    lus = [json.loads(bloc) for bloc in blocs]
    return {lu["@type"]: lu for lu in lus}


# ---------------------------------------------------------------- Open Graph
def test_a_page_says_its_title_its_sentence_and_where_it_is(client, guide):
    assert partage(client, "/guide/comprendre/une/?x=1") == {
        "type": "article",
        "site_name": "Tissage",
        "title": "Question une",
        "description": "Réponse courte.",
        "url": "http://testserver/guide/comprendre/une/",
        "locale": "fr_FR",
        "image": D_ORIGINE,
        "image:width": "1200",
        "image:height": "630",
    }


def test_what_editors_wrote_for_search_engines_comes_first(client, guide):
    Page.objects.filter(slug="une").update(seo_title="Titre", search_description="Phrase.")
    dit = partage(client, "/guide/comprendre/une/")
    assert (dit["title"], dit["description"]) == ("Titre", "Phrase.")


def test_a_page_without_a_sentence_has_that_of_the_site(client, guide):
    ReglagesDuSite.objects.update(presentation="Le portail d’ici.")
    assert partage(client, "/")["description"] == "Le portail d’ici."
    assert partage(client, "/")["type"] == "website"


def test_the_picture_is_that_of_the_page_then_that_of_the_site(client, nouvelle):
    adresse = nouvelle.get_url()
    premiere = partage(client, adresse)
    assert premiere["image"].startswith("http://testserver/media/images/")
    assert premiere["image:alt"] == "La halle"
    nouvelle.image.accord_personnes = "a_obtenir"
    nouvelle.image.save()
    assert partage(client, adresse)["image"] == D_ORIGINE
    reglages = ReglagesDuSite.objects.get()
    reglages.image_de_partage = ImageFactory(description="Le marché")
    reglages.save()
    assert partage(client, adresse)["image:alt"] == "Le marché"
    reglages.image_de_partage.accord_personnes = "a_obtenir"
    reglages.image_de_partage.save()
    assert partage(client, adresse)["image"] == D_ORIGINE


def test_an_actor_is_shared_under_its_name(client, guide):
    acteur = ActeurFactory(nom="Le <Panier>", accroche="Du vrac.")
    dit = partage(client, f"/annuaire/{acteur.slug}-{acteur.ref}/")
    assert (dit["title"], dit["description"], dit["image"]) == (
        "Le &lt;Panier&gt;",
        "Du vrac.",
        D_ORIGINE,
    )


def test_another_language_is_named(client, guide):
    publier_en_anglais(Page.objects.get(slug="annuaire"))
    dit = partage(client, "/en/annuaire/")
    assert (dit["locale"], dit["title"], dit["url"]) == (
        "en_GB",
        "Directory",
        "http://testserver/en/annuaire/",
    )


@pytest.mark.parametrize("adresse", ["/rien/", "/annuaire/carte/"])
def test_what_is_not_for_search_engines_is_not_shared(client, guide, adresse):
    assert partage(client, adresse) == {}


def test_the_picture_of_the_house_is_as_large_as_it_says():
    with Image.open(finders.find(partages.IMAGE_D_ORIGINE)) as image:
        assert (image.size, image.format) == ((partages.LARGEUR, partages.HAUTEUR), "PNG")


def test_sharing_costs_nothing_from_memory(client, nouvelle, django_assert_num_queries):
    adresse = "/actualites/"
    reglages = ReglagesDuSite.objects.get()
    reglages.image_de_partage = ImageFactory()
    reglages.save()
    client.get(adresse)
    with django_assert_num_queries(4):
        client.get(adresse)


# ---------------------------------------------------------------- JSON-LD
def test_the_home_page_says_the_site_who_keeps_it_and_how_to_search(client, guide):
    ReglagesDuSite.objects.update(courriel="nous@exemple.fr", territoire="Retz")
    presentation = "L’annuaire et le guide de l’économie sociale et solidaire."
    assert donnees(client, "/") == {
        "WebSite": {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": "http://testserver/#site",
            "url": "http://testserver/",
            "name": "Tissage",
            "description": presentation,
            "publisher": {
                "@type": "Organization",
                "name": "Tissage",
                "url": "http://testserver/",
                "email": "nous@exemple.fr",
                "areaServed": "Retz",
            },
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": "http://testserver/annuaire/?q={mots}",
                },
                "query-input": "required name=mots",
            },
        }
    }


def test_a_sheet_is_an_article_under_its_breadcrumbs(client, guide):
    FichePage.objects.get().save_revision().publish()
    fiche = FichePage.objects.get()
    dites = donnees(client, "/guide/comprendre/une/")
    assert [
        (e["position"], e["name"], e.get("item"))
        for e in dites["BreadcrumbList"].pop("itemListElement")
    ] == [
        (1, "Accueil", "http://testserver/"),
        (2, "Guide", "http://testserver/guide/"),
        (3, "Comprendre", "http://testserver/guide/comprendre/"),
        (4, "Question une", None),
    ]
    article = dites["Article"]
    assert (article["headline"], article["inLanguage"], article["image"]) == (
        "Question une",
        "fr",
        [D_ORIGINE],
    )
    assert (article["datePublished"], article["dateModified"]) == (
        fiche.first_published_at.isoformat(),
        fiche.last_published_at.isoformat(),
    )


def test_news_are_news(client, nouvelle):
    assert donnees(client, nouvelle.get_url())["NewsArticle"]["headline"] == "Nouvelle une"


def test_nothing_that_people_wrote_ends_the_element():
    texte = "</script><script>alert(1)</script> & <!--"
    brut = en_json_ld({"name": texte, "vide": "", "rien": []})
    assert ("<" in brut, json.loads(brut)) == (False, {"name": texte})
