"""Translating with wagtail-localize what the site is made of: pages, words, whole bodies."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from annuaire.models import AnnuairePage
from home.models import FichePage, HomePage
from socle.models import MotDuGlossaire
from tests.home.guide import (
    ajouter_fiche,
    ajouter_mot,
    ajouter_rubrique,
    publier_guide,
    tous_les_blocs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return publier_guide()


@pytest.fixture
def traduire(django_capture_on_commit_callbacks):
    """``traduire(thing, locale)`` → its translation, published: « EN » before whatever it said."""

    def _traduire(objet, locale):
        TranslationCreator(None, [locale]).create_translations(objet)
        for traduction in Translation.objects.filter(target_locale=locale):
            _dire_en_anglais(traduction)
        traduction = Translation.objects.get(
            source__object_id=objet.translation_key, target_locale=locale
        )
        with django_capture_on_commit_callbacks(execute=True):  # Wagtail publishes then
            traduction.save_target(publish=True)
        return type(objet).objects.get(translation_key=objet.translation_key, locale=locale)

    return _traduire


@pytest.fixture
def anglais():
    return Locale.objects.get_or_create(language_code="en")[0]


def _dire_en_anglais(traduction):
    for segment in traduction.source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=traduction.target_locale,
            context=segment.context,
            defaults={"data": _dire(segment)},
        )


def _dire(segment):
    texte = segment.string.data
    return texte if segment.context.path == "slug" else f"EN {texte}"


def test_the_home_page_and_the_directory_are_translated(guide, anglais, traduire):
    accueil, annuaire = HomePage.objects.get(), AnnuairePage.objects.get()
    pages = [traduire(page, anglais) for page in (accueil, annuaire)]
    assert [(page.title, page.live) for page in pages] == [
        ("EN Accueil", True),
        ("EN Annuaire", True),
    ]
    assert [page.principal_de is None for page in AnnuairePage.objects.order_by("pk")] == [
        False,
        True,
    ]


def test_a_sheet_with_every_block_keeps_them_all(guide, anglais, traduire):
    rubrique = ajouter_rubrique(guide)
    fiche = ajouter_fiche(rubrique, "une")
    fiche = FichePage.objects.get(pk=fiche.pk)
    flux = fiche.corps.stream_block
    fiche.corps = flux.clean(flux.to_python(tous_les_blocs(1, guide)))
    fiche.save_revision().publish()
    for page in (HomePage.objects.get(), guide, rubrique):
        traduire(page, anglais)
    traduite = traduire(fiche, anglais)
    natures = [[bloc.block_type for bloc in page.corps] for page in (fiche, traduite)]
    assert natures[0] == natures[1]
    (intertitre,) = traduite.corps.blocks_by_name("intertitre")
    assert (intertitre.value["texte"], traduite.chapo) == ("EN Partie 1", "EN Réponse courte.")


def test_a_word_of_the_glossary_is_translated(anglais, traduire):
    traduit = traduire(ajouter_mot("label"), anglais)
    assert (traduit.terme, traduit.definition) == ("EN label", "EN Une personne, une voix.")
    assert MotDuGlossaire.objects.count() == 2
