"""Wagtail's own search: no query is refused by the database, and the match is run once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, And, Not, Or, Phrase, PlainText

from espace.models import Compte
from home.models import HomePage
from search.administration.requetes import RIEN, assainir, nettoyer
from socle.models import ImagePortail
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory
from tests.socle.fabriques import ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SUR_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's back end alone")

BIZARRES = [
    '"',
    '""',
    "'",
    "*",
    "-",
    "- -",
    "AND",
    "OR NOT",
    "NEAR(a b)",
    "(",
    "^",
    ":",
    'a"b',
    "title:a",
    "a & | ! <-> b",
    "50% %s \\",
    "🌱",
    "\u202e",
    "a " * 3000,
    "a" * 6000,
]
# What cannot be read gets a 400, in words (socle.entrees).
ILLISIBLES = ["q=%00", "q=%ED%A0%80", "q=" + "a" * 10_000]


def adresses_de_recherche():
    """Every address of the administration that takes ``q``: lists and choosers, results alone."""

    def parcourir(motifs, debut):
        for motif in motifs.url_patterns:
            adresse = debut + str(motif.pattern)
            if hasattr(motif, "url_patterns"):
                yield from parcourir(motif, adresse)
            elif "<" not in adresse and "(?P" not in adresse:
                yield f"/{adresse}"

    toutes = {a for a in parcourir(get_resolver(), "") if a.startswith("/admin/")}
    trouvees = {a for a in toutes if a.endswith(("results/", "/search/"))}
    # Reports are filtered, not searched.
    return sorted({a for a in trouvees if "/reports/" not in a} | {"/admin/pages/"})


@pytest.fixture
def editrice(client, gabarits_de_wagtail):
    compte = Compte.objects.create_superuser("editrice@exemple.example", "un mot de passe long")
    client.force_login(compte)


@pytest.fixture
def contenus(db):
    """A page, an image, an actor and a domain under a word, and as many without it."""
    racine = Page.get_first_root_node() or Page.add_root(title="Racine", slug="racine")
    pages = [
        racine.add_child(instance=HomePage(title=titre, slug=f"p{n}"))
        for n, titre in enumerate(("Vélo a b", "Jardin"))
    ]
    ImageFactory(title="Vélo a b")
    ActeurFactory(nom="Vélo a b")
    DomaineFactory(slug="velo", nom="Vélo a b")
    return pages


class TestAdresses:
    def test_those_that_search_are_among_them(self):
        assert {
            "/admin/images/results/",
            "/admin/documents/results/",
            "/admin/images/chooser/results/",
            "/admin/documents/chooser/results/",
            "/admin/annuaire/acteurs/results/",
            "/admin/snippets/annuaire/domaine/results/",
            "/admin/users/results/",
            "/admin/choose-page/search/",
            "/admin/pages/search/",
            "/admin/pages/search/results/",
        } - set(adresses_de_recherche()) == set()

    @pytest.mark.parametrize("adresse", adresses_de_recherche())
    def test_no_query_breaks_them(self, client, editrice, contenus, adresse):
        reponses = {
            q: client.get(adresse, {"q": q}).status_code for q in (*BIZARRES, "vélo", "introuvable")
        }
        # Some are POST only, or need more than ``q``: never an error of ours.
        assert {q: code for q, code in reponses.items() if code not in (200, 302, 404, 405)} == {}

    @pytest.mark.parametrize("requete", ILLISIBLES)
    def test_what_cannot_be_read_is_refused_in_words(self, client, editrice, requete):
        assert client.get(f"/admin/pages/search/?{requete}").status_code == 400

    def test_a_word_finds_and_signs_find_nothing(self, client, editrice, contenus):
        def trouves(q, adresse="/admin/pages/search/results/"):
            return [page.title for page in client.get(adresse, {"q": q}).context["pages"]]

        assert [trouves(q) for q in ("vél", 'jardin"', "(", "🌱 jardin", "AND")] == [
            ["Vélo a b"],
            ["Jardin"],
            [],
            ["Jardin"],
            [],
        ]


class TestNettoyer:
    @pytest.mark.parametrize(
        ("texte", "propre"),
        [
            ("Le vélo", "Le vélo"),
            ("e\u0301cole", "école"),
            ('"jardin"', "jardin"),
            ("porte-à-porte", "porte à porte"),
            ("l’atelier", "l’atelier"),
            ("a\x00b\u202ec\ud800", "abc"),
            ("🌱 ( ^ : * %", ""),
            ("", ""),
            ("mot " * 50, ("mot " * 20).strip()),
            ("a" * 500, "a" * 100),
        ],
    )
    def test_words_are_left(self, texte, propre):
        assert nettoyer(texte) == propre

    def test_every_shape_of_query_is_cleaned(self):
        mot, signes = PlainText('vélo"'), Phrase('"')
        requete = assainir(And([mot, Or([signes, Not(mot), MATCH_ALL])]))
        assert repr(requete) == repr(
            And([PlainText("vélo"), Or([RIEN, Not(PlainText("vélo")), MATCH_ALL])])
        )
        assert (repr(assainir(Phrase("un mot"))), repr(assainir(PlainText("-")))) == (
            repr(Phrase("un mot")),
            repr(RIEN),
        )


@given(texte=st.text(max_size=60) | st.text(alphabet="ab\"'*()^:-&|!%\\<> \n", max_size=40))
def test_whatever_is_typed_the_database_answers(contenus, texte):
    moteur = get_search_backend()
    for chercher in (moteur.search, moteur.autocomplete):
        resultats = chercher(texte, Page.objects.all())
        assert resultats.count() == len(list(resultats))


class TestRang:
    """What SQLite's back end does by itself, and must give as Wagtail's own."""

    @pytest.fixture
    def images(self):
        for titre in ("jardin", "jardin " * 3, "jardin partagé", "vélo", "le jardin du fond"):
            ImageFactory(title=titre)
        return ImagePortail.objects.all()

    @pytest.mark.parametrize("texte", ["jardin", "jard", "jardin partagé", "introuvable", "le"])
    @pytest.mark.parametrize("verbe", ["search", "autocomplete"])
    def test_results_and_their_order_are_those_of_wagtail(self, images, verbe, texte):
        notre, stock = (
            getattr(get_search_backend(nom), verbe)(texte, images)
            for nom in ("default", "wagtail.search.backends.database")
        )
        attendus = [image.pk for image in stock]
        assert [image.pk for image in notre] == attendus
        assert (notre.count(), [i.pk for i in notre[1:3]]) == (len(attendus), attendus[1:3])

    def test_a_queryset_keeps_its_filters_and_its_order(self, images):
        moteur = get_search_backend()
        sans = images.exclude(title="jardin").order_by("title")
        par_rang = moteur.search("jardin", sans)
        ranges = moteur.search("jardin", sans, order_by_relevance=False)
        assert {i.title for i in par_rang} == {i.title for i in ranges}
        assert [i.title for i in ranges] == sorted(i.title for i in ranges)
        assert len(list(ranges)) == 3

    def test_everything_nothing_and_all_but(self, images):
        moteur = get_search_backend()
        comptes = [
            moteur.search(requete, images).count()
            for requete in (MATCH_ALL, Not(MATCH_ALL), Not(PlainText("jardin")))
        ]
        assert comptes == [5, 0, 1]
        assert [i.title for i in moteur.search(Not(PlainText("jardin")), images)] == ["vélo"]

    def test_scores_and_facets_are_given(self, images):
        resultats = get_search_backend().search("jardin", images)
        notes = [image.note for image in resultats.annotate_score("note")]
        assert (len(notes), notes == sorted(notes)) == (4, connection.vendor == "sqlite")
        assert list(resultats.facet("collection_id").values()) == [4]

    @SUR_SQLITE
    @pytest.mark.parametrize("nombre", [1, 3])
    def test_the_match_is_run_once_whatever_the_number(self, nombre):
        for _n in range(nombre):
            ImageFactory(title="jardin")
        list(get_search_backend().search("jardin", ImagePortail.objects.all()))  # content types
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            resultats = get_search_backend().search("jardin", ImagePortail.objects.all())
            assert (len(list(resultats[:50])), resultats.count()) == (nombre, nombre)
        passages = sum(" MATCH " in requete["sql"] for requete in requetes)
        assert (len(requetes), passages) == (4, 1)

    @SUR_SQLITE
    def test_more_rows_than_are_asked_by_key(self, images, monkeypatch):
        from search.administration import sqlite

        attendus = [i.pk for i in get_search_backend().search("jardin", images)]
        monkeypatch.setattr(sqlite, "EN_LISTE", 2)
        assert [i.pk for i in get_search_backend().search("jardin", images)] == attendus
