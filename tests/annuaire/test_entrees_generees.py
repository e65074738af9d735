"""Whatever an address says, the public site answers with words, never with a breakdown.

Generated cases: ``TISSAGE_CAS`` says how many per property. Django's client raises what a view
raises, so that an exception fails the test by itself.
"""

import re
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.test import Client
from django.utils.html import escape, strip_tags
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annuaire.forms import FACETTES, PAGES_MAX, TRIS, RechercheForm
from annuaire.models import Acteur, RefRetiree
from annuaire.refs import SIGNES
from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    LieuFactory,
    PublicFactory,
)

PERMIS = {200, 301, 302, 400, 404, 410}
LISTE = "/annuaire/"
FERMEE, RETIREE = "FERMEE00", "RETREE00"
# A capital, some words, a stop: what a person can read.
PHRASE = re.compile(r"[A-ZÀ-Ý][^.!?]{10,}[.!?]")

# Signs that decoders, databases and templates stumble upon.
PIEGES = (
    *(
        "",
        " ",
        "\x00",
        "\x00abc",
        "a\x00b",
        "\x1f\x7f\x85",
        "\u202e\u200b\ufeff",
        "\ud800",
        "\udfff",
    ),
    *(
        "'",
        '"',
        '"""',
        "' OR 1=1 --",
        "%",
        "%%s",
        "{{ q }}",
        "{% x %}",
        "<script>",
        "</title>",
        "\\",
    ),
    *(
        "*",
        "(",
        "NEAR(a b)",
        "AND",
        "NOT",
        "^",
        "a*",
        "-",
        "--",
        ":",
        "nom:pain",
        "+",
        "~2",
        "[]",
        "|",
    ),
    *(
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e309",
        "-1",
        "0",
        "0x10",
        "1_0",
        "١٢",
        "½",
        "10 km",
    ),
    *(
        "9" * 30,
        "-" + "9" * 5000,
        "9999999",
        "2147483648",
        "1.5",
        "1,5",
        "null",
        "None",
        "true",
        "[1]",
    ),
    *(
        "a" * 10_000,
        "é" * 10_000,
        "a " * 5_000,
        "\u0301" * 500,
        "ﷺ" * 300,
        "🧵" * 300,
        "İ",
        "ß",
        "œ",
    ),
    *(
        "Saint-Denis",
        "44000",
        "Nantes",
        "Nante",
        "c:44109",
        "commune:44109",
        "44109",
        "FR",
        "00000",
    ),
    *(
        "pain",
        "épicerie",
        "l’épicerie",
        "807 469 317",
        "alimentation",
        "esus",
        "association",
        "oui",
    ),
    *(
        "pertinence",
        "distance",
        "nom",
        "recent",
        "a_distance",
        "itinerant",
        "../../etc/passwd",
        "\n\r",
    ),
)
textes = st.one_of(
    st.sampled_from(PIEGES),
    st.text(st.characters(codec=None), max_size=40),
    st.text(st.characters(codec="utf-8"), max_size=400),
    st.integers().map(str),
    st.floats().map(str),
)
noms = st.one_of(
    st.sampled_from(sorted(RechercheForm.base_fields)),
    st.sampled_from(("Q", "q[]", "page ", "csrfmiddlewaretoken", "utm_source", "_", "", "&", "=")),
    st.text(max_size=20),
)
parametres = st.lists(st.tuples(noms, textes), max_size=12)
# What gets past the door (socle.entrees refuses control signs and halves of pairs).
lisibles = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40),
    st.sampled_from([t for t in PIEGES if len(t) < 1_000 and t.isprintable()]),
)
LIEUX = (
    "Nantes",
    "Nante",
    "Saint-Denis",
    "44000",
    "44",
    "Belligné",
    "Paris 11",
    "Pays de la Loire",
)
# Each field of the form with what makes sense there, or anything that can be read.
SENSES = {
    "q": (
        "pain",
        "epicrie",
        "pain à Nantes",
        "pain près de Saint-Denis",
        "l’épicerie du port",
        "Nantes",
        "807 469 317",
        "épi",
    ),
    "ou": LIEUX,
    "quand": ("maintenant", "soir", "samedi", "dimanche"),
    "lieu": (
        "position:47.22,-1.55",
        "position:nan,1",
        "c:44109",
        "d:44",
        "r:52",
        "commune:93066",
        "93066",
    ),
    "boite": ("47.1,-1.7,47.3,-1.4", "48,0,47,1", "nan,1,2,3", "1,2,3", "-90,-180,90,180"),
    "rayon": ("2", "10 km", "2,5", "500", "1e-300", "500.1"),
    "domaine": ("alimentation", "alimentation2"),
    "lieu_dit": ("non", "oui"),
    "tri": [valeur for valeur, _libelle in TRIS],
    "page": ("1", "2", "500", "501", "٢"),
    "famille": ("association", "cooperative"),
    "fauteuil": ("oui", "non"),
    "modalite": ("a_distance", "itinerant"),
    "label": ("esus",),
    "geste": ("acheter",),
    "public": ("tout-public",),
}
senses = st.fixed_dictionaries(
    {}, optional={nom: st.sampled_from(valeurs) for nom, valeurs in SENSES.items()}
)
lus = st.dictionaries(st.sampled_from(sorted(SENSES)), lisibles, max_size=2)
quelconques = st.dictionaries(st.sampled_from(sorted(SENSES)), textes, max_size=1)
formulaires_lus = st.builds(lambda *parts: parts[0] | parts[1], senses, lus)
formulaires = st.builds(lambda *parts: parts[0] | parts[1] | parts[2], senses, lus, quelconques)
# Bytes as they may come: cut sequences, Latin-1, lonely percents.
brutes = st.one_of(
    st.binary(max_size=60).map(quote_from_bytes),
    st.text("q=&ou;page%0189afAF+[]é\\", max_size=60).map(lambda t: quote(t, safe="%&=+;[]\\")),
    st.sampled_from(
        ("%", "%%%", "q=%ff%fe", "q=%u00e9", "q=%C3", "&&&", "=&=", "?" * 50, "q", "q=1#f")
    ),
)
entetes = st.sampled_from(
    ({}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-History-Restore-Request": "true"})
)
refs = st.one_of(
    st.text(SIGNES, min_size=8, max_size=8),
    st.sampled_from(
        (FERMEE, RETIREE, "fermee00", "FERMEEOO", "0", "00000000", "zzzzzzzz", "I" * 8)
    ),
    st.text(SIGNES, max_size=12),
    textes,
)


@pytest.fixture
def site(annuaire, petit_pays):
    """The directory with one actor that fills every facet, a closed one and a retired reference."""
    domaine, geste = DomaineFactory(), GesteFactory()
    epicerie = ActeurFactory(nom="L’Épicerie du port", famille="association", a_distance=True)
    epicerie.domaine_principal = domaine
    epicerie.domaines.add(domaine)
    epicerie.gestes.add(geste)
    epicerie.publics.add(PublicFactory())
    epicerie.save()
    LieuFactory(acteur=epicerie, commune_id="44109", fauteuil="oui")
    LabelActeurFactory(acteur=epicerie)
    ActeurFactory(nom="La Cantine fermée", ref=FERMEE, ferme=True)
    RefRetiree.objects.create(ref=RETIREE)
    indexer("acteur", list(Acteur.objects.values_list("pk", flat=True)))
    return Client()


def verifier(reponse):
    """The answer is one of those allowed, and a refusal says something to a person."""
    assert reponse.status_code in PERMIS
    if reponse.status_code in (301, 302):
        assert reponse["Location"].startswith("/")
    elif reponse.status_code >= 400:
        assert reponse["Content-Type"] == "text/html; charset=utf-8"
        assert PHRASE.search(strip_tags(reponse.content.decode())) is not None
    return reponse


def chemin(segment):
    """One segment of an address, whatever its signs: even halves of surrogate pairs."""
    return quote(segment, safe="", errors="surrogatepass")


def demander(client, parametres, **options):
    requete = urlencode(parametres, doseq=True, errors="surrogatepass")
    return verifier(client.get(f"{LISTE}?{requete}", **options))


@given(parametres=parametres, entetes=entetes)
@example(parametres=[("q", "x")] * 2_000, entetes={})
@example(parametres=[(nom, "9" * 5_000) for nom in FACETTES], entetes={"HX-Request": "true"})
def test_any_list_of_parameters_is_answered(site, parametres, entetes):
    demander(site, parametres, headers=entetes)


@given(formulaire=formulaires, entetes=entetes)
@example(formulaire={"rayon": "NaN", "page": "-1", "tri": "distance"}, entetes={})
@example(formulaire={"ou": "Nantes", "rayon": "1e-300", "tri": "distance"}, entetes={})
@example(formulaire={"ou": "Nantes", "lieu": "c:93066", "page": str(PAGES_MAX)}, entetes={})
@example(formulaire={"lieu": "position:47.22,-1.55", "rayon": "500.1"}, entetes={})
def test_any_form_is_answered_and_a_refusal_says_why(site, formulaire, entetes):
    reponse = demander(site, formulaire, headers=entetes)
    assert reponse.status_code in (200, 400)
    # None: refused before the form, by what reads every request (socle.entrees).
    refus = reponse.context.get("refus")
    assert (reponse.status_code == 200) == (refus == [])
    page = reponse.content.decode()
    assert [phrase for phrase in refus or () if escape(phrase) not in page] == []


@given(brute=brutes)
def test_any_raw_query_string_is_answered(site, brute):
    verifier(site.get(LISTE, QUERY_STRING=brute))


@given(formulaire=formulaires_lus)
def test_the_address_that_is_shared_gives_the_same_answer(site, formulaire):
    """What htmx writes in the address bar, asked again, is the same search."""
    une = demander(site, formulaire, headers={"HX-Request": "true"})
    assume(une.status_code == 200)
    deux = verifier(site.get(une["HX-Push-Url"]))
    assert [c.ref for c in deux.context["cartes"]] == [c.ref for c in une.context["cartes"]]
    assert deux.context["recherche"].resume == une.context["recherche"].resume
    assert deux.context["recherche"].adresse == une["HX-Push-Url"]


@given(ref=refs, suite=textes)
@example(ref=FERMEE.lower(), suite="")
@example(ref=RETIREE, suite="")
def test_any_permanent_address_is_answered(site, ref, suite):
    verifier(site.get(f"/a/{chemin(ref)}/"))
    verifier(site.get(f"/a/{chemin(ref)}/{chemin(suite)}"))


@given(slug=textes, ref=refs)
@example(slug="", ref=RETIREE)
@example(slug="la-cantine-fermee", ref=FERMEE)
def test_any_address_of_an_entry_is_answered(site, slug, ref):
    verifier(site.get(f"{LISTE}{chemin(slug)}-{chemin(ref)}/"))
    verifier(site.get(f"{LISTE}{chemin(slug)}-{chemin(ref)}"))


@given(ref=refs, couleur=textes)
def test_any_picture_of_a_reference_is_answered(site, ref, couleur):
    teinte = urlencode({"d": couleur}, errors="surrogatepass")
    for adresse in (
        f"/annuaire-motif/{chemin(ref)}.svg?{teinte}",
        f"/annuaire-qr/{chemin(ref)}.svg",
    ):
        reponse = site.get(adresse)
        if reponse.status_code == 200:
            assert reponse["Content-Type"] == "image/svg+xml"
        else:
            verifier(reponse)


@given(texte=textes, autres=parametres)
def test_any_suggestion_is_answered(site, texte, autres):
    requete = urlencode([*autres, ("q", texte)], errors="surrogatepass")
    reponse = site.get(f"/territoires/suggestions/?{requete}")
    if reponse["Content-Type"] != "application/json":
        # Refused before the view, like any request that cannot be read.
        assert verifier(reponse).status_code == 400
        return
    lues = reponse.json()
    assert (reponse.status_code, set(lues)) in (
        (200, {"suggestions"}),
        (400, {"suggestions", "erreur"}),
    )
    assert PHRASE.search(lues.get("erreur", "Il n’y a pas d’erreur.")) is not None
    assert {cle for x in lues["suggestions"] for cle in x} <= {"libelle", "detail", "valeur"}


def test_the_actor_that_is_there_is_found_through_each_facet(site):
    """The data these properties run on are not empty: each facet has something to select."""
    assert set(SENSES) == set(RechercheForm.base_fields)
    reponse = demander(site, {"ou": "Nantes", "q": "epicerie"})
    recherche = reponse.context["recherche"]
    # The moments stand apart, on a row of their own.
    assert ["quand", *[facette.nom for facette in recherche.facettes]] == list(FACETTES)
    suites = [site.get(f"/a/{ref}/", follow=True) for ref in (FERMEE, RETIREE, "00000000")]
    assert [reponse.status_code for reponse in suites] == [410, 410, 404]
