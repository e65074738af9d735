"""Numbered pages."""

import pytest

from socle.pagination import Pages


def pages(numero, total):
    return Pages(numero, total, lambda n: f"?page={n}")


@pytest.mark.parametrize(
    ("numero", "total", "montres"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 6, [1, 2, None, 6]),
        (3, 6, [1, 2, 3, 4, 5, 6]),
        (4, 6, [1, 2, 3, 4, 5, 6]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_first_last_and_neighbours_are_shown(numero, total, montres):
    assert [n for n, _adresse in pages(numero, total).numeros] == montres


def test_a_gap_has_no_address():
    assert pages(1, 6).numeros == [(1, "?page=1"), (2, "?page=2"), (None, ""), (6, "?page=6")]


@pytest.mark.parametrize(
    ("numero", "voisines"),
    [(1, ("", "?page=2")), (2, ("?page=1", "?page=3")), (3, ("?page=2", ""))],
)
def test_ends_have_one_neighbour(numero, voisines):
    assert (pages(numero, 3).precedente, pages(numero, 3).suivante) == voisines
