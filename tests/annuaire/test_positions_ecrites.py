"""Positions as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annuaire.positions_ecrites import lire_position


@pytest.mark.parametrize(
    "texte",
    [
        "47,2184 -1,5536",
        " 47.2184, -1.5536 ",
        "47.2184,-1.5536",
        "47,2184,-1,5536",
        "47,2184 ; −1,5536",
        "47.2184°, -1.5536°",
        "47° 13′ 6.24″ N, 1° 33′ 12.96″ O",
        "47°13'6,24\"N 1°33'12,96\"W",
        "47°13.104'N 1°33.216'O",
    ],
)
def test_a_position_is_read(texte):
    assert lire_position(texte) == (47.2184, -1.5536)


@pytest.mark.parametrize(
    "texte", ["", "47,2184", "Nantes", "91 0", "0 181", "47 1 2", "1°N", "°N °E", "10°70N 1°E"]
)
def test_anything_else_is_not(texte):
    assert lire_position(texte) is None


@given(
    st.floats(-90, 90).map(lambda x: round(x, 6)), st.floats(-180, 180).map(lambda x: round(x, 6))
)
def test_what_is_written_is_what_is_read(latitude, longitude):
    assert lire_position(f"{latitude:.6f}, {longitude:.6f}") == (latitude, longitude)
