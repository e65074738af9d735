from math import inf, nan

import pytest

from territoires.lieux import commune_la_plus_proche

pytestmark = pytest.mark.django_db


def proche(*position, **options):
    reponse = commune_la_plus_proche(*position, **options)
    return reponse and reponse[0].code


@pytest.mark.parametrize(
    ("position", "code"),
    [
        ((47.218, -1.553), "44109"),
        ((48.858, 2.379), "75111"),
        ((-20.88, 55.45), "97411"),
        ((47.12, -1.6), "44143"),
    ],
)
def test_la_mairie_la_plus_proche_repond(petit_pays, position, code):
    assert proche(*position) == code


@pytest.mark.parametrize(
    "position", [(0.0, 0.0), (nan, 2.0), (48.0, inf), (91.0, 2.0), (48.0, 181.0), (90.0, 0.0)]
)
def test_hors_de_portee_ou_du_globe_personne_ne_repond(petit_pays, position):
    assert proche(*position) is None


def test_la_portee_borne_la_reponse(petit_pays):
    position = (47.3, -1.7)
    code, distance = commune_la_plus_proche(*position)[0].code, commune_la_plus_proche(*position)[1]
    assert (code, distance) == ("44114", 6.58)
    assert proche(*position, rayon_km=6.5) is None
