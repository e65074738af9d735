"""What must hold of any hours at any instant, and what the reference reader says of ours."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from annuaire.horaires import doutes, en_francais, etat, intervalles, lire
from annuaire.horaires.feries import jours_feries

LIEUX = [
    ("Europe/Paris", "44"),
    ("Europe/Paris", "67"),
    ("Indian/Reunion", "974"),
    ("America/Miquelon", "975"),
    ("Pacific/Marquesas", "987"),
]
JOURS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

jours = st.one_of(
    st.just(""),
    st.lists(st.sampled_from([*JOURS, "Mo-Fr", "Sa-Su", "Fr-Mo"]), min_size=1, max_size=2).map(
        ",".join
    ),
    st.sampled_from(["Sa[1]", "Su[-1]", "We[2,4]", "PH", "Mo,PH", "Sa-Su,PH"]),
)
dates = st.sampled_from(
    ["", "", "", "Aug", "Apr-Oct", "Dec 24-Jan 02", "2026 Mar 20-Apr 10", "week 10-40/3"]
)
bornes = st.tuples(st.integers(0, 95), st.integers(1, 40))
heures = st.lists(
    bornes.map(lambda b: f"{_hm(b[0] * 15)}-{_hm((b[0] + b[1]) * 15)}"), min_size=1, max_size=2
).map(",".join)
suites = st.sampled_from(["", "", "", "", " off", " unknown", ' "sur réservation"', ' "rdv"', "+"])
regles = st.tuples(dates, jours, st.one_of(heures, st.just("")), suites).map(
    lambda r: " ".join(m for m in r[:3] if m) + r[3]
)
expressions = st.tuples(
    regles, st.lists(st.tuples(st.sampled_from(["; ", "; ", ", ", " || "]), regles), max_size=2)
).map(lambda e: e[0] + "".join(lien + regle for lien, regle in e[1]))
instants = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 30), timezones=st.just(UTC))
# Around the changes of clocks and the holidays, where things break.
instants_difficiles = st.tuples(
    st.sampled_from(
        [(2026, 3, 29), (2026, 10, 25), (2026, 4, 3), (2026, 12, 25), (2026, 12, 20), (2027, 1, 1)]
    ),
    st.integers(-26 * 60, 30 * 60),
).map(lambda x: datetime(*x[0], tzinfo=UTC) + timedelta(minutes=x[1]))


def _hm(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@settings(max_examples=250, deadline=None)
@example("02:00-02:15", datetime(2026, 3, 29, 0, tzinfo=UTC), ("Europe/Paris", "44"))
@example("02:00-02:15", datetime(2026, 10, 25, 0, tzinfo=UTC), ("Europe/Paris", "44"))
@given(expressions, st.one_of(instants, instants_difficiles), st.sampled_from(LIEUX))
def test_a_place_is_open_exactly_inside_its_sure_intervals(texte, instant, lieu):
    fuseau, departement = lieu
    dit = etat(texte, instant, fuseau, departement)
    surs = intervalles(
        texte, instant - timedelta(days=3), instant + timedelta(days=14), fuseau, departement
    )
    assert (dit.genre == "ouvert") == any(debut <= instant < fin for debut, fin in surs)
    assert all(a < b for a, b in surs)
    assert all(fin < debut for (_, fin), (debut, _) in pairwise(surs))
    if dit.ouvre_a and dit.ouvre_a < instant + timedelta(days=14):
        assert dit.ouvre_a in [debut for debut, _fin in surs]
    if dit.jusqua and dit.jusqua < instant + timedelta(days=14):
        assert dit.jusqua in [fin for _debut, fin in surs]


@settings(max_examples=250, deadline=None)
@given(
    st.one_of(expressions, st.just("")),
    st.one_of(instants, instants_difficiles),
    st.sampled_from(LIEUX),
)
def test_a_place_is_in_doubt_exactly_when_it_is_neither_open_nor_closed(texte, instant, lieu):
    fuseau, departement = lieu
    dit = etat(texte, instant, fuseau, departement)
    flous = doutes(
        texte, instant - timedelta(days=1), instant + timedelta(days=15), fuseau, departement
    )
    if flous is None:  # always in doubt
        flous = [(instant, instant + timedelta(minutes=1))]
    assert (dit.genre not in ("ouvert", "ferme")) == any(a <= instant < b for a, b in flous)
    assert all(a < b for a, b in flous)
    assert all(fin <= debut for (_, fin), (debut, _) in pairwise(flous))


@settings(max_examples=150, deadline=None)
@given(expressions, st.one_of(instants, instants_difficiles), st.sampled_from(LIEUX))
def test_no_holiday_is_open_without_a_rule_that_names_it(texte, instant, lieu):
    fuseau, departement = lieu
    jour = instant.astimezone(ZoneInfo(fuseau)).date()
    if texte and "PH" not in texte and jour in jours_feries(departement, jour.year):
        assert etat(texte, instant, fuseau, departement).genre in {
            "jour_ferie",
            "ferme",
            "tel_quel",
            "sur_rendez_vous",
        }


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text('MoTuSaPH 0123456789:-,;[]+|/"hàoff', max_size=40)))
def test_any_text_is_read_and_shown_without_an_error(texte):
    expression = lire(texte)
    assert expression.genre in {"compris", "repare", "sur_rendez_vous", "tel_quel", "vide"}
    assert en_francais(expression) == en_francais(expression)
    etat(expression, datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/Paris", "44")


# No holiday in Nantes between these dates, and no change of clocks.
FENETRE = (datetime(2026, 11, 12), datetime(2026, 12, 24))


def dit_la_reference(notation):
    """The open intervals of the reference reader, local and naive, over FENETRE."""
    return [
        (debut, fin)
        for debut, fin, genre, _dit in OpeningHours(notation).intervals(*FENETRE)
        if str(genre) == "open"
    ]


def test_ordinary_days_are_those_of_the_reference_reader(listes_reelles, horaires_reels):
    paris = ZoneInfo("Europe/Paris")
    bornes_utc = [borne.replace(tzinfo=paris).astimezone(UTC) for borne in FENETRE]
    compares = 0
    for texte in horaires_reels:
        expression = lire(texte)
        # « Mo, Tu 10:00 » opens the whole Monday for the reference; « Sa » alone, all Saturday.
        if not expression.ouvre or texte == "Mo, Tu, Th, Fr 07:00-17:00; We 07:00-14:30":
            continue
        if texte == "We, Fr, Sa 10:00-18:00":
            continue
        notre = [
            tuple(moment.astimezone(paris).replace(tzinfo=None) for moment in plage)
            for plage in intervalles(expression, *bornes_utc, "Europe/Paris", "44")
        ]
        assert notre == dit_la_reference(expression.notation), texte
        compares += 1
    assert compares == 222


def test_of_the_238_real_hours_how_many_are_read(horaires_reels):
    comptes = {}
    for texte in horaires_reels:
        genre = lire(texte).genre
        comptes[genre] = comptes.get(genre, 0) + 1
    print(comptes)  # noqa: T201 (the figure of the note)
    assert comptes == {"compris": 203, "repare": 23, "tel_quel": 11, "sur_rendez_vous": 1}


def test_holidays_follow_the_departement():
    assert date(2026, 12, 26) in jours_feries("67", 2026)
    assert date(2026, 12, 26) in jours_feries("57", 2026)
    assert date(2026, 12, 26) not in jours_feries("44", 2026)
    assert date(2026, 12, 20) in jours_feries("974", 2026)
    assert len(jours_feries("44", 2026)) == 11
    assert len(jours_feries("", 2026)) == 13
