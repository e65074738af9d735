"""Outlines of départements around a point."""

from itertools import pairwise

from territoires.contours import contours_autour

NANTES, QUIMPER, AU_LARGE = (47.2184, -1.5536), (47.996, -4.0979), (45.0, -20.0)


def dedans(latitude, longitude, anneau):
    """Whether a point is inside a ring of [lon, lat], by the parity of what it crosses."""
    impair = False
    for (x, y), (x2, y2) in pairwise(anneau):
        if (y > latitude) != (y2 > latitude) and longitude < (x2 - x) * (latitude - y) / (
            y2 - y
        ) + x:
            impair = not impair
    return impair


def test_a_town_is_inside_one_departement():
    assert [
        sum(dedans(*ville, anneaux[0]) for anneaux in contours_autour(*ville, 0.1))
        for ville in (NANTES, QUIMPER)
    ] == [1, 1]


def test_nothing_is_drawn_far_out_at_sea():
    assert contours_autour(*AU_LARGE, 0.6) == []


def test_rings_are_closed_and_on_the_globe():
    anneaux = [anneau for polygone in contours_autour(*NANTES, 400) for anneau in polygone]
    assert [a for a in anneaux if a[0] != a[-1]] == []
    assert [
        point for a in anneaux for point in a if abs(point[0]) > 180 or abs(point[1]) > 90
    ] == []
