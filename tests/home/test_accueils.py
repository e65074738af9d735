"""The home page as a visitor gets it."""

import json
import re

import pytest
from wagtail.models import Page

from annuaire.models import Acteur, AnnuairePage
from home.models import GuidePage, HomePage
from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
)
from tests.annuaire.pages import publier_annuaire
from tests.home.guide import ajouter_fiche, ajouter_rubrique


@pytest.fixture
def accueil(db):
    annuaire = publier_annuaire()
    accueil = HomePage.objects.get(pk=annuaire.get_parent().pk)
    accueil.titre_accueil = "Consommer autrement"
    accueil.recherches_frequentes = "pain au levain, , réparer un vélo"
    accueil.save()
    return accueil


@pytest.fixture
def guide(accueil):
    """A guide of a question and two sheets."""
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide", chapo="En bref."))
    rubrique = ajouter_rubrique(guide)
    for slug in ("une", "deux"):
        ajouter_fiche(rubrique, slug)
    return guide


def acteurs(nombre):
    for n in range(nombre):
        domaine = DomaineFactory()
        acteur = ActeurFactory(nom=f"Acteur {n}", domaine_principal=domaine)
        acteur.domaines.add(domaine)
        acteur.save()
        LieuFactory(acteur=acteur)
        LieuFactory(acteur=acteur)
        LabelActeurFactory(acteur=acteur)
        ContactFactory(acteur=acteur)
        indexer("acteur", [acteur.pk])


def test_the_home_page_leads_to_searches_that_exist(client, accueil):
    acteurs(1)
    reponse = client.get("/")
    assert reponse.context["idees"] == [
        ("pain au levain", "/annuaire/?q=pain+au+levain"),
        ("réparer un vélo", "/annuaire/?q=r%C3%A9parer+un+v%C3%A9lo"),
    ]
    assert [(d.nom, compte, lien) for d, compte, lien in reponse.context["domaines"]] == [
        ("Alimentation", 1, "/annuaire/?domaine=alimentation")
    ]
    assert [carte.nom for carte in reponse.context["nouveaux"]] == ["Acteur 0"]
    for _idee, adresse in reponse.context["idees"]:
        assert client.get(adresse).status_code == 200


def test_the_newest_actors_come_first(client, accueil):
    acteurs(4)
    noms = [carte.nom for carte in client.get("/").context["nouveaux"]]
    assert noms == ["Acteur 3", "Acteur 2", "Acteur 1"]


def test_an_empty_home_page_points_to_nothing_that_is_missing(client, accueil):
    AnnuairePage.objects.all().delete()
    reponse = client.get("/")
    liens = set(re.findall(r'href="(/[^"]*)"', reponse.content.decode()))
    assert {lien for lien in liens if not lien.startswith("/static/")} == {
        "/",
        *("/recherche/", "/site.webmanifest"),  # which are there whatever is published
    }
    assert client.get("/recherche/?q=rien").status_code == 200
    assert reponse.content.count(b"<form") == 0


def test_the_menu_names_what_is_published(client, guide):
    def menu():
        page = client.get("/").content.decode()
        return re.findall(r'<li><a href="([^"]+)"', page.split("</nav>")[0])

    assert menu() == ["/annuaire/", "/guide/"]
    GuidePage.objects.get(pk=guide.pk).unpublish()
    assert menu() == ["/annuaire/"]


def test_a_site_without_pages_is_still_a_site(client, db):
    assert Page.objects.type(HomePage).count() == 0
    assert client.get("/").status_code == 200


def composer(accueil, *sections):
    """Give the home page these sections: kinds, or (kind, value)."""
    paires = [une if isinstance(une, tuple) else (une, {}) for une in sections]
    accueil.sections = json.dumps([{"type": cle, "value": valeur} for cle, valeur in paires])
    accueil.save()


def titres(client):
    """Titles of level 2 of the home page, in order."""
    html = client.get("/").content.decode().split("<main")[1].split("</main>")[0]
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", html)


def test_a_page_that_nobody_composed_shows_what_there_is(client, guide):
    acteurs(1)
    assert titres(client) == [
        "Chercher par domaine",
        "Celles et ceux qui agissent ici",
        "L’ESS en une question",
    ]


def test_sections_follow_the_order_of_the_editors_and_empty_ones_hide(client, accueil, guide):
    acteurs(2)
    choisi = Acteur.objects.get(nom="Acteur 1")
    brouillon = ActeurFactory(nom="Pas encore", brouillon=True)
    composer(
        accueil,
        "guide",
        ("acteurs", {"titre": "À rencontrer", "choisis": [choisi.pk, brouillon.pk]}),
        ("acteurs", {"titre": "Personne", "choisis": [brouillon.pk]}),
        ("nouveaux", {"titre": "Derniers arrivés", "combien": 1}),
        "recherche",
    )
    reponse = client.get("/")
    assert titres(client) == [
        "L’ESS en une question",
        "À rencontrer",
        "Derniers arrivés",
        "Chercher un acteur",
    ]
    assert [carte.nom for carte in reponse.context["cartes"]] == ["Acteur 1"]
    GuidePage.objects.get(pk=guide.pk).unpublish()
    assert titres(client)[0] == "À rencontrer"


def test_the_search_stands_under_the_great_title_when_it_comes_first(client, accueil):
    def dans_le_bandeau():
        html = client.get("/").content.decode()
        bandeau = html.split('<div class="hero">')[1].split("<section")[0].split("</main>")[0]
        return bandeau.count('<form class="recherche"'), html.count('<form class="recherche"')

    acteurs(1)
    composer(accueil, "recherche", "domaines")
    premiere = dans_le_bandeau()
    composer(accueil, "domaines", "recherche")
    derniere = dans_le_bandeau()
    composer(accueil, "domaines")
    assert (premiere, derniere, dans_le_bandeau()) == ((1, 1), (0, 1), (0, 0))


def test_an_actor_that_is_withdrawn_leaves_the_home_page_at_once(client, accueil):
    acteurs(1)
    acteur = Acteur.objects.get()
    composer(accueil, ("acteurs", {"titre": "", "choisis": [acteur.pk]}))
    avant = titres(client)
    acteur.unpublish()
    assert (avant, titres(client)) == (["À découvrir"], [])


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_home_page_costs_four_queries(client, guide, django_assert_num_queries, nombre):
    acteurs(nombre)
    client.get("/")
    with django_assert_num_queries(4):
        assert len(client.get("/").context["nouveaux"]) == nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_chosen_actors_cost_one_query_more(
    client, accueil, guide, django_assert_num_queries, nombre
):
    acteurs(nombre)
    cles = list(Acteur.objects.values_list("pk", flat=True))
    choisis = [("acteurs", {"titre": "", "choisis": cles})] * nombre
    composer(accueil, "recherche", "domaines", *choisis, "nouveaux", "guide")
    client.get("/")
    with django_assert_num_queries(5):
        reponse = client.get("/")
    assert reponse.content.decode().count('class="etiquette ') == nombre * nombre + nombre
