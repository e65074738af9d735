"""What moments mean in each zone, and what a document keeps of its places."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from search import documents
from search.models import Document
from search.moteurs import moteur
from search.moteurs.masques import ids_du
from search.moteurs.ouverts import MARGE, Ouverts
from search.ouvertures import QUAND, SANS_FIN, Ouvertures, croise, en_json, fenetre, minute, plates
from tests.search.terrain import TYPE, Terrain, fiche

VENDREDI = datetime(2026, 11, 27, 16, 15, tzinfo=UTC)


def bornes(valeur, instant, fuseau):
    """The window of a moment, as UTC texts."""
    return tuple(
        datetime.fromtimestamp(60 * borne, UTC).strftime("%d %H:%M")
        for borne in fenetre(valeur, minute(instant), fuseau)
    )


@pytest.mark.parametrize(
    ("valeur", "fuseau", "attendu"),
    [
        ("maintenant", "Europe/Paris", ("27 16:15", "27 16:16")),
        ("soir", "Europe/Paris", ("27 17:00", "27 23:00")),
        # 20 h 15 over there: what is past of the evening does not count.
        ("soir", "Indian/Reunion", ("27 16:15", "27 20:00")),
        ("soir", "America/Guadeloupe", ("27 22:00", "28 04:00")),
        ("samedi", "Europe/Paris", ("27 23:00", "28 23:00")),
        ("dimanche", "Indian/Reunion", ("28 20:00", "29 20:00")),
        # Already Saturday there.
        ("samedi", "Pacific/Noumea", ("27 16:15", "28 13:00")),
    ],
)
def test_a_moment_is_a_window_of_local_time(valeur, fuseau, attendu):
    assert bornes(valeur, VENDREDI, fuseau) == attendu


def test_saturday_is_today_until_midnight_then_next_week():
    soir = datetime(2026, 11, 28, 22, 59, tzinfo=UTC)
    assert bornes("samedi", soir, "Europe/Paris") == ("28 22:59", "28 23:00")
    apres = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
    assert bornes("samedi", apres, "Europe/Paris") == ("04 23:00", "05 23:00")


def test_a_sunday_of_twenty_five_hours_is_whole():
    octobre = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert bornes("dimanche", octobre, "Europe/Paris") == ("24 22:00", "25 23:00")


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [(0, 10, False), (0, 11, True), (19, 20, True), (20, 30, False), (25, 35, True), (40, 50, 0)],
)
def test_a_window_meets_spans_by_their_insides(debut, fin, attendu):
    assert croise((10, 20, 30, 40), debut, fin) == attendu


def test_spans_are_kept_as_flat_minutes():
    a, b = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    assert plates([(a, b)]) == (29_453_760, 29_453_790)


def test_places_that_keep_the_same_hours_are_one():
    ici = Ouvertures("Europe/Paris", (1, 2), (9, SANS_FIN), (47.2, -1.5), ("c:44109",))
    la = Ouvertures("Europe/Paris", (1, 2), (9, SANS_FIN), None, ("c:44143",))
    assert en_json([ici, la]) == [
        {"fuseau": "Europe/Paris", "ouvert": [1, 2], "doute": [9, SANS_FIN]}
    ]


def test_places_that_do_not_say_where_they_are():
    ici = Ouvertures("Europe/Paris", (1, 2), (), (47.21234567, -1.5), ("c:44109",))
    assert en_json([ici, Ouvertures()]) == [
        {
            "fuseau": "Europe/Paris",
            "ouvert": [1, 2],
            "doute": [],
            "position": [47.212346, -1.5],
            "territoires": ["c:44109"],
        },
        {"fuseau": "", "ouvert": [], "doute": []},
    ]


def test_nothing_is_kept_where_no_hours_are_known():
    assert en_json([Ouvertures(position=(1, 2)), Ouvertures()]) == en_json([]) == []


class Horloger:
    """A producer whose objects open for an hour each day at noon (UTC)."""

    def __init__(self):
        self.objets, self.calculs = [1, 2, 3], []

    def ouvertures(self, pks):
        self.calculs.append(list(pks))
        midi = minute(datetime.now(UTC).replace(hour=12, minute=0))
        for pk in pks:
            yield pk, [Ouvertures("Europe/Paris", (midi, midi + 60), (midi + 1440, SANS_FIN))]

    def produire(self, pks):
        for pk, lieux in self.ouvertures([pk for pk in pks if pk in self.objets]):
            yield fiche(pk, f"Atelier {pk}", ouvertures=lieux)


@pytest.fixture
def horloger(db):
    horloger = Horloger()
    terrain = Terrain(moteur("sql"))
    documents.enregistrer_producteur(
        TYPE, horloger.produire, lambda: horloger.objets, ouvertures=horloger.ouvertures
    )
    horloger.terrain = terrain
    yield horloger
    documents._producteurs.pop(TYPE)


def ouverts(horloger):
    return horloger.terrain.trouves(facettes={"quand": {"maintenant"}})


def test_openings_are_reckoned_again_the_next_day_and_once(horloger):
    with time_machine.travel(datetime(2026, 11, 27, 12, 30, tzinfo=UTC), tick=False):
        documents.indexer(TYPE, [1, 2, 3])
        assert (ouverts(horloger), documents.rafraichir_ouvertures()) == ([1, 2, 3], 0)
    with time_machine.travel(datetime(2026, 11, 28, 12, 30, tzinfo=UTC), tick=False):
        # Nobody has looked at that day yet: not open, and not closed either.
        sans = horloger.terrain.chercher(facettes={"quand": {"maintenant"}})
        assert (sans.total, sans.inconnus) == (0, 3)
        horloger.calculs.clear()
        assert [documents.rafraichir_ouvertures(limite=2) for _ in range(3)] == [2, 1, 0]
        assert horloger.calculs == [[1, 2], [3]]
        assert ouverts(horloger) == [1, 2, 3]
        assert set(Document.objects.values_list("version", flat=True)) == {2}


def test_what_no_longer_opens_is_not_looked_at_every_day(horloger):
    with time_machine.travel(datetime(2026, 11, 27, 12, 30, tzinfo=UTC), tick=False):
        documents.indexer(TYPE, [1, 2, 3])
        horloger.objets.remove(3)
        documents.indexer(TYPE, [3])
    horloger.ouvertures = lambda pks: iter(())
    documents.enregistrer_producteur(
        TYPE, horloger.produire, lambda: horloger.objets, ouvertures=horloger.ouvertures
    )
    with time_machine.travel(datetime(2026, 11, 28, 12, 30, tzinfo=UTC), tick=False):
        assert [documents.rafraichir_ouvertures() for _ in range(2)] == [2, 0]
    assert set(Document.objects.values_list("ouvertures_le", flat=True)) == {None}


def test_a_document_made_again_the_same_day_is_not_written(horloger):
    with time_machine.travel(datetime(2026, 11, 27, 8, 0, tzinfo=UTC), tick=False):
        documents.indexer(TYPE, [1])
    with time_machine.travel(datetime(2026, 11, 27, 23, 0, tzinfo=UTC), tick=False):
        assert documents.indexer(TYPE, [1]) == 0
    with time_machine.travel(datetime(2026, 11, 28, 1, 0, tzinfo=UTC), tick=False):
        assert documents.indexer(TYPE, [1]) == 1


def test_hours_that_nobody_keeps_any_more_leave_the_memory():
    ouverts = Ouverts()
    for jour in range(2_500):
        lieux = [Ouvertures("Europe/Paris", (jour, jour + 1))]
        ouverts.oter(7)
        ouverts.mettre(7, ouverts.lire(json.dumps(en_json(lieux))))
    assert (len(ouverts.horaires), ouverts.lire("[]")) == (2_500 - 2 * (MARGE + 1), ())
    seul = next(iter(ouverts.places.values()))[0].horaire
    assert (list(seul.ouvert), seul.ids, ouverts.horaires[cle(seul)]) == ([2_499, 2_500], {7}, seul)


def test_masks_serve_until_something_opens_or_closes_whatever_the_zones():
    ouverts, depart = Ouverts(), minute(VENDREDI)
    for i, fuseau in enumerate(["Europe/Paris", "Pacific/Noumea", "Indian/Reunion"]):
        lieux = [Ouvertures(fuseau, (depart + 30, depart + 9_000))]
        ouverts.mettre(i, ouverts.lire(json.dumps(en_json(lieux))))
    for valeur in ("maintenant", "soir", "samedi", "dimanche"):
        garde = ouverts.moment(valeur, depart)
        assert ouverts.moment(valeur, depart + 1) is garde
    assert ouverts.moment("maintenant", depart + 30).ouverts == 0b111


def test_what_left_does_not_come_back_when_its_hours_begin():
    ouverts, depart = Ouverts(), minute(VENDREDI)
    lieux = json.dumps(en_json([Ouvertures("Europe/Paris", (depart + 30, depart + 90))]))
    for i in (1, 2):
        ouverts.mettre(i, ouverts.lire(lieux))
    assert ouverts.moment("maintenant", depart).ouverts == 0
    ouverts.oter(1)
    assert ids_du(ouverts.moment("maintenant", depart + 30).ouverts) == [2]


MINUTES = st.integers(-600, 3_000)
PLAGES = st.lists(MINUTES, max_size=6, unique=True).map(lambda m: sorted(m)[: len(m) // 2 * 2])
LIEUX = st.builds(
    lambda fuseau, ouvert, doute: Ouvertures(
        fuseau,
        tuple(DEPART + m for m in ouvert),
        tuple(DEPART + m for m in doute if not ouvert) and (DEPART + max(doute), SANS_FIN),
    ),
    st.sampled_from(["Europe/Paris", "Indian/Reunion"]),
    PLAGES,
    PLAGES,
)
PAS = st.one_of(
    st.tuples(st.just("mettre"), st.integers(0, 5), st.lists(LIEUX, min_size=1, max_size=2)),
    st.tuples(st.just("oter"), st.integers(0, 5), st.just(None)),
    st.tuples(st.just("attendre"), st.sampled_from([0, 1, 15, 200, 1_500]), st.just(None)),
)
DEPART = minute(VENDREDI)


@given(st.lists(PAS, min_size=1, max_size=25))
def test_masks_kept_up_to_date_are_those_of_a_reading_by_hand(suite):
    ouverts, poses, maintenant = Ouverts(), {}, DEPART
    for verbe, nombre, lieux in [*suite, ("attendre", 0, None)]:
        if verbe == "attendre":
            maintenant += nombre
        else:
            ouverts.oter(nombre)
            poses.pop(nombre, None)
        if verbe == "mettre":
            poses[nombre] = lieux
            ouverts.mettre(nombre, ouverts.lire(json.dumps(en_json(lieux))))
        for valeur in QUAND:
            moment = ouverts.moment(valeur, maintenant)
            etats = {i: a_la_main(valeur, maintenant, lieux) for i, lieux in poses.items()}
            assert (ids_du(moment.ouverts), ids_du(moment.doutes)) == (
                sorted(i for i, etat in etats.items() if etat == "ouvert"),
                sorted(i for i, etat in etats.items() if etat == "doute"),
            )
        assert ids_du(ouverts.connus) == sorted(poses)


def a_la_main(valeur, maintenant, lieux):
    """« ouvert » when one of the places is, else « doute », else « ferme »."""
    fenetres = [(lieu, fenetre(valeur, maintenant, lieu.fuseau)) for lieu in lieux]
    if any(croise(lieu.ouvert, *bornes) for lieu, bornes in fenetres):
        return "ouvert"
    return "doute" if any(croise(lieu.doute, *bornes) for lieu, bornes in fenetres) else "ferme"


def cle(horaire):
    return horaire.fuseau, tuple(horaire.ouvert), tuple(horaire.doute)
