"""Hours in French words: the week, what is special, and the sentence of the moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from annuaire.horaires import en_francais, etat, lire

FERIES = "Jours fériés : horaires à vérifier"
RENDUS = [
    (
        "Mo-Fr 09:00-12:00,14:00-18:30; Sa 10:00-12:00",
        ["Lundi au vendredi : 9 h – 12 h et 14 h – 18 h 30", "Samedi : 10 h – 12 h",
         "Dimanche : fermé", FERIES],
    ),
    ("24/7; PH off", ["Tous les jours : 24 h sur 24", "Fermé les jours fériés"]),
    (
        "Mo,Tu,Fr-Su 10:00-12:00",
        ["Lundi, mardi et du vendredi au dimanche : 10 h – 12 h", "Mercredi et jeudi : fermé",
         FERIES],
    ),
    ("Sa[1,3] 10:00-12:00; Aug off",
     ["1er et 3e samedi du mois : 10 h – 12 h", "Fermé en août", FERIES]),
    (
        "Mo 10:00-12:00; Sa[-1],Su[-2] 10:00-12:00",
        ["Lundi : 10 h – 12 h", "Mardi au vendredi : fermé",
         "Dernier samedi du mois et avant-dernier dimanche du mois : 10 h – 12 h", FERIES],
    ),
    ("Jan-Dec Sa[1] 10:00-12:00", ["1er samedi du mois : 10 h – 12 h", FERIES]),
    ("Sa[-3] 10:00-12:00", ["3e samedi avant la fin du mois : 10 h – 12 h", FERIES]),
    (
        "Mo-Su 10:00-12:00; Sa[1] off",
        ["Tous les jours : 10 h – 12 h", "1er samedi du mois : fermé", FERIES],
    ),
    ("Mo-Su,PH 10:00-12:00", ["Tous les jours : 10 h – 12 h", "Jours fériés : 10 h – 12 h"]),
    (
        'Mo-Su 10:00-12:00; Dec 24-Jan 2 off "congés"',
        ["Tous les jours : 10 h – 12 h", "Fermé du 24 décembre au 2 janvier (congés)", FERIES],
    ),
    (
        "Mo-Su 10:00-12:00; 2026 Jul 10-2027 Jan 2 off",
        ["Tous les jours : 10 h – 12 h", "Fermé du 10 juillet 2026 au 2 janvier 2027", FERIES],
    ),
    (
        "Mo-Su 10:00-12:00; Jan 1,May 1 off",
        ["Tous les jours : 10 h – 12 h", "Fermé le 1er janvier et le 1er mai", FERIES],
    ),
    (
        "Mo-Su 10:00-12:00; Aug Mo,PH off",
        ["Tous les jours : 10 h – 12 h", "Fermé en août (lundi et jours fériés)", FERIES],
    ),
    (
        "Apr-Oct Mo-Fr 09:00-12:00; Jul-Aug Sa 10:00-12:00",
        ["Lundi au vendredi, d’avril à octobre : 9 h – 12 h",
         "Samedi, en juillet et août : 10 h – 12 h", FERIES],
    ),
    (
        "Jan,Mar,May Sa[3] 09:30-12:30",
        ["3e samedi du mois, en janvier, mars et mai : 9 h 30 – 12 h 30", FERIES],
    ),
    ("2027 Mo 10:00-12:00", ["Lundi, en 2027 : 10 h – 12 h", FERIES]),
    ("2027-2028 Mo 10:00-12:00", ["Lundi, de 2027 à 2028 : 10 h – 12 h", FERIES]),
    ("week 1-53/2 Mo 10:00-12:00",
     ["Lundi, une semaine sur deux (semaines impaires) : 10 h – 12 h", FERIES]),
    ("week 2-52/2 Mo 10:00-12:00",
     ["Lundi, une semaine sur deux (semaines paires) : 10 h – 12 h", FERIES]),
    ("week 10-20/3 Mo 10:00-12:00",
     ["Lundi, semaines 10 à 20, une sur trois : 10 h – 12 h", FERIES]),
    ("week 1-52/2 Mo 10:00-12:00",  # not week 53: « impaires » would be wrong of it
     ["Lundi, semaines 1 à 52, une sur deux : 10 h – 12 h", FERIES]),
    ("Mo 09:00-10:00, week 2-52/2 Mo 14:00-16:00",
     ["Lundi : 9 h – 10 h", "Mardi au dimanche : fermé",
      "Lundi, une semaine sur deux (semaines paires) : 14 h – 16 h", FERIES]),
    ("Mo 09:00-10:00; Aug week 2-52/2 off",
     ["Lundi : 9 h – 10 h", "Mardi au dimanche : fermé",
      "Fermé en août, une semaine sur deux (semaines paires)", FERIES]),
    ("week 10-20,30 Mo 10:00-12:00",
     ["Lundi, semaines 10 à 20 et semaine 30 : 10 h – 12 h", FERIES]),
    ("Mo-Su 12:00-24:00", ["Tous les jours : 12 h – minuit", FERIES]),
    ("Mo-Su 18:00+", ["Tous les jours : à partir de 18 h, fin non précisée", FERIES]),
    ("Mo-Su 10:00-18:00+", ["Tous les jours : 10 h – 18 h ou plus tard", FERIES]),
    ("Mo-Su 10:00-12:00 unknown", ["Tous les jours : 10 h – 12 h (à vérifier)", FERIES]),
    ('Mo-Su 10:00-12:00 "réserver"', ["Tous les jours : 10 h – 12 h (réserver)", FERIES]),
    ("Mo-Su", ["Tous les jours : horaires non précisés", FERIES]),
    (
        'Mo-Su 10:00-12:00 || "sur rendez-vous"',
        ["Tous les jours : 10 h – 12 h", "Sinon : sur rendez-vous", FERIES],
    ),
    (
        "Mo-Su 10:00-12:00 || Sa[1] 14:00-16:00",
        ["Tous les jours : 10 h – 12 h", "1er samedi du mois : 14 h – 16 h",
         "Sinon : 1er samedi du mois, 14 h – 16 h", FERIES],
    ),
    ('Mo-Su 10:00-12:00; "interphone"', ["Tous les jours : 10 h – 12 h", "Interphone", FERIES]),
    (
        "Mo-Su 09:00-18:00; 12:00-13:00 off; Aug 15:00-16:00 off",
        ["Tous les jours : 9 h – 12 h et 13 h – 18 h", "En août : fermé de 15 h à 16 h", FERIES],
    ),
    ("off", ["Fermé"]),
    ("sur rendez-vous", ["Sur rendez-vous"]),
    ("", []),
]  # fmt: skip


def en_clair(texte):
    """All that is shown, with ordinary spaces."""
    semaine = en_francais(lire(texte))
    lignes = [*map(str, semaine.jours), *map(str, semaine.particuliers), *semaine.notes]
    return [ligne.replace("\u202f", " ").replace("\u00a0", " ") for ligne in lignes]


@pytest.mark.parametrize(("texte", "lignes"), RENDUS, ids=[r[0] for r in RENDUS])
def test_hours_are_said_in_french(texte, lignes):
    assert en_clair(texte) == lignes


def test_hours_keep_their_unit_by_a_narrow_no_break_space():
    assert en_francais(lire("Mo-Su 09:30-12:00")).jours[0].plages == (
        "9\u202fh\u202f30 – 12\u202fh",
    )


def test_a_line_knows_its_weekdays_so_that_today_can_be_marked():
    lignes = en_francais(lire("Mo-Fr 09:00-12:00; We off")).jours
    assert [(sorted(ligne.rangs), ligne.ferme) for ligne in lignes] == [
        ([0, 1, 3, 4], False), ([2, 5, 6], True),
    ]  # fmt: skip


def test_what_is_not_understood_is_shown_as_written_after_an_introduction():
    semaine = en_francais(lire("Un samedi sur deux"))
    assert (semaine.introduction, semaine.texte) == (
        "Horaires tels qu’indiqués\u00a0:",
        "Un samedi sur deux",
    )
    assert (semaine.jours, semaine.notes) == ((), ())


PHRASES = [
    ("Mo-Fr 09:00-18:30", "2026-11-23T10:00", "Ouvert jusqu’à 18 h 30"),
    ("Mo-Fr 18:00-24:00", "2026-11-23T19:00", "Ouvert jusqu’à minuit"),
    ("24/7; PH 00:00-24:00", "2026-11-23T19:00", "Ouvert 24 h sur 24"),
    ("24/7", "2026-11-23T19:00", "Ouvert"),
    ("Mo-Fr 14:00-18:00", "2026-11-23T10:00", "Fermé, ouvre à 14 h"),
    ("Mo-Fr 14:00-18:00", "2026-11-23T20:00", "Fermé, ouvre demain à 14 h"),
    ("Tu 14:00-18:00", "2026-11-28T20:00", "Fermé, ouvre mardi à 14 h"),
    ("Mo-Fr 09:00-18:00; Aug off", "2026-08-12T20:00", "Fermé, ouvre le 1er septembre à 9 h"),
    ("off", "2026-08-12T20:00", "Fermé"),
    ("Mo-Fr 09:00-18:00", "2026-12-25T10:00", "Jour férié : horaires à vérifier"),
    ('"By appointment only"', "2026-11-23T10:00", "Sur rendez-vous"),
    ('Mo 09:00-18:00 "sonner"', "2026-11-23T10:00", "Horaires à vérifier : sonner"),
    ("Mo-Fr 09:00-18:00; SH off", "2026-11-23T10:00", "Horaires à vérifier"),
    ("", "2026-11-23T10:00", "Horaires non renseignés"),
]


@pytest.mark.parametrize(("texte", "instant", "phrase"), PHRASES)
def test_the_state_is_said_in_a_sentence(texte, instant, phrase):
    moment = datetime.fromisoformat(instant).replace(tzinfo=ZoneInfo("Europe/Paris"))
    dit = etat(texte, moment, "Europe/Paris", "44").phrase
    assert dit.replace("\u202f", " ").replace("\u00a0", " ") == phrase
