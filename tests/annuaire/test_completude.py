"""How much an entry says: one rule, told the same by Python and by SQL, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annuaire import completude
from annuaire.models import Acteur, Lieu
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LieuFactory,
)

pytestmark = pytest.mark.django_db

TEXTES = st.sampled_from(["", "Quelque chose"])
POSITIONS = st.sampled_from([(None, None), (47.2, -1.5)])


def complet():
    """An entry that lacks a logo alone."""
    acteur = ActeurFactory(
        nom="Complet",
        accroche="Du pain.",
        description="Un fournil.",
        offre="Pain",
        famille="cooperative",
        horaires="Mo-Fr 09:00-12:00",
        domaine_principal=DomaineFactory(),
        verifie_le="2026-01-02",
    )
    LieuFactory(acteur=acteur)
    ContactFactory(acteur=acteur)
    return Acteur.objects.get(pk=acteur.pk)


def test_the_shares_make_a_hundred():
    assert sum(point.poids for point in completude.POINTS) == 100


def test_what_is_missing_is_said_in_words():
    acteur = complet()
    lieux = list(acteur.lieux.all())
    assert (completude.score(acteur, lieux), completude.manques(acteur, lieux)) == (90, ["le logo"])


def test_an_empty_entry_misses_everything():
    acteur = ActeurFactory()
    assert (completude.score(acteur, []), completude.manques(acteur, [])) == (
        0,
        [
            "l’accroche",
            "la description",
            "ce qu’on y trouve",
            "le domaine principal",
            "la famille de l’ESS",
            "les horaires",
            "une position plus précise que la commune",
            "un contact public",
            "le logo",
            "une première vérification",
        ],
    )


@given(
    simples=st.fixed_dictionaries(
        dict.fromkeys(("accroche", "description", "offre", "horaires"), TEXTES)
    ),
    famille=st.sampled_from(["", "association"]),
    verifie_le=st.sampled_from([None, "2026-01-02"]),
    lieux=st.lists(
        st.tuples(POSITIONS, st.sampled_from([*Lieu.Precision.values]), TEXTES), max_size=2
    ),
    contacts=st.lists(st.booleans(), max_size=2),
)
def test_python_and_sql_say_the_same(simples, famille, verifie_le, lieux, contacts):
    acteur = ActeurFactory(famille=famille, verifie_le=verifie_le, **simples)
    for (latitude, longitude), precision, horaires in lieux:
        LieuFactory(
            acteur=acteur,
            latitude=latitude,
            longitude=longitude,
            precision=precision,
            horaires=horaires,
        )
    for public in contacts:
        ContactFactory(acteur=acteur, public=public)
    lu = Acteur.objects.annotate(completude=completude.en_sql()).get(pk=acteur.pk)
    assert lu.completude == completude.score(lu, list(lu.lieux.all()))
