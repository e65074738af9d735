"""What maps are drawn on: outlines and names of communes."""

import gzip
import json

import pytest

from territoires import fond
from territoires.contours import contours
from territoires.models import Commune


def anneaux(serres):
    """Rings of (lon, lat), from their steps."""
    for anneau in serres["formes"]:
        x = y = 0
        points = []
        for est, nord in zip(anneau[::2], anneau[1::2], strict=True):
            x, y = x + est, y + nord
            points.append((x * serres["pas"], y * serres["pas"]))
        yield points


def test_the_outlines_are_those_of_the_country_a_fifth_of_a_kilometre_off_at_most():
    serres = json.loads(fond.contours_serres())
    attendus = {
        (round(x / fond.PAS), round(y / fond.PAS))
        for anneau, *_trous in contours()
        if len({(round(x / fond.PAS), round(y / fond.PAS)) for x, y in anneau}) > 2
        for x, y in anneau
    }
    trouves = {
        (round(x / fond.PAS), round(y / fond.PAS)) for points in anneaux(serres) for x, y in points
    }
    assert trouves == attendus


def test_the_outlines_are_light_and_may_be_kept_for_ever(client, db):
    adresse = f"/territoires/fond/contours-{fond.version_des_contours()}.json"
    reponse = client.get(adresse)
    assert (len(gzip.compress(reponse.content)) < 45_000, reponse.headers["Cache-Control"]) == (
        True,
        "public, max-age=31536000, immutable",
    )
    assert client.get("/territoires/fond/contours-00000000.json").status_code == 404


def test_a_tile_names_its_most_populated_communes_first(
    client, petit_pays, django_assert_num_queries
):
    with django_assert_num_queries(1):
        reponse = client.get("/territoires/fond/noms/5/15/11.json")
    communes = Commune.objects.entieres().filter(
        latitude__range=(40.98, 48.92), longitude__range=(-11.25, 0)
    )
    attendus = [
        [c.nom, round(c.latitude, 4), round(c.longitude, 4), c.population or 0]
        for c in communes.peuplees_d_abord()[: fond.NOMS_PAR_CARREAU]
    ]
    assert (reponse.json(), attendus[0][0]) == ({"noms": attendus}, "Nantes")


@pytest.mark.parametrize("carreau", ["5/32/0", "0/0/1", "21/0/0", "99/1/1"])
def test_a_tile_that_does_not_exist_is_not_found(client, db, carreau):
    assert client.get(f"/territoires/fond/noms/{carreau}.json").status_code == 404
