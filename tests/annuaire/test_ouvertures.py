"""What search is told of the hours of an actor, and how it is kept up to date."""

from datetime import UTC, datetime

import pytest
import time_machine

from annuaire.boucles import revoir_les_ouvertures
from annuaire.horaires_montres import Endroit, endroit
from annuaire.models import Acteur
from annuaire.ouvertures import ouvertures, ouvertures_de
from search.documents import indexer
from search.models import Document
from search.ouvertures import SANS_FIN, minute
from tests.annuaire.fabriques import ActeurFactory, LieuFactory

JEUDI = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
HORIZON = minute(datetime(2026, 12, 11, tzinfo=UTC))


def minutes(*instants):
    """Flat minutes of « 26 08:00 » of November, UTC."""
    return tuple(
        minute(datetime.strptime(f"2026-11-{texte} +0000", "%Y-%m-%d %H:%M %z"))
        for texte in instants
    )


def lieux_de(acteur):
    return list(acteur.lieux.select_related("commune__departement").order_by("pk"))


@pytest.fixture
def jeudi():
    with time_machine.travel(JEUDI, tick=False):
        yield


def test_the_hours_of_a_place_are_spans_in_universal_time(petit_pays, jeudi):
    acteur = ActeurFactory(horaires="Fr 09:00-12:00")
    LieuFactory(acteur=acteur, commune_id="44109")
    LieuFactory(acteur=acteur, commune_id="97411", latitude=-20.88, longitude=55.45)
    nantes, saint_denis = ouvertures(acteur, lieux_de(acteur))
    assert (nantes.fuseau, nantes.ouvert[:4]) == (
        "Europe/Paris",
        (
            *minutes("27 08:00", "27 11:00"),
            *(x + 7 * 1440 for x in minutes("27 08:00", "27 11:00")),
        ),
    )
    assert (saint_denis.fuseau, saint_denis.ouvert[:2]) == (
        "Indian/Reunion",
        minutes("27 05:00", "27 08:00"),
    )
    assert (nantes.doute, saint_denis.doute) == ((HORIZON, SANS_FIN), (HORIZON, SANS_FIN))
    assert (nantes.position, nantes.territoires) == (
        (47.2184, -1.5536),
        ("c:44109", "d:44", "r:52", "e:244400404"),
    )


@pytest.mark.parametrize("horaires", ["", "sur rendez-vous", "SH Mo 09:00-12:00", "midi"])
def test_hours_that_nobody_can_judge_are_not_known(db, jeudi, horaires):
    acteur = ActeurFactory(horaires=horaires)
    assert [x.fuseau for x in ouvertures(acteur, [])] == [""]


def test_a_holiday_is_a_doubt_from_midnight_to_midnight(petit_pays):
    with time_machine.travel(datetime(2026, 12, 24, 9, tzinfo=UTC), tick=False):
        acteur = ActeurFactory(horaires="Mo-Su 09:00-12:00")
        LieuFactory(acteur=acteur, commune_id="67482")
        (strasbourg,) = ouvertures(acteur, lieux_de(acteur))
        noel, apres = (datetime(2026, 12, jour, 23, tzinfo=UTC) for jour in (24, 26))
        assert strasbourg.doute[:2] == (minute(noel), minute(apres))


def test_a_private_place_keeps_the_hours_of_its_actor_at_its_commune(petit_pays, jeudi):
    acteur = ActeurFactory(horaires="Fr 09:00-12:00")
    LieuFactory(acteur=acteur, commune_id="44109", public=False, horaires="Sa 10:00-11:00")
    (lieu,) = ouvertures(acteur, lieux_de(acteur))
    assert lieu.ouvert[:2] == minutes("27 08:00", "27 11:00")
    assert lieu.position == lieux_de(acteur)[0].commune.centre


@pytest.mark.parametrize(
    ("code_postal", "position", "attendu"),
    [
        ("97400", (-20.88, 55.45), ("Indian/Reunion", "974")),
        ("97400", (None, None), ("Indian/Reunion", "974")),
        # Polynesia keeps three times.
        ("98713", (-17.53, -149.57), ("", "987")),
        ("", (-20.88, 55.45), ("", "")),
        ("44000", (14.6, -61.07), ("", "")),
        ("44000", (47.2, -1.55), ("Europe/Paris", "")),
        ("", (41.39, 9.16), ("Europe/Paris", "")),
        ("", (None, None), ("Europe/Paris", "")),
    ],
)
def test_without_a_commune_the_clock_is_that_of_the_postcode_or_nobody_s(
    code_postal, position, attendu
):
    lieu = endroit("24/7", True, "", "", "", "", code_postal, position)
    assert (lieu.fuseau, lieu.departement) == attendu


def test_where_nobody_knows_the_time_nothing_is_open():
    assert Endroit("24/7", fuseau="").etat().genre == "inconnu"
    assert Endroit("24/7", fuseau="").etat().phrase == "Horaires à vérifier"
    assert Endroit("", fuseau="").etat().phrase == "Horaires non renseignés"


def test_an_overseas_place_without_a_commune_is_not_open_in_search(db, jeudi):
    acteur = ActeurFactory(horaires="24/7")
    LieuFactory(acteur=acteur, latitude=-20.88, longitude=55.45, code_postal="")
    assert [x.fuseau for x in ouvertures(acteur, lieux_de(acteur))] == [""]


def test_the_openings_of_many_take_two_queries(petit_pays, jeudi, django_assert_num_queries):
    acteurs = [ActeurFactory(horaires="24/7") for _ in range(3)]
    for acteur in acteurs:
        LieuFactory(acteur=acteur, commune_id="44109")
    ActeurFactory(horaires="24/7", live=False)
    for pks in ([acteurs[0].pk], [a.pk for a in Acteur.objects.all()]):
        with django_assert_num_queries(2):
            lus = dict(ouvertures_de(pks))
        assert sorted(lus) == sorted(set(pks) & {a.pk for a in acteurs})


def test_the_worker_reckons_openings_again_every_day(petit_pays):
    with time_machine.travel(JEUDI, tick=False):
        acteur = ActeurFactory(horaires="Mo-Fr 09:00-12:00")
        LieuFactory(acteur=acteur, commune_id="44109")
        indexer("acteur", [acteur.pk])
        document = Document.objects.get()
        avant = document.ouvertures[0]["ouvert"][-1]
    with time_machine.travel(datetime(2026, 11, 27, 0, 30, tzinfo=UTC), tick=False):
        revoir_les_ouvertures()
        document.refresh_from_db()
        assert document.ouvertures[0]["ouvert"][-1] == avant + 24 * 60
        frais = Document.objects.values("ouvertures", "empreinte").get()
        indexer("acteur", [acteur.pk])
        assert Document.objects.values("ouvertures", "empreinte").get() == frais
