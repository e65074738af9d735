"""The home page and the guide as a visitor gets them."""

import json
import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import Page

from annuaire.models import AnnuairePage
from home.models import FichePage, GuidePage, HomePage
from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
)
from tests.annuaire.pages import publier_annuaire

CORPS = [
    {"type": "intertitre", "value": {"texte": "Trois conditions"}},
    {"type": "paragraphe", "value": "<p>" + "mot " * 250 + "</p>"},
]


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
    """A guide of two sheets."""
    guide = accueil.add_child(instance=GuidePage(title="Guide", slug="guide", chapo="En bref."))
    for slug in ("une", "deux"):
        guide.add_child(
            instance=FichePage(
                title=f"Question {slug}",
                slug=slug,
                resume="Réponse courte.",
                corps=json.dumps(CORPS),
                sources="Loi de 2014 | https://loi.example/ | lue le 3 mai 2026\n\nUn livre\n",
            )
        )
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


def lire(reponse):
    return re.sub(r"[ \t\n]+", " ", strip_tags(reponse.content.decode()))


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
        "/recherche/",  # which is there whatever is published
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


def test_the_guide_lists_its_questions(client, guide):
    reponse = client.get("/guide/")
    assert [(q.titre, q.resume, q.adresse, q.minutes) for q in reponse.context["questions"]] == [
        ("Question une", "Réponse courte.", "/guide/une/", 2),
        ("Question deux", "Réponse courte.", "/guide/deux/", 2),
    ]
    assert "L’ESS en 2 questions" in lire(client.get("/"))


def test_a_sheet_has_its_contents_its_sources_and_its_neighbours(client, guide):
    contexte = client.get("/guide/une/").context
    assert contexte["sommaire"] == [("t-trois-conditions", "Trois conditions")]
    assert [(s.intitule, s.adresse, s.consulte) for s in contexte["sources_citees"]] == [
        ("Loi de 2014", "https://loi.example/", "lue le 3 mai 2026"),
        ("Un livre", "", ""),
    ]
    assert (contexte["rang"], contexte["nombre"], contexte["suivante"].adresse) == (
        1,
        2,
        "/guide/deux/",
    )
    assert client.get("/guide/deux/").context["suivante"] is None


def test_the_headings_of_a_sheet_are_where_its_contents_lead(client, guide):
    assert client.get("/guide/une/").content.count(b'id="t-trois-conditions"') == 1


def test_a_draft_sheet_is_not_listed(client, guide):
    FichePage.objects.get(slug="deux").unpublish()
    assert [q.titre for q in client.get("/guide/").context["questions"]] == ["Question une"]


def test_an_empty_guide_says_so(client, accueil):
    accueil.add_child(instance=GuidePage(title="Guide", slug="guide"))
    assert "Le guide s’écrit\u00a0: revenez bientôt." in lire(client.get("/guide/"))


def test_a_site_without_pages_is_still_a_site(client, db):
    assert Page.objects.type(HomePage).count() == 0
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_home_page_costs_four_queries(client, guide, django_assert_num_queries, nombre):
    acteurs(nombre)
    client.get("/")
    with django_assert_num_queries(4):
        assert len(client.get("/").context["nouveaux"]) == nombre
