"""Figures as French readers write them."""

import pytest
from django.utils import translation

from socle import typographie


@pytest.mark.parametrize(
    ("valeur", "decimales", "ecrit"),
    [
        (1284, 0, "1\u202f284"),
        (999, 0, "999"),
        (57.5, 1, "57,5"),
        (1234567.891, 2, "1\u202f234\u202f567,89"),
        (0, 0, "0"),
        (None, 0, ""),
        ("", 0, ""),
    ],
)
def test_numbers(valeur, decimales, ecrit):
    assert typographie.nombre(valeur, decimales) == ecrit


def test_numbers_in_english():
    with translation.override("en"):
        assert typographie.nombre(1284.5, 1) == "1,284.5"


@pytest.mark.parametrize(
    ("km", "ecrit"),
    [
        (0, "50\u202fm"),
        (0.351, "350\u202fm"),
        (0.97, "950\u202fm"),
        (0.98, "1,0\u202fkm"),
        (1.24, "1,2\u202fkm"),
        (9.94, "9,9\u202fkm"),
        (9.95, "10\u202fkm"),
        (1234, "1\u202f234\u202fkm"),
        (None, ""),
        ("", ""),
    ],
)
def test_distances(km, ecrit):
    assert typographie.distance(km) == ecrit


@pytest.mark.parametrize(
    ("numero", "ecrit"),
    [
        ("+33240506070", "02\u00a040\u00a050\u00a060\u00a070"),
        ("02.40.50.60.70", "02\u00a040\u00a050\u00a060\u00a070"),
        ("02\u202f40 50 60 70", "02\u00a040\u00a050\u00a060\u00a070"),
        ("3949", "3949"),
        ("+262262000000", "+262262000000"),
        (None, ""),
    ],
)
def test_telephone_numbers(numero, ecrit):
    assert typographie.telephone(numero) == ecrit
