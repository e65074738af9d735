"""How far translations are."""

import pytest
from wagtail.models import Locale

from home.avancement import Ligne, avancement, modeles_a_traduire, pages_sans_traduction
from home.models import GuidePage, RubriquePage
from tests.annuaire.fabriques import DomaineFactory
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import ajouter_mot, publier_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def anglais():
    """A French site of three pages, two of them in English."""
    guide = publier_guide()
    annuaire = guide.get_parent().get_children().exclude(pk=guide.pk).get().specific
    return publier_en_anglais(annuaire)


def lignes(locale):
    (fait,) = [fait for fait in avancement() if fait.locale == locale]
    return {str(ligne.nom): (ligne.faits, ligne.total) for ligne in fait.lignes}


def test_pages_words_and_taxonomies_are_counted(anglais):
    mot, domaine = ajouter_mot(), DomaineFactory()
    ajouter_mot("label")
    for ligne in (mot, domaine):
        ligne.copy_for_translation(anglais).save()
    comptes = lignes(anglais)
    assert (comptes["Pages publiées"], comptes["Mots du glossaire"], comptes["Domaines"]) == (
        (2, 3),
        (1, 2),
        (1, 1),
    )


def test_a_draft_is_not_done_and_what_only_english_has_is_not_counted(anglais):
    traduite = GuidePage.objects.get().copy_for_translation(anglais)
    assert lignes(anglais)["Pages publiées"] == (2, 3)
    traduite.save_revision().publish()
    traduite.add_child(instance=RubriquePage(title="Only", slug="only", locale=anglais))
    assert lignes(anglais)["Pages publiées"] == (3, 3)


def test_the_pages_that_are_missing_are_named(anglais):
    assert [titre for _pk, titre in pages_sans_traduction()[anglais.pk]] == ["Guide"]


def test_a_site_of_one_language_has_nothing_to_say():
    publier_guide()
    Locale.objects.exclude(language_code="fr").delete()
    assert avancement() == []


def test_a_hundred_per_cent_is_never_rounded_up():
    assert [Ligne("x", *n).pour_cent for n in ((199, 200), (200, 200), (0, 0))] == [99, 100, 100]


@pytest.mark.parametrize("nombre", [1, 3])
def test_queries_do_not_depend_on_rows(anglais, django_assert_num_queries, nombre):
    for rang in range(nombre):
        ajouter_mot(f"mot {rang}")
    with django_assert_num_queries(3 + len(modeles_a_traduire())):
        avancement()
