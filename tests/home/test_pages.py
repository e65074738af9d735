"""Editorial pages as a visitor gets them."""

import pytest
from wagtail.models import PageViewRestriction

from home.models import PageEditoriale
from search.models import Document
from tests.home.guide import ajouter_mot, bloc, tous_les_blocs
from tests.home.service import ajouter_formulaire, ajouter_page, publier_accueil

TITRES = [bloc("intertitre", {"texte": f"Partie {n}"}) for n in range(4)]


@pytest.fixture
def accueil(db):
    return publier_accueil()


def test_a_long_page_has_contents_and_a_short_one_has_none(client, accueil):
    ajouter_page(accueil, "longue", corps=TITRES[:3])
    ajouter_page(accueil, "courte", corps=TITRES[:2])
    longue, courte = (client.get(f"/{slug}/") for slug in ("longue", "courte"))
    assert longue.context["sommaire"] == [(f"t-partie-{n}", f"Partie {n}") for n in range(3)]
    assert longue.content.count(b'href="#t-partie-0"') == 1
    assert (courte.context["sommaire"], courte.content.count(b'class="sommaire"')) == ([], 0)


def test_a_page_says_where_it_stands_and_what_is_below(client, accueil):
    dessus = ajouter_page(accueil, "dessus")
    page = ajouter_page(dessus, "page")
    ajouter_page(page, "montree", search_description="Ce que c’est.")
    ajouter_page(page, "brouillon", live=False)
    fermee = ajouter_page(page, "fermee")
    PageViewRestriction.objects.create(page=fermee, restriction_type="login")
    contexte = client.get("/dessus/page/").context
    assert contexte["maillons"] == [("Accueil", "/"), ("Dessus", "/dessus/")]
    assert contexte["dessous"] == [("Montree", "Ce que c’est.", "/dessus/page/montree/")]


def test_words_of_the_glossary_are_explained(client, accueil):
    ajouter_mot("coopérative")
    ajouter_page(accueil, "une", corps=[bloc("paragraphe", "<p>Une coopérative.</p>")])
    html = client.get("/une/").content.decode()
    assert '<a class="mot"' in html
    assert "Une personne, une voix." in html


def test_only_a_page_that_shows_a_film_lets_players_in(client, accueil):
    film = tous_les_blocs(1, accueil)[14]
    assert film["type"] == "video"
    ajouter_page(accueil, "film", corps=[film])
    ajouter_page(accueil, "texte", corps=[bloc("paragraphe", "<p>Ici.</p>")])
    politiques = [
        "player.vimeo.com" in client.get(f"/{slug}/").headers["Content-Security-Policy"]
        for slug in ("film", "texte")
    ]
    assert politiques == [True, False]


def test_search_finds_what_a_page_says(client, accueil):
    page = ajouter_page(
        accueil, "une", chapo="Un chapô.", corps=[bloc("paragraphe", "<p>Mot.</p>")]
    )
    document = Document.objects.get(type="page", objet_id=page.pk, supprime_le=None)
    assert document.titre == "Une"
    page.unpublish()
    assert Document.objects.filter(type="page", objet_id=page.pk, supprime_le=None).count() == 0


def test_pages_stand_under_the_home_page_and_under_themselves():
    assert PageEditoriale.parent_page_types == [
        *("home.HomePage", "home.PageEditoriale"),
        "home.ModelesPage",  # a model, which is on no site
    ]
    assert "home.PageEditoriale" in PageEditoriale.subpage_types


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_page_with_every_block_costs_the_same(client, accueil, django_assert_num_queries, nombre):
    corps = []
    for rang in range(nombre):
        formulaire = ajouter_formulaire(accueil, f"formulaire-{rang}")
        corps += tous_les_blocs(rang, accueil)
        corps.append(bloc("formulaire", {"titre": "", "page": formulaire.pk}))
    page = ajouter_page(accueil, "toute", corps=corps)
    for rang in range(nombre):
        ajouter_page(page, f"dessous-{rang}")
    client.get("/toute/")
    with django_assert_num_queries(18):
        reponse = client.get("/toute/")
    assert reponse.content.count(b"<form") == nombre
