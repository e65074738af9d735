"""Querysets compiled once: the same rows as the queryset itself, whatever the values."""

from datetime import date

import pytest
from django.db.models import F, Q

from annuaire.models import Acteur, Lieu
from socle.preparees import Preparee
from territoires.models import Commune
from tests.annuaire.fabriques import ActeurFactory, LieuFactory


@pytest.fixture
def acteurs(petit_pays):
    """Three actors, the first one in two communes."""
    trois = [ActeurFactory(nom=nom) for nom in ("Un", "Deux", "Trois")]
    for code in ("44109", None):
        LieuFactory(acteur=trois[0], commune_id=code)
    return trois


def test_a_model_is_read_with_what_is_joined_to_it(acteurs, django_assert_num_queries):
    preparee = Preparee(
        lambda pk: (
            Lieu.objects.filter(acteur_id=pk).select_related("commune__departement").order_by("pk")
        )
    )
    assert preparee.lire(acteurs[1].pk) == []
    with django_assert_num_queries(1):
        lieux = preparee.lire(acteurs[0].pk)
        noms = [lieu.commune and lieu.commune.departement.code for lieu in lieux]
    assert (lieux, noms) == (list(acteurs[0].lieux.order_by("pk")), ["44", None])
    assert isinstance(lieux[0].commune, Commune)
    assert lieux[0]._state.adding is False


def test_rows_have_the_types_that_the_queryset_gives(acteurs):
    def fabriquer(*pks):
        return (
            Acteur.objects.filter(pk__in=pks)
            .order_by("pk")
            .values("live", "provenance", x=F("ref"))
        )

    pks = [acteur.pk for acteur in acteurs]
    assert Preparee(fabriquer).lire(*pks) == list(fabriquer(*pks))


def test_each_number_of_values_has_its_own_query(acteurs):
    preparee = Preparee(
        lambda *pks: Acteur.objects.filter(pk__in=pks).order_by("pk").values_list("pk", flat=True)
    )
    pks = [acteur.pk for acteur in acteurs]
    assert [preparee.lire(*pks[:n]) for n in (3, 1, 2, 3)] == [pks, pks[:1], pks[:2], pks]


def test_a_text_is_a_value_too_and_the_queryset_is_built_once(acteurs):
    construites = []

    def fabriquer(nom):
        construites.append(nom)
        return Acteur.objects.filter(nom=nom)

    preparee = Preparee(fabriquer)
    assert [preparee.lire(nom) for nom in ("Deux", "Un", "Zéro", "%s'")] == [
        [acteurs[1]],
        [acteurs[0]],
        [],
        [],
    ]
    assert len(construites) == 1


def test_branches_of_a_union_have_their_own_values(acteurs):
    def fabriquer(nom, pk):
        ensembles = [Acteur.objects.filter(nom=nom), Acteur.objects.filter(pk=pk)]
        premier, second = (x.order_by().values_list("nom") for x in ensembles)
        return premier.union(second, all=True)

    noms = Preparee(fabriquer).lire("Un", acteurs[2].pk)
    assert sorted(noms) == [("Trois",), ("Un",)]


def test_nothing_is_kept_of_an_answer(acteurs):
    preparee = Preparee(lambda pk: Acteur.objects.filter(pk=pk))
    (lu,) = preparee.lire(acteurs[0].pk)
    Acteur.objects.filter(pk=lu.pk).update(nom="Neuf")
    assert [acteur.nom for acteur in preparee.lire(lu.pk)] == ["Neuf"]


@pytest.mark.parametrize("jour", [date(2024, 2, 29), date(2026, 1, 1)])
def test_a_date_is_a_value_too(acteurs, jour):
    for acteur, cree in zip(acteurs, (date(2024, 2, 28), date(2024, 2, 29), None), strict=True):
        Acteur.objects.filter(pk=acteur.pk).update(cree_en=cree)

    def fabriquer(jour):
        return (
            Acteur.objects.filter(Q(cree_en=None) | Q(cree_en__gte=jour))
            .order_by("pk")
            .values_list("pk", "cree_en")
        )

    preparee = Preparee(fabriquer)
    assert preparee.lire(date(1999, 1, 1)) == list(fabriquer(date(1999, 1, 1)))
    assert preparee.lire(jour) == list(fabriquer(jour))
