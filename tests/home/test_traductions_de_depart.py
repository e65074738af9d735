"""The demonstration in English: translations of the French pages, loaded once."""

import re
import tomllib

import pytest
from wagtail.models import Locale, Page

from home import demo_pages, traductions_de_depart
from home.models import FichePage, HomePage, RubriquePage
from socle.glossaire import mots_de
from socle.models import MotDuGlossaire

pytestmark = pytest.mark.django_db
DOSSIER = traductions_de_depart.DONNEES / "en"
FRANCAIS = re.compile(r"[àâçéèêëîïôùûœ«»\u202f]", re.IGNORECASE)


def anglaises():
    return Page.objects.filter(locale__language_code="en").live()


def test_each_page_is_the_translation_of_one(demonstration):
    cles = set(Page.objects.filter(locale__language_code="fr").values_list("translation_key"))
    assert set(anglaises().values_list("translation_key")) - cles == set()
    types = [type(page.specific).__name__ for page in anglaises().order_by("path")]
    assert (types.count("RubriquePage"), types.count("FichePage"), len(types)) == (4, 4, 18)


def test_a_second_loading_changes_nothing(demonstration):
    avant = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    mots = MotDuGlossaire.objects.count()
    accueil = HomePage.objects.get(locale__language_code="fr")
    assert traductions_de_depart.charger(accueil) == []
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == avant
    assert MotDuGlossaire.objects.count() == mots


def test_every_page_answers_in_english(demonstration, client):
    reponses = [client.get(page.get_url()) for page in anglaises()]
    assert [(r.status_code, r["Content-Language"]) for r in reponses] == [(200, "en")] * 18


def test_every_sheet_has_the_blocks_it_was_given_and_leads_to_english_ones(demonstration):
    for chemin in DOSSIER.glob("fiches/*.toml"):
        donnees = tomllib.loads(chemin.read_text())
        fiche = FichePage.objects.get(slug=donnees["slug"])
        assert len(fiche.corps) == len(donnees["corps"])
        fiche.corps.stream_block.clean(fiche.corps)
        suites = [bloc.value.locale.language_code for bloc in fiche.lire_aussi]
        assert suites == ["en"] * len(donnees["lire_aussi"])


def test_each_sheet_uses_words_that_are_explained(demonstration):
    pauvres = [
        fiche.title
        for fiche in FichePage.objects.filter(locale__language_code="en")
        if len(mots_de(" ".join(str(bloc.value) for bloc in fiche.corps), "en")) < 3
    ]
    assert pauvres == []


def test_every_word_translates_one_of_the_french_glossary(demonstration):
    francais = set(
        MotDuGlossaire.objects.filter(locale__language_code="fr").values_list("translation_key")
    )
    anglais = MotDuGlossaire.objects.filter(locale__language_code="en")
    assert set(anglais.values_list("translation_key")) - francais == set()
    longs = [mot.terme for mot in anglais if len(mot.definition.split()) > 60]
    assert (anglais.count(), longs) == (25, [])


def test_nothing_was_left_in_french(demonstration):
    """Names of French things and titles of French sources apart."""
    permis = re.compile(
        r"“société à mission”|“entreprise solidaire d’utilité sociale”|QualiRépar|Légifrance"
        r"|cafés?|crèche|“entreprise de l’ESS”"
    )
    restes = []
    for fiche in FichePage.objects.filter(locale__language_code="en"):
        textes = [fiche.title, fiche.chapo, fiche.resume]
        textes += [str(bloc.value) for bloc in fiche.corps if bloc.block_type != "chiffres"]
        restes += [m for texte in textes for m in FRANCAIS.findall(permis.sub("", texte))]
    assert restes == []


def test_a_question_that_an_editor_removed_does_not_stop_the_rest(demonstration):
    anglais = Locale.objects.get(language_code="en")
    RubriquePage.objects.get(locale=anglais, slug="understand").delete()
    RubriquePage.objects.get(locale__language_code="fr", slug="comprendre").delete()
    demo_pages.traductions_de_depart.charger(HomePage.objects.get(locale__language_code="fr"))
    assert RubriquePage.objects.filter(locale=anglais).count() == 3
