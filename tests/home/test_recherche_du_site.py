"""Pages in search, and the search of the whole site grouped by kind."""

import re

import pytest
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale, Page, PageViewRestriction

from home.models import FichePage, GuidePage, RubriquePage
from search.documents import indexer, refaire_marques
from search.models import Document
from search.sections import Section, bilan
from socle import contexte
from socle.models import ReglagesDuSite
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.pages import publier_annuaire
from tests.home.guide import ajouter_mot

pytestmark = pytest.mark.django_db
CREER = ("Créer une coopérative", "/guide/entreprendre/creer/")


@pytest.fixture
def guide():
    annuaire = publier_annuaire()
    guide = annuaire.get_parent().add_child(
        instance=GuidePage(title="Guide de l’ESS", slug="guide", chapo="Tout comprendre.")
    )
    rubrique = guide.add_child(instance=RubriquePage(title="Entreprendre", slug="entreprendre"))
    rubrique.add_child(
        instance=FichePage(
            title="Créer une coopérative",
            slug="creer",
            resume="Les étapes, des statuts à l’immatriculation.",
            corps=[("paragraphe", "<p>On y apprend ce qu’est une SCIC.</p>")],
        )
    )
    return guide


def titres():
    return sorted(Document.objects.vivants().filter(type="page").values_list("titre", "locale"))


def sections(client, requete, code=200, base="/recherche/"):
    reponse = client.get(f"{base}?{requete}")
    assert reponse.status_code == code
    return {
        ligne["section"].type: (
            ligne["section"].total,
            [(t.titre, t.adresse) for t in ligne["section"].trouvailles],
        )
        for ligne in reponse.context.get("lignes", ())
    }


def test_pages_that_are_published_are_documents(guide):
    assert titres() == [
        ("Annuaire", "fr"),
        ("Créer une coopérative", "fr"),
        ("Entreprendre", "fr"),
        ("Guide de l’ESS", "fr"),
    ]


def test_a_page_leaves_with_its_publication_its_draft_never_shows(guide):
    fiche = FichePage.objects.get()
    fiche.title = "Titre du brouillon"
    fiche.save_revision()
    assert ("Titre du brouillon", "fr") not in titres()
    fiche.get_latest_revision().publish()
    assert ("Titre du brouillon", "fr") in titres()
    fiche.refresh_from_db()
    fiche.unpublish()
    assert titres() == [("Annuaire", "fr"), ("Entreprendre", "fr"), ("Guide de l’ESS", "fr")]


def test_what_is_deleted_with_its_parent_leaves_too(guide):
    guide.delete()
    assert titres() == [("Annuaire", "fr")]


def test_a_private_branch_leaves_and_comes_back(guide):
    restriction = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    while refaire_marques():
        pass
    assert titres() == [("Annuaire", "fr")]
    restriction.delete()
    while refaire_marques():
        pass
    assert len(titres()) == 4


def test_a_page_moved_under_a_private_one_leaves(guide):
    prive = guide.add_child(instance=RubriquePage(title="Réservé", slug="reserve"))
    PageViewRestriction.objects.create(page=prive, restriction_type="login")
    FichePage.objects.get().move(Page.objects.get(pk=prive.pk), pos="last-child")
    while refaire_marques():
        pass
    assert titres() == [("Annuaire", "fr"), ("Entreprendre", "fr"), ("Guide de l’ESS", "fr")]


def test_the_other_forms_of_a_word_find_the_page_that_uses_it(client, guide):
    ajouter_mot("société coopérative d’intérêt collectif", variantes="SCIC")
    while refaire_marques():
        pass
    trouvees = sections(client, "q=société+coopérative+d’intérêt+collectif")
    assert trouvees["page"] == (1, [CREER])


def test_the_site_search_groups_by_kind_with_counts(client, guide):
    acteur = ActeurFactory(nom="La Coopérative du Port", description="")
    indexer("acteur", [acteur.pk])
    assert sections(client, "q=cooperative") == {
        "acteur": (1, [("La Coopérative du Port", f"/annuaire/{acteur.fragment}/")]),
        "page": (1, [CREER]),
    }
    assert sections(client, "q=cooperative&type=page") == {"page": (1, [CREER])}


def test_what_a_correction_found_never_passes_for_what_was_typed(client, guide):
    acteur = ActeurFactory(nom="La Coopérative du Port", description="")
    indexer("acteur", [acteur.pk])
    page = client.get("/recherche/", {"q": "coopértive"}).content.decode()
    dite = re.search(r'<p role="status">(.*?)</p>', page)[1]
    assert dite == (
        "<strong>2 résultats</strong> "
        "pour «\u00a0coopérative\u00a0», aucun pour «\u00a0coopértive\u00a0»"
    )


@pytest.mark.parametrize(
    ("lues", "phrase"),
    [
        ([], ("Aucun résultat", "pour « velo »")),
        ([(1, None), (2, None)], ("3 résultats", "pour « velo »")),
        ([(1, None), (35, "vélo")], ("1 résultat", "pour « velo », 35 pour « vélo »")),
        (
            [(35, "vélo"), (2, "vélos")],
            ("35 résultats", "pour « vélo », 2 pour « vélos », aucun pour « velo »"),
        ),
    ],
)
def test_each_way_of_reading_the_words_is_counted_apart(lues, phrase):
    trouvees = [Section("page", "", total, [], "", lus) for total, lus in lues]
    dite = tuple(partie.replace("\u00a0", " ") for partie in bilan(trouvees, "velo"))
    assert dite == phrase


def test_the_words_of_a_body_are_found_and_shown(client, guide):
    reponse = client.get("/recherche/?q=scic")
    (ligne,) = reponse.context["lignes"]
    (trouvaille,) = ligne["section"].trouvailles
    assert "".join(morceau for morceau, _marque in trouvaille.extrait) == (
        "…statuts à l’immatriculation. On y apprend ce qu’est une SCIC."
    )


def test_an_empty_search_asks_nothing_and_an_unknown_kind_is_refused(client, guide):
    assert sections(client, "q=") == {}
    assert sections(client, "q=guide&type=personnes", code=400) == {}
    assert sections(client, "q=guide&page=abc", code=400) == {}
    assert sections(client, "q=guide&page=501", code=400) == {}


def test_a_page_beyond_the_last_one_is_the_last(client, guide):
    reponse = client.get("/recherche/?q=guide&type=page&page=9")
    assert (reponse.status_code, reponse.context["pages"].numero) == (200, 1)


def test_a_translation_answers_in_its_language_and_the_source_stands_in(client, guide):
    anglais = Locale.objects.get_or_create(language_code="en")[0]
    accueil = guide.get_parent().specific.copy_for_translation(anglais)
    accueil.get_latest_revision().publish()
    traduit = guide.copy_for_translation(anglais)
    traduit.title = "Guide to cooperatives"
    traduit.save_revision().publish()
    assert ("Guide to cooperatives", "en") in titres()
    trouvees = sections(client, "q=cooperative", base="/en/recherche/")
    assert (trouvees["page"][0], sorted(trouvees["page"][1])) == (
        2,
        [
            ("Créer une coopérative", "/guide/entreprendre/creer/"),
            ("Guide to cooperatives", "/en/guide/"),
        ],
    )
    assert sections(client, "q=guide", base="/en/recherche/") == {
        "page": (1, [("Guide to cooperatives", "/en/guide/")])
    }


def test_pages_are_suggested(client, guide):
    reponse = client.get(reverse("search:suggestions"), {"q": "coop"})
    assert reponse.json()["suggestions"] == [
        {
            "libelle": "Créer une coopérative",
            "detail": "Page",
            "adresse": "/guide/entreprendre/creer/",
        }
    ]


# ------------------------------------------------------------------ what editors put first
@pytest.fixture
def promouvoir():
    def creer(mots, **promotion):
        requete, _cree = Query.objects.get_or_create(query_string=mots)
        return SearchPromotion.objects.create(query=requete, **promotion)

    return creer


def promus(client, texte, **parametres):
    reponse = client.get("/recherche/", {"q": texte, **parametres})
    return [(t.titre, t.adresse, t.detail) for t in reponse.context["promues"]]


def test_what_editors_promote_for_the_whole_text_comes_first(guide, client, promouvoir):
    fiche = FichePage.objects.get()
    externe = "https://exemple.org/scop"
    promouvoir("scop", page=fiche, description="Pas à pas", sort_order=1)
    promouvoir("scop", external_link_url=externe, external_link_text="Les SCOP", sort_order=0)
    attendus = [("Les SCOP", externe, ""), ("Créer une coopérative", fiche.url, "Pas à pas")]
    assert [promus(client, texte) for texte in ("scop", "La SCOP", "scop nantes", "")] == [
        attendus,
        attendus,
        [],
        [],
    ]
    assert promus(client, "scop", type="page") == []


def test_a_promoted_page_that_the_public_cannot_read_is_left_out(guide, client, promouvoir):
    fiche = FichePage.objects.get()
    promouvoir("scop", page=fiche)
    fiche.unpublish()
    assert promus(client, "scop") == []


def test_what_is_typed_is_not_kept(guide, client, promouvoir):
    promouvoir("scop", page=guide)
    client.get("/recherche/", {"q": "ma vie privée"})
    assert [str(requete) for requete in Query.objects.all()] == ["scop"]


# ------------------------------------------------------------------ what was not found
@pytest.mark.parametrize(("mots", "offres"), [("zzyzx", 1), ("guide", 0), ("", 0)])
def test_what_is_not_found_anywhere_may_be_proposed(guide, client, mots, offres):
    ReglagesDuSite.objects.update(page_pour_proposer=RubriquePage.objects.get())
    contexte.oublier()
    page = client.get("/recherche/", {"q": mots}).content.decode()
    assert page.count("Proposer une structure</a>") == offres
    assert page.count('href="/guide/entreprendre/"') == offres
