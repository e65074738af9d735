"""The guide as a visitor gets it: its tree, its sheets, what they cost."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from home.models import FichePage, RubriquePage
from socle.videos import ORIGINES
from tests.home.guide import (
    SOURCE,
    ajouter_acteur,
    ajouter_fiche,
    ajouter_mot,
    ajouter_rubrique,
    bloc,
    publier_guide,
    tous_les_blocs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    """Two questions: one of two sheets, one of one."""
    guide = publier_guide()
    une = ajouter_rubrique(guide)
    ajouter_fiche(une, "une")
    ajouter_fiche(une, "deux")
    ajouter_fiche(ajouter_rubrique(guide, "agir", question="Que faire ?"), "trois")
    return guide


def lire(reponse):
    return re.sub(r"[ \t\n]+", " ", strip_tags(reponse.content.decode()))


def titres(client):
    arbre = client.get("/guide/").context["arbre"]
    return [(r.question, [f.titre for f in r.fiches]) for r in arbre.rubriques]


# ---------------------------------------------------------------- the tree
def test_the_guide_lists_its_questions_and_their_sheets(client, guide):
    assert titres(client) == [
        ("C’est quoi ?", ["Question une", "Question deux"]),
        ("Que faire ?", ["Question trois"]),
    ]
    fiche = client.get("/guide/").context["arbre"].fiches[0]
    assert (fiche.adresse, fiche.chapo, fiche.minutes) == (
        "/guide/comprendre/une/",
        "Réponse courte.",
        2,
    )
    assert "L’ESS en 2 questions" in lire(client.get("/"))


def test_what_is_not_published_or_not_public_is_not_listed(client, guide):
    FichePage.objects.get(slug="deux").unpublish()
    PageViewRestriction.objects.create(
        page=RubriquePage.objects.get(slug="agir"), restriction_type="login"
    )
    assert titres(client) == [("C’est quoi ?", ["Question une"])]
    assert client.get("/guide/comprendre/une/").context["suivante"] is None


def test_an_empty_guide_says_so(client):
    publier_guide()
    assert "Le guide s’écrit\u00a0: revenez bientôt." in lire(client.get("/guide/"))


def test_a_question_has_its_sheets_and_its_neighbours(client, guide):
    contexte = client.get("/guide/agir/").context
    assert (contexte["rang"], [f.titre for f in contexte["fiches"]]) == (2, ["Question trois"])
    assert (contexte["precedente"].adresse, contexte["suivante"]) == ("/guide/comprendre/", None)


def test_a_question_may_not_take_the_address_of_a_route(guide):
    rubrique = RubriquePage(title="Imprimer", slug="imprimer")
    with pytest.raises(Exception, match="Cette adresse est prise par le guide"):
        guide.add_child(instance=rubrique)


# ---------------------------------------------------------------- a sheet
def test_a_sheet_has_its_rank_its_contents_and_its_neighbours(client, guide):
    contexte = client.get("/guide/comprendre/deux/").context
    assert contexte["corps"].sommaire == [("t-trois-conditions", "Trois conditions")]
    assert (contexte["rang"], contexte["nombre"], contexte["minutes"]) == (2, 2, 2)
    assert contexte["precedente"].adresse == "/guide/comprendre/une/"
    assert contexte["suivante"].adresse == "/guide/agir/trois/"
    assert [texte for texte, _adresse in contexte["maillons"]] == ["Accueil", "Guide", "Comprendre"]


def test_a_sheet_that_has_no_part_has_no_contents(client, guide):
    sans = ajouter_fiche(
        RubriquePage.objects.get(slug="agir"), "courte", corps=[bloc("paragraphe", "<p>Oui.</p>")]
    )
    pages = [client.get(adresse).content.decode() for adresse in (sans.url, "/guide/agir/trois/")]
    comptes = [(page.count("Dans cette page"), page.count("data-imprimer")) for page in pages]
    assert comptes == [(0, 1), (1, 1)]


def test_a_sheet_names_its_sources_its_laws_and_its_date(client, guide):
    FichePage.objects.get(slug="une").delete()
    fiche = ajouter_fiche(
        RubriquePage.objects.get(slug="comprendre"),
        sources=[bloc("source", SOURCE)],
        lois=[bloc("loi", {"texte": "Loi n° 1", "article": "article 2"})],
        lire_aussi=[bloc("fiche", FichePage.objects.get(slug="trois").pk)],
        reecrit_le="2026-04-02",
    )
    page = lire(client.get(fiche.get_url()))
    assert "Loi de 2014, Légifrance, août 2014. Consultée le 3 mai 2026." in page
    assert "Loi n° 1, article 2" in page
    assert "Mise à jour le 2 avril 2026" in page
    assert [f.titre for f in client.get(fiche.get_url()).context["lire_aussi"]] == [
        "Question trois"
    ]


def test_the_first_use_of_a_word_leads_to_its_definition(client, guide):
    ajouter_mot("condition", variantes="conditions", definition="Ce qu’il faut.")
    fiche = FichePage.objects.get(slug="une")
    fiche.resume = "Deux conditions."
    fiche.save()
    page = client.get(fiche.get_url()).content.decode()
    assert re.findall(r'<a class="mot"[^>]*>([^<]*)</a>', page) == ["conditions"]
    assert page.count('id="mot-condition"') == 1
    assert "<dfn>condition</dfn>" in page


def test_links_to_pages_follow_them_and_are_plain_words_once_they_are_gone(client, guide):
    trois = FichePage.objects.get(slug="trois")
    fiche = ajouter_fiche(
        RubriquePage.objects.get(slug="agir"),
        "liens",
        corps=[bloc("paragraphe", f'<p><a linktype="page" id="{trois.pk}">Trois</a></p>')],
    )
    assert '<a href="/guide/agir/trois/">Trois</a>' in client.get(fiche.get_url()).content.decode()
    trois.unpublish()
    assert "<p>Trois</p>" in client.get(fiche.get_url()).content.decode()


# ---------------------------------------------------------------- paper, words
def test_the_whole_guide_is_on_one_page_for_paper(client, guide):
    ajouter_mot()
    page = client.get("/guide/imprimer/").content.decode()
    titres = re.findall(r"<h([1-6])[^>]*>([^<]*)</h", page.partition("<main")[2])
    corps = ("4", "Trois conditions")
    assert titres[:8] == [
        ("1", "Guide"),
        ("2", "Dans ce guide"),
        ("2", "C’est quoi ?"),
        *[("3", "Question une"), corps, ("3", "Question deux"), corps],
        ("2", "Que faire ?"),
    ]
    assert page.count('id="t-trois-conditions"') == 0
    assert "<dfn>coopérative</dfn>" in page


def test_the_glossary_has_a_page(client, guide):
    ajouter_mot()
    page = client.get("/guide/lexique/")
    assert [mot.terme for mot in page.context["mots"]] == ["coopérative"]


# ---------------------------------------------------------------- what pages cost
def test_the_guide_and_a_question_cost_the_same_whatever_they_hold(
    client, guide, django_assert_num_queries
):
    client.get("/guide/")
    with django_assert_num_queries(0):
        client.get("/guide/")
    for adresse in ("/guide/comprendre/", "/guide/agir/"):
        client.get(adresse)
        with django_assert_num_queries(4):
            assert client.get(adresse).status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_sheet_with_every_block_costs_the_same(client, guide, django_assert_num_queries, nombre):
    trois = FichePage.objects.get(slug="trois")
    corps = [b for rang in range(nombre) for b in tous_les_blocs(rang, trois)]
    fiche = ajouter_fiche(RubriquePage.objects.get(slug="agir"), "riche", corps=corps)
    client.get(fiche.get_url())
    with django_assert_num_queries(18):
        page = client.get(fiche.get_url()).content.decode()
    assert page.count('class="citation temoignage') == nombre
    assert page.count('class="acteurs"') == 2 * nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_calls_to_pages_cost_the_same_whatever_their_number(
    client, guide, django_assert_num_queries, nombre
):
    vises = FichePage.objects.all()[:nombre]
    appels = [
        bloc("appel", {"texte": "Allez.", "libelle": "Voir", "page": fiche.pk}) for fiche in vises
    ]
    fiche = ajouter_fiche(RubriquePage.objects.get(slug="agir"), "appels", corps=appels)
    client.get(fiche.url)
    with django_assert_num_queries(8):
        page = client.get(fiche.url).content.decode()
    assert re.findall(r'class="bouton" href="([^"]*)"', page) == [f.url for f in vises]


def test_actors_of_a_sheet_are_those_of_today(client, guide):
    ajouter_acteur("Le Fournil")
    corps = [bloc("acteurs", {"titre": "Ici", "choisis": [], "criteres": {}, "nombre": 3})]
    fiche = ajouter_fiche(RubriquePage.objects.get(slug="agir"), "vive", corps=corps)
    assert "Le Fournil" in lire(client.get(fiche.get_url()))
    ajouter_acteur("La Roue")
    assert "La Roue" in lire(client.get(fiche.get_url()))


def test_seule_une_fiche_qui_montre_un_film_laisse_venir_ses_lecteurs(client):
    rubrique = ajouter_rubrique(publier_guide())
    ajouter_fiche(rubrique, "sans")
    film = {"titre": "Film", "adresse": "https://vimeo.com/12345", "image": None, "duree": ""}
    ajouter_fiche(rubrique, "avec", corps=[bloc("video", film | {"transcription": "<p>x</p>"})])

    def cadres(slug):
        politique = client.get(f"/guide/comprendre/{slug}/")["Content-Security-Policy"]
        return [d for d in politique.split("; ") if d.startswith("frame-src")]

    assert (cadres("sans"), cadres("avec")) == ([], [f"frame-src {' '.join(ORIGINES)}"])
