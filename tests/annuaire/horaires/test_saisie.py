"""Rows of the form ↔ the notation: nothing is changed, nothing is lost."""

import json

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annuaire.horaires import en_francais, lire
from annuaire.horaires.echanges import depuis_json, en_json, lire_heure
from annuaire.horaires.rangees import disent_pareil, saisie_de
from annuaire.horaires.saisie import (
    ETATS,
    FERIES,
    HORAIRES,
    OUVERT,
    RANGS,
    Fermeture,
    Periode,
    Rangee,
    Saisie,
    SaisieRefusee,
    composer,
    normaliser,
)
from tests.annuaire.horaires.test_proprietes import expressions

MARDI, JEUDI, SAMEDI, DIMANCHE = 1, 3, 5, 6
SOIR = ((18 * 60, 20 * 60),)
APRES_MIDI = ((14 * 60, 17 * 60),)

dates = st.tuples(st.integers(1, 12), st.integers(1, 29))
periodes = st.builds(Periode, dates, dates, st.sampled_from([0, 0, 2026, 2027]))
bornes = st.tuples(st.integers(0, 95), st.integers(1, 30)).map(
    lambda b: (b[0] * 15, (b[0] + b[1]) * 15)
)
plages = st.lists(bornes, min_size=1, max_size=3).map(tuple)
remarques = st.sampled_from(["", "", "sur rendez-vous", "sur réservation", "rdv au 02 40 00 00 00"])
PAIRES, IMPAIRES = ((2, 52, 2),), ((1, 53, 2),)
semaines = st.one_of(
    st.sampled_from([PAIRES, IMPAIRES, ((1, 53, 1),)]),
    st.lists(
        st.tuples(st.integers(1, 53), st.integers(0, 52), st.integers(1, 5)).map(
            lambda s: (s[0], min(s[0] + s[1], 53), s[2])
        ),
        max_size=2,
    ).map(tuple),
)
# (ranks, weeks): a row has one or the other.
quand = st.one_of(
    st.just(((), ())),
    st.lists(st.sampled_from(RANGS), max_size=2).map(lambda rangs: (tuple(rangs), ())),
    semaines.map(lambda dites: ((), dites)),
)
rangees = st.builds(
    lambda jours, plages, quand, *reste: Rangee(jours, plages, quand[0], *reste, quand[1]),
    st.sets(st.integers(0, 6), min_size=1).map(lambda j: tuple(sorted(j))),
    plages,
    quand,
    st.sampled_from(ETATS),
    st.one_of(st.none(), st.none(), st.lists(st.integers(1, 12), max_size=4).map(tuple), periodes),
    remarques,
)


@st.composite
def saisies(draw):
    feries = draw(st.sampled_from(FERIES))
    return Saisie(
        tuple(draw(st.lists(rangees, max_size=4))),
        feries,
        draw(plages) if feries == HORAIRES else (),
        tuple(draw(st.lists(st.builds(Fermeture, periodes, remarques), max_size=2))),
        draw(remarques),
    )


@example(Saisie((Rangee((SAMEDI,), APRES_MIDI, (1,)), Rangee((MARDI, JEUDI), SOIR))))
@example(Saisie((Rangee((MARDI,), SOIR, saison=(1, 2, 11, 12)),)))
@example(Saisie((Rangee((MARDI,), SOIR, saison=(3,)),)))
@example(
    Saisie((Rangee((MARDI,), SOIR),), fermetures=(Fermeture(Periode((12, 24), (1, 2), 2026)),))
)
@example(Saisie((Rangee((MARDI,), ((19 * 60, 26 * 60),)),), "ferme"))
@example(Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES), Rangee((SAMEDI,), APRES_MIDI))))
@example(Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES), Rangee((SAMEDI,), SOIR, (1,)))))
@given(saisies())
def test_rows_come_back_from_their_notation(saisie):
    try:
        texte = composer(saisie)
    except SaisieRefusee:
        assume(False)
    assert saisie_de(texte) == normaliser(saisie)
    assert depuis_json(json.dumps(en_json(normaliser(saisie)))) == normaliser(saisie)


@given(expressions)
def test_a_text_that_rows_can_say_keeps_its_meaning(texte):
    saisie = saisie_de(texte)
    if saisie is not None and saisie != Saisie():
        assert disent_pareil(lire(texte), lire(composer(saisie)))


def test_of_the_238_real_hours_all_that_is_understood_goes_into_rows(horaires_reels):
    dicibles = [texte for texte in horaires_reels if saisie_de(texte) is not None]
    assert (len(horaires_reels), len(dicibles)) == (238, 227)
    assert [t for t in horaires_reels if lire(t).genre != "tel_quel"] == dicibles


@pytest.mark.parametrize(
    ("saisie", "notation"),
    [
        (Saisie((Rangee(tuple(range(7)), ((0, 1440),)),)), "24/7"),
        (
            Saisie(
                (Rangee((SAMEDI,), APRES_MIDI, (1,)), Rangee((MARDI, JEUDI), SOIR)),
                fermetures=(Fermeture(Periode((8, 1), (8, 31))),),
                sinon="sur rendez-vous",
            ),
            'Tu,Th 18:00-20:00; Sa[1] 14:00-17:00 || "sur rendez-vous"; Aug off',
        ),
        # What is entered twice for a day adds up; a closed day goes away.
        (
            Saisie((Rangee((0, 1), APRES_MIDI), Rangee((1,), SOIR), Rangee((6,), etat="ferme"))),
            "Mo 14:00-17:00; Tu 14:00-17:00,18:00-20:00",
        ),
        (Saisie((Rangee((2,), SOIR), Rangee((2,), APRES_MIDI, (-1,)))),
         "We 18:00-20:00, We[-1] 14:00-17:00"),
        (Saisie((Rangee((2,), SOIR), Rangee((2,), APRES_MIDI, saison=(7, 8)))),
         "We 18:00-20:00; Jul-Aug We 14:00-17:00"),
        (Saisie((Rangee((2,), SOIR, saison=(1, 2, 6, 11, 12)),)), "Jun,Nov-Feb We 18:00-20:00"),
        (Saisie((Rangee((2,), SOIR, saison=Periode((7, 10), (9, 2))),)),
         "Jul 10-Sep 2 We 18:00-20:00"),
        (Saisie((Rangee((2,), etat="sans_heures"),), "ouvert"), "We; PH open"),
        (Saisie((Rangee((2,), SOIR, etat="rendez_vous"),), HORAIRES, APRES_MIDI),
         'We 18:00-20:00 "sur rendez-vous"; PH 14:00-17:00'),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES),)), "week 2-52/2 Sa 18:00-20:00"),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=((10, 20, 1), (30, 30, 1))),)),
         "week 10-20,30 Sa 18:00-20:00"),
        # However they are cut, the same weeks are one thing; all of them are every week.
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=((2, 20, 2), (22, 53, 2))),)),
         "week 2-52/2 Sa 18:00-20:00"),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=((1, 53, 1),)),)), "Sa 18:00-20:00"),
        # Even weeks add to every week; odd ones have their own hours.
        (Saisie((Rangee((SAMEDI,), APRES_MIDI, semaines=PAIRES), Rangee((SAMEDI,), SOIR))),
         "Sa 18:00-20:00, week 2-52/2 Sa 14:00-17:00"),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=IMPAIRES),
                 Rangee((SAMEDI,), ((1110, 1170),), semaines=PAIRES))),
         "week 1-53/2 Sa 18:00-20:00; week 2-52/2 Sa 18:30-19:30"),
        # The same hours in several sets of weeks are one row, and in all of them, every week.
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES),
                 Rangee((SAMEDI,), SOIR, semaines=((11, 11, 1),)))),
         "week 2,4,6,8,10-12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52"
         " Sa 18:00-20:00"),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES),
                 Rangee((SAMEDI,), SOIR, semaines=IMPAIRES))),
         "Sa 18:00-20:00"),
        # A week that is closed wins, whatever its rank among the rows.
        (Saisie((Rangee(tuple(range(7)), etat="ferme", semaines=((30, 33, 1),)),
                 Rangee((SAMEDI,), SOIR, semaines=PAIRES))),
         "week 2-52/2 Sa 18:00-20:00; week 30-33 off"),
        (Saisie((Rangee((SAMEDI,), SOIR, saison=(7, 8), semaines=PAIRES),)),
         "Jul-Aug week 2-52/2 Sa 18:00-20:00"),
        (Saisie(sinon="sur rendez-vous"), '"sur rendez-vous"'),
        (Saisie((Rangee((2,), SOIR, remarque='dit "bis" « ter »'),)),
         'We 18:00-20:00 "dit bis ter"'),
        (Saisie(), ""),
    ],
)  # fmt: skip
def test_what_is_composed(saisie, notation):
    assert composer(saisie) == notation


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        (Saisie((Rangee((1,), ((600, 720), (660, 780))),)), "Mardi : deux plages se chevauchent."),
        (Saisie((Rangee((1,), SOIR), Rangee((1,), SOIR, etat="rendez_vous"))),
         "Mardi : deux plages se chevauchent."),
        (Saisie((Rangee((1,), SOIR), Rangee((1,), ((1100, 1110),), (2,)))),
         "Mardi : deux plages se chevauchent."),
        (Saisie((Rangee((1,), SOIR), Rangee((1,), etat="sans_heures"))),
         "Mardi : des heures sur une ligne, et pas sur une autre."),
        (Saisie((Rangee((SAMEDI,), SOIR, semaines=PAIRES),
                 Rangee((SAMEDI,), ((1140, 1260),), semaines=((10, 20, 1),)))),
         "Samedi : deux plages se chevauchent."),
        (Saisie((Rangee((SAMEDI,), (*SOIR, *APRES_MIDI), semaines=PAIRES),
                 Rangee((SAMEDI,), SOIR, semaines=((10, 20, 1),)))),
         "Samedi : deux plages se chevauchent."),
        (Saisie((Rangee((1,), SOIR, (1,), semaines=PAIRES),)),
         "Choisissez des semaines du mois, ou des semaines de l’année."),
        (Saisie((Rangee((1,), etat="ferme"),)), "Ajoutez au moins une ligne d’ouverture."),
        (Saisie((Rangee((1,), SOIR, etat="rendez_vous", remarque="sans attente"),)),
         "« sans attente » contredit « sur rendez-vous »."),
    ],
)  # fmt: skip
def test_what_is_refused(saisie, phrase):
    with pytest.raises(SaisieRefusee) as refus:
        composer(saisie)
    assert [dite.replace("\xa0", " ") for dite in refus.value.phrases] == [phrase]


def test_in_words_it_is_what_was_entered():
    texte = composer(
        Saisie(
            (Rangee((SAMEDI,), APRES_MIDI, (1,)), Rangee((MARDI, JEUDI), SOIR)),
            "ferme",
            fermetures=(Fermeture(Periode((8, 3), (8, 24), 2026), "congés"),),
        )
    )
    semaine = en_francais(lire(texte))
    assert [str(ligne).replace("\xa0", " ").replace("\u202f", " ") for ligne in semaine.jours] == [
        "Lundi, mercredi, vendredi et dimanche : fermé",
        "Mardi et jeudi : 18 h – 20 h",
    ]
    assert semaine.notes == (
        "Fermé du 3 août au 24 août 2026 (congés)",
        "Fermé les jours fériés",
    )


@pytest.mark.parametrize(
    "texte",
    [
        "Mo-Fr 18:00+",  # an open end
        "Mo-Fr 09:00-12:00 unknown",
        "week 2-52/2 Sa[1] 10:00-12:00",
        "Sa 14:00-18:00; week 2-52/2 Sa 10:00-12:00",  # takes the place, here too
        "We 14:00-18:00; We[1] 10:00-12:00",  # takes the place of the ordinary hours
        "Su 07:00-13:00; May-Aug Su 07:00-13:00; Su 16:00-19:00",
        "Aug Mo,PH off; Mo-Fr 09:00-12:00",
        'PH 10:00-12:00 "sur rendez-vous"; Mo 10:00-12:00',
        "Un samedi sur deux",
    ],
)
def test_what_rows_cannot_say_stays_a_text(texte):
    assert saisie_de(texte) is None


@pytest.mark.parametrize(
    ("texte", "rangees"),
    [
        ("week 2-52/2 Sa 10:00-12:00", [([SAMEDI], [[2, 52, 2]], "ouvert")]),
        ("week 02-53/2 Sa 10:00-12:00", [([SAMEDI], [[2, 52, 2]], "ouvert")]),
        ("week 1-53/2 Sa 10:00-12:00", [([SAMEDI], [[1, 53, 2]], "ouvert")]),
        ("week 1-52/2 Sa 10:00-12:00", [([SAMEDI], [[1, 51, 2]], "ouvert")]),
        ("week 10-20/3 Sa 10:00-12:00", [([SAMEDI], [[10, 19, 3]], "ouvert")]),
        ("week 1-10,45-53 Sa 10:00-12:00", [([SAMEDI], [[1, 10, 1], [45, 53, 1]], "ouvert")]),
        (
            "Sa 09:00-12:00; week 30-33 off",
            [([SAMEDI], [], "ouvert"), ([*range(7)], [[30, 33, 1]], "ferme")],
        ),
    ],
)
def test_weeks_by_number_come_back_as_rows(texte, rangees):
    dites = en_json(saisie_de(texte))["rangees"]
    assert [(r["jours"], r["semaines"], r["etat"]) for r in dites] == rangees


def test_up_to_week_51_is_not_every_odd_week():
    """Week 53 tells them apart: what compares two texts looks at a year that has one."""
    impaires, presque = lire("week 1-53/2 Mo 10:00-12:00"), lire("week 1-51/2 Mo 10:00-12:00")
    assert disent_pareil(impaires, presque) is False


def test_march_alone_is_understood_with_its_days():
    assert (lire("Mar Tu 18:00-20:00").genre, lire("Mar 1-31 Tu 18:00-20:00").genre) == (
        "tel_quel",
        "compris",
    )


@pytest.mark.parametrize(
    ("texte", "minutes"),
    [("9", 540), ("9h", 540), ("9 h 30", 570), ("09:30", 570), ("9.30", 570), ("0930", 570),
     ("midi", 720), ("Minuit", 0), ("24:00", 1440), ("9 H", 540)],
)  # fmt: skip
def test_an_hour_as_people_type_it(texte, minutes):
    assert lire_heure(texte) == minutes


VIDE = {"rangees": [], "feries": {"etat": "", "plages": []}, "fermetures": [], "sinon": ""}
LIGNE = {"jours": [1], "rangs": [], "semaines": [], "etat": OUVERT, "plages": [["9h", "12h"]],
         "saison": None, "remarque": ""}  # fmt: skip
FERMETURE = {"du": [8, 1], "au": [8, 31], "an": 0, "remarque": ""}


@pytest.mark.parametrize(
    ("champs", "phrases"),
    [
        ({"rangees": [{**LIGNE, "jours": []}, {**LIGNE, "plages": [["", ""]]}]},
         ["Ligne 1 : cochez au moins un jour.", "Ligne 2 : écrivez les heures."]),
        ({"rangees": [{**LIGNE, "plages": [["9h", ""]]}]},
         ["Ligne 1 : il manque l’heure de début ou de fin."]),
        ({"rangees": [{**LIGNE, "plages": [["25h", "9"]]}]},
         ["Ligne 1 : « 25h » n’est pas une heure."]),
        ({"rangees": [{**LIGNE, "plages": [["14h", "12h"]]}]},
         ["Ligne 1 : de 14h à 12h, une plage finit avant de commencer."]),
        ({"rangees": [{**LIGNE, "saison": {"mois": []}}]},
         ["Ligne 1 : cochez au moins un mois."]),
        ({"rangees": [{**LIGNE, "semaines": [[2, None, 1]]}, {**LIGNE, "semaines": [[0, 9, 1]]}]},
         ["Ligne 1 : complétez les numéros de semaine.",
          "Ligne 2 : les semaines vont de 1 à 53."]),
        ({"rangees": [{**LIGNE, "semaines": [[None, None, 1]]}]},
         ["Ligne 1 : complétez les numéros de semaine."]),
        ({"rangees": [{**LIGNE, "semaines": [[45, 10, 2]]}]},
         ["Ligne 1 : de la semaine 45 à la semaine 10, la fin vient avant le début."]),
        ({"rangees": [{**LIGNE, "jours": [], "plages": [], "semaines": [[2, 52, 2]]}]},
         ["Ligne 1 : cochez au moins un jour."]),
        ({"rangees": [{**LIGNE, "semaines": [[1, 2, 0]]}]}, ["Ces horaires sont illisibles."]),
        ({"fermetures": [{**FERMETURE, "du": [2, 30]}]},
         ["Fermeture 1 : il n’y a pas de 30 février."]),
        ({"fermetures": [{**FERMETURE, "du": [8, None]}]},
         ["Fermeture 1 : complétez les dates."]),
        ({"fermetures": [{**FERMETURE, "an": 26}]},
         ["Fermeture 1 : l’année s’écrit avec quatre chiffres."]),
        ({"feries": {"etat": "horaires", "plages": []}}, ["Jours fériés : écrivez les heures."]),
        ({"rangees": {}}, ["Ces horaires sont illisibles."]),
        ({"rangees": [{**LIGNE, "etat": "peut-être"}]}, ["Ces horaires sont illisibles."]),
        ({"rangees": [{**LIGNE, "jours": [True]}]}, ["Ces horaires sont illisibles."]),
        ({"sinon": 3}, ["Ces horaires sont illisibles."]),
    ],
)  # fmt: skip
def test_faults_are_said_in_words(champs, phrases):
    with pytest.raises(SaisieRefusee) as refus:
        depuis_json(json.dumps({**VIDE, **champs}))
    assert [phrase.replace("\xa0", " ") for phrase in refus.value.phrases] == phrases


def test_weeks_that_somebody_added_and_left_are_none():
    ligne = {**LIGNE, "semaines": [[10, 20, 1], [None, None, 1]]}
    saisie = depuis_json(json.dumps({**VIDE, "rangees": [ligne]}))
    assert composer(saisie) == "week 10-20 Tu 09:00-12:00"


def test_weeks_may_run_over_new_year():
    ligne = {**LIGNE, "semaines": [[45, 10, 1]]}
    saisie = depuis_json(json.dumps({**VIDE, "rangees": [ligne]}))
    assert composer(saisie) == "week 1-10,45-53 Tu 09:00-12:00"


@given(st.one_of(st.text(max_size=40), st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=5)),
    lambda x: st.one_of(st.lists(x, max_size=3), st.dictionaries(
        st.sampled_from(["rangees", "feries", "fermetures", "sinon", "etat", "jours"]), x)),
).map(json.dumps)))  # fmt: skip
def test_anything_else_is_refused_without_an_error(texte):
    with pytest.raises(SaisieRefusee):
        depuis_json(texte)


def test_every_rank_and_day_of_the_week_can_be_said():
    for rang in RANGS:
        for jour in range(7):
            saisie = Saisie((Rangee((jour,), SOIR, (rang,)),))
            assert saisie_de(composer(saisie)) == saisie


DIMANCHE_ET_LUNDI = Rangee((0, DIMANCHE), SOIR)


def test_what_was_repaired_is_shown_repaired():
    assert saisie_de("dim. et lundi 18h-20h") in (None, Saisie((DIMANCHE_ET_LUNDI,)))
