"""What is understood, what is repaired and said so, what is left as written."""

from datetime import UTC, datetime

import pytest

from annuaire.horaires import en_francais, etat, intervalles, lire

REPARES = [
    ("Mo-Fr 9:00-12:00", "Mo-Fr 09:00-12:00", ["zéro manquant devant l’heure"]),
    ("Mo-Fr 10h30-12h", "Mo-Fr 10:30-12:00",
     ["heures écrites « 10h30 »", "heures écrites « 10h »"]),
    ("Mo-Fr 10:00-12:00;", "Mo-Fr 10:00-12:00", ["ponctuation finale"]),
    ("Sa [2] 10:00-12:00", "Sa[2] 10:00-12:00", ["espace devant « [ »"]),
    ("Sa[2][4] 10:00-12:00", "Sa[2,4] 10:00-12:00", ["rangs de jour écrits « [2][4] »"]),
    ("mo-fr 10:00-12:00", "Mo-Fr 10:00-12:00", ["majuscules et minuscules"]),
    ("Mo-Fr 10:00–12:00", "Mo-Fr 10:00-12:00", ["tiret long"]),
    ("Mo-Fr10:00-12:00", "Mo-Fr 10:00-12:00", ["espace manquante"]),
    ("24h/24", "24/7", ["24 h/24"]),
    ("24/24 7j/7", "24/7", ["24 h/24"]),
    ("7j/7 10:00-12:00", "Mo-Su 10:00-12:00", ["jours en français"]),
    ("Lun. 10:00-12:00", "Mo 10:00-12:00", ["nom français de jour ou de mois"]),
    ("Lu Ma Me 10:00-12:00", "Mo,Tu,We 10:00-12:00",
     ["nom français de jour ou de mois", "virgule manquante entre des jours"]),
    ("Mo-Fr 10:00 à 12:00", "Mo-Fr 10:00-12:00", ["« de … à … »"]),
    ("Mo-Fr 10:00-12:00 14:00-18:00", "Mo-Fr 10:00-12:00,14:00-18:00",
     ["virgule manquante entre des heures"]),
    ("Mo-Fr 10:00-12:00+14:00-18:00", "Mo-Fr 10:00-12:00,14:00-18:00",
     ["« et » entre des heures"]),
    ("Mo-Fr 10:00-12:00 Sa 10:00-11:00", "Mo-Fr 10:00-12:00; Sa 10:00-11:00",
     ["point-virgule manquant"]),
    ("Mo-Fr 10:00-12:00, Sa off", "Mo-Fr 10:00-12:00; Sa off",
     ["virgule au lieu d’un point-virgule"]),
    ("Mo-Fr 10:00-12:00; Jul Aug off", "Mo-Fr 10:00-12:00; Jul,Aug off",
     ["virgule manquante entre des mois"]),
    ("09:30-18.00; Su off", "09:30-18:00; Su off", ["point au lieu de deux-points"]),
    ("Sa[-1] 09:30-12-00", "Sa[-1] 09:30-12:00", ["tiret au lieu de deux-points"]),
    ("Mo 10:00-12:00\nTu 11:00-12:00", "Mo 10:00-12:00; Tu 11:00-12:00", ["retour à la ligne"]),
    ("Mo-Fr\n10:00-12:00", "Mo-Fr 10:00-12:00", ["retour à la ligne"]),
    ("Mo-Fr 10:00-12:00; jours fériés fermé", "Mo-Fr 10:00-12:00; PH off",
     ["jours fériés en français", "« fermé » en français"]),
    ("Mo-Fr 10:00-12:00; fermé en août", "Mo-Fr 10:00-12:00; Aug off",
     ["nom français de jour ou de mois", "« fermé » en français"]),
    ("Mo-Fr 10:00-12:00 sauf août", "Mo-Fr 10:00-12:00; Aug off",
     ["nom français de jour ou de mois", "« sauf … »"]),
    ("Ma-Sa 10:00-12:00", "Tu-Sa 10:00-12:00", ["nom français de jour ou de mois"]),
    ("mo-we 10:00-12:00", "Mo-We 10:00-12:00", ["majuscules et minuscules"]),
    ("Sa, Di 10:00-12:00", "Sa, Su 10:00-12:00", ["nom français de jour ou de mois"]),
    ("Sa semaines paires 10:00-12:00", "week 2-52/2 Sa 10:00-12:00",
     ["semaines paires ou impaires en français"]),
    ("samedi (semaines impaires) : 10h-12h", "week 1-53/2 Sa 10:00-12:00",
     ["nom français de jour ou de mois", "semaines paires ou impaires en français",
      "heures écrites « 10h »"]),
    ("Semaines paires : lundi au vendredi 10:00-12:00", "week 2-52/2 Mo-Fr 10:00-12:00",
     ["nom français de jour ou de mois", "« … au … »", "semaines paires ou impaires en français"]),
    ("We 14:00-16:00; Sa les semaines paires 10:00-12:00",
     "We 14:00-16:00; week 2-52/2 Sa 10:00-12:00", ["semaines paires ou impaires en français"]),
    ("Fr Sa 10:00-12:00", "Fr,Sa 10:00-12:00", ["virgule manquante entre des jours"]),
]  # fmt: skip


@pytest.mark.parametrize(("texte", "notation", "dites"), REPARES, ids=[r[0] for r in REPARES])
def test_a_frequent_slip_is_repaired_and_said(texte, notation, dites):
    lu = lire(texte)
    assert (lu.genre, lu.notation, list(lu.reparations)) == ("repare", notation, dites)


@pytest.mark.parametrize(
    "texte",
    [
        "Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-12:00",
        "Mo, Tu 10:00-12:00",
        "2026 Dec 24-Jan 02 off",
        "week 01-53/2 Mo 10:00-12:00",
        "Dec 25,Dec 26 off",
        "2026-2027 Mo 10:00-12:00",
        "Sa[1-2],Su[-1] 10:00-12:00",
        'Mo 10:00-12:00 "9h30, sonnez"',
    ],
)
def test_the_notation_itself_is_understood_without_repair(texte):
    lu = lire(texte)
    assert (lu.genre, lu.notation, lu.reparations) == ("compris", texte, ())


def test_stray_spaces_are_not_worth_a_word():
    lu = lire("Mo ,Tu[ 1 ] 10:00 - 12:00 ,14:00-16:00; PH : off")
    assert (lu.genre, lu.notation) == ("compris", "Mo,Tu[1] 10:00-12:00,14:00-16:00; PH off")


def test_a_colon_after_the_days_is_part_of_the_notation():
    lu = lire("Mo-Fr: 10:00-12:00")
    assert (lu.genre, lu.notation) == ("compris", "Mo-Fr 10:00-12:00")


RAISONS = [
    ("Mo 10:00-13:30,15:00,19:30", "une heure seule, sans fin"),
    ("Mo-Fr 10:00-12:00; SH off", "les vacances scolaires ne sont pas suivies"),
    ("Mo-Sa 09:00-18:00, Sa 09:00-12:00", "deux règles se recouvrent"),
    ("Sa[1] 09:00-12:00, Sa 10:00-18:00", "deux règles se recouvrent"),
    ("Sa 09:00-12:00, Sa[1] 10:00-18:00", "deux règles se recouvrent"),
    ("PH 09:00-12:00, PH 10:00-18:00", "deux règles se recouvrent"),
    ("Mo 09:00-12:00; Mo 14:00-18:00", "deux règles différentes pour les mêmes jours"),
    ("Su off; Mo-Su 10:00-18:00", "un jour fermé, puis ouvert"),
    ("Mo-Fr; 10:00-12:00", "des jours et des heures séparés"),
    ("Mo-Fr 10:00-12:00; 14:00-18:00", "des heures sans leurs jours"),
    ("Mar 10:00-12:00", "« Mar »\u00a0: mars ou mardi"),
    ("Mo 10:00-25:70", "« 25:70 » n’est pas une heure"),
    ("Mo 10:00-10:00", "une plage commence et finit à la même heure"),
    ("Mo 14:00-12:00", "une plage finit avant de commencer"),
    ("Mo 06:00-31:00", "une plage dépasse un jour"),
    ("Sa[6] 10:00-12:00", "rang de jour hors de 1 à 5"),
    ("week 54 Mo 10:00-12:00", "numéro de semaine hors de 1 à 53"),
    ("Feb 30 off", "le jour 30 n’existe pas dans ce mois"),
    ("Dec 24-20 off", "dates à l’envers"),
    ("2026 Dec 24-2025 Jan 02 off", "dates à l’envers"),
    ("Dec 24-2027 Jan 02 off", "une année manque"),
    ("Aug-Sep 12 off", "« 12 » n’est pas compris à cet endroit"),
    ("Dec 24-2026 off", "une année manque"),
    ("2027-2026 Mo 10:00-12:00", "« Mo » n’est pas compris à cet endroit"),
    ("Aug-Mo 10:00-12:00", "« Mo » n’est pas compris à cet endroit"),
    ("Mo-Sa[1] 10:00-12:00", "« [ » n’est pas compris à cet endroit"),
    ("Sa[1;2] 10:00-12:00", "« ; » n’est pas compris à cet endroit"),
    ("Mo-", "incomplet"),
    ("Mo 10:00-12:00 / Tu", "« / » n’est pas compris à cet endroit"),
    ("; ; ;", "vide"),
    ('"Voir le site"', "un commentaire seul"),
    ('off "sur rendez-vous"', "un commentaire seul"),
    ("x" * 501, "texte trop long"),
    ("Mo-Fr 10:00-12:00 sauf en été", "« sauf en été » n’est pas compris"),
    ("10h-12h", "des heures sans leurs jours"),
    ("Mo 10:00-12:00 sauf le Mo", "« sauf Mo » n’est pas compris"),
    ("week 1 : Mo 10:00-12:00", "notation invalide"),
    ("WE 10:00-18:00", "« WE 10:00-18:00 » n’est pas compris"),
    ("Mo, Di 10:00-18:00", "« Di 10:00-18:00 » n’est pas compris"),
    ("Mo,Sa semaines paires 10:00-12:00", "« semaines paires 10: » n’est pas compris"),
    ("10h-12h lundi 14h-18h", "des heures sans leurs jours"),
    ("Mo Fr 10:00-12:00", "« Fr » n’est pas compris à cet endroit"),
]


@pytest.mark.parametrize(("texte", "raison"), RAISONS, ids=[r[0][:40] for r in RAISONS])
def test_what_stays_doubtful_is_left_as_written_with_its_reason(texte, raison):
    lu = lire(texte)
    assert (lu.genre, lu.raison, lu.regles) == ("tel_quel", raison, ())
    assert en_francais(lu).texte == texte


@pytest.mark.parametrize(
    "texte",
    ['"By appointment only"', "sur rendez-vous", "Uniquement sur RDV", '"Sur rendez-vous, 06…"'],
)
def test_an_appointment_is_said(texte):
    assert lire(texte).genre == "sur_rendez_vous"


def test_without_an_appointment_is_no_appointment():
    assert lire('"sans rendez-vous"').genre == "tel_quel"


def test_nothing_written_is_empty():
    assert (lire("").genre, lire("  ").genre) == ("vide", "vide")


def test_a_naive_instant_is_refused():
    naif = datetime(2026, 11, 24, 10)
    with pytest.raises(ValueError, match="aware"):
        etat("24/7", naif, "Europe/Paris", "44")
    with pytest.raises(ValueError, match="aware"):
        intervalles("24/7", naif, datetime(2026, 11, 25, tzinfo=UTC), "Europe/Paris", "44")


def test_intervals_are_clipped_and_merged():
    debut = datetime(2026, 11, 24, 10, tzinfo=UTC)
    fin = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert intervalles("24/7", debut, fin, "Europe/Paris", "44") == [(debut, fin)]
    assert intervalles("Mo-Fr 09:00-12:00", debut, fin, "Europe/Paris", "44") == [
        (debut, datetime(2026, 11, 24, 11, tzinfo=UTC)),
        (datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 25, 11, tzinfo=UTC)),
        (datetime(2026, 11, 26, 8, tzinfo=UTC), fin),
    ]
    assert intervalles("sur rendez-vous", debut, fin, "Europe/Paris", "44") == []
