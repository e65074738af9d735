"""What rooms register for the pages of the house."""

import pytest
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from socle import registres
from socle.registres import Emplacements, Entree, Liens, Recherche


@pytest.fixture
def liens():
    liens = Liens()
    liens.enregistrer("guide", ordre=20, libelle="Guide", adresse=lambda request: "/guide/")
    liens.enregistrer(
        "annuaire", ordre=10, libelle="Annuaire", adresse=lambda request: "/annuaire/"
    )
    liens.enregistrer("prix", ordre=5, libelle="Prix", adresse=lambda request: None)
    return liens


def test_links_come_in_order_and_only_when_they_exist(liens, rf):
    assert liens.entrees(rf.get("/")) == [
        Entree("annuaire", "Annuaire", "/annuaire/", ""),
        Entree("guide", "Guide", "/guide/", ""),
    ]


@pytest.mark.parametrize(
    ("chemin", "courantes"),
    [
        ("/annuaire/", ["page", ""]),
        ("/annuaire/epicerie-7K3M9QTX/", ["true", ""]),
        ("/annuaires/", ["", ""]),
        ("/", ["", ""]),
    ],
)
def test_the_link_to_the_present_place_is_marked(liens, rf, chemin, courantes):
    assert [e.courante for e in liens.entrees(rf.get(chemin))] == courantes


def test_the_home_page_is_not_the_parent_of_all(rf):
    liens = Liens()
    liens.enregistrer("accueil", ordre=1, libelle="Accueil", adresse=lambda request: "/")
    assert [e.courante for e in liens.entrees(rf.get("/guide/"))] == [""]


def test_a_link_can_be_replaced_and_withdrawn(liens, rf):
    liens.enregistrer("guide", ordre=1, libelle="Le guide", adresse=lambda request: "/g/")
    liens.retirer("annuaire")
    liens.retirer("annuaire")
    assert liens.entrees(rf.get("/")) == [Entree("guide", "Le guide", "/g/", "")]


def test_no_search_without_a_directory(rf):
    assert Recherche().pour(rf.get("/")) == {
        "adresse": "",
        "suggestions_quoi": "",
        "suggestions_ou": "",
    }


def test_the_directory_says_where_to_search(rf):
    recherche = Recherche()
    recherche.enregistrer(
        adresse=lambda request: "/annuaire/", suggestions_ou=lambda request: "/o/"
    )
    assert recherche.pour(rf.get("/")) == {
        "adresse": "/annuaire/",
        "suggestions_quoi": "",
        "suggestions_ou": "/o/",
    }


def test_a_slot_joins_its_fragments_in_order():
    emplacements = Emplacements()
    emplacements.enregistrer(
        "acteur.badges", "b", ordre=2, fragment=lambda o: format_html("<b>{}</b>", o)
    )
    emplacements.enregistrer(
        "acteur.badges", "a", ordre=1, fragment=lambda o: mark_safe("<i>1</i>")
    )
    emplacements.enregistrer("acteur.badges", "vide", ordre=3, fragment=lambda o: "")
    assert emplacements.rendu("acteur.badges", 7) == "<i>1</i><b>7</b>"
    emplacements.retirer("acteur.badges", "a")
    emplacements.retirer("inconnu", "a")
    assert emplacements.rendu("acteur.badges", 7) == "<b>7</b>"


def test_a_fragment_that_is_not_safe_is_refused():
    emplacements = Emplacements()
    emplacements.enregistrer("x", "a", ordre=1, fragment=lambda o: "<script>")
    with pytest.raises(TypeError, match="x/a"):
        emplacements.rendu("x")


def test_the_tag_draws_a_slot(monkeypatch):
    emplacements = Emplacements()
    emplacements.enregistrer("x", "a", ordre=1, fragment=lambda o: format_html("<b>{}</b>", o))
    monkeypatch.setattr(registres, "emplacements", emplacements)
    assert Template('{% emplacement "x" objet %}').render(Context({"objet": 3})) == "<b>3</b>"
