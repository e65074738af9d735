import pytest

from annuaire.horaires_simples import lire

NEUF_MIDI = "9\u00a0h – 12\u00a0h"


@pytest.mark.parametrize(
    ("notation", "lignes"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:30; Sa 10:00-12:00",
            [
                ("Lundi au vendredi", [NEUF_MIDI, "14\u00a0h – 18\u00a0h\u00a030"]),
                ("Samedi", ["10\u00a0h – 12\u00a0h"]),
                ("Dimanche", []),
            ],
        ),
        ("09:00-12:00", [("Tous les jours", [NEUF_MIDI])]),
        (
            "Mo-Su 09:00-12:00; We off",
            [
                ("Lundi et mardi", [NEUF_MIDI]),
                ("Mercredi", []),
                ("Jeudi au dimanche", [NEUF_MIDI]),
            ],
        ),
        (
            "Sa-Mo,We 09:00-12:00;",
            [
                ("Lundi", [NEUF_MIDI]),
                ("Mardi", []),
                ("Mercredi", [NEUF_MIDI]),
                ("Jeudi et vendredi", []),
                ("Samedi et dimanche", [NEUF_MIDI]),
            ],
        ),
    ],
)
def test_simple_hours_are_said_in_words(notation, lignes):
    assert lire(notation) == lignes


@pytest.mark.parametrize(
    "notation",
    [
        "Sa[1] 10:00-12:00",
        "Mo-Fr 09:00-12:00; PH off",
        "Jul-Aug Mo 09:00-12:00",
        'Mo 09:00-12:00 "sur rendez-vous"',
        "24/7",
        "Mo 09:00-25:00",
        "Mo 09:75-12:00",
        "du lundi au vendredi",
        "",
    ],
)
def test_what_is_not_simple_is_left_as_written(notation):
    assert lire(notation) is None
