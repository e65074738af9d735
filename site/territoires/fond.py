"""What a map is drawn on without asking anybody: outlines of départements and names of communes.

Coordinates are WGS 84. Outlines are those of ``territoires.contours``, simplified to about 500 m:
good to tell land from sea and one département from the next, not to find a street.
"""

import hashlib
import json
from functools import lru_cache
from math import atan, degrees, pi, sinh

from territoires.contours import FICHIER, contours
from territoires.models import Commune

# Degrees: a fifth of a kilometre, finer than the outlines themselves.
PAS = 0.002
FORME = 1  # raise it when ``contours_serres`` says the same outlines in another way
ZOOM_MAX = 20
NOMS_PAR_CARREAU = 14


@lru_cache(maxsize=1)
def version_des_contours():
    """Eight signs that change when the outlines do: their address may be kept for ever."""
    return hashlib.sha256(FICHIER.read_bytes() + f"{PAS} {FORME}".encode()).hexdigest()[:8]


@lru_cache(maxsize=1)
def contours_serres():
    """Every outline as JSON text, about 40 KB gzipped: {"pas": degrees, "formes": [ring…]}.

    A ring is a flat list of whole steps east, then north, from one corner to the next, the first
    from (0, 0). Corners that fall together are one, islands smaller than a step are gone;
    neighbours keep the same border, since each corner moves by itself. Holes are left out: they
    are enclaves, which their owner fills, and accidents of the simplification.
    """
    formes = [ecarts for anneaux in contours() if (ecarts := _ecarts(anneaux[0]))]
    return json.dumps({"pas": PAS, "formes": formes}, separators=(",", ":"))


def _ecarts(anneau):
    """The steps of a ring of [lon, lat]; [] when it holds nothing."""
    coins = []
    for longitude, latitude in anneau:
        coin = (round(longitude / PAS), round(latitude / PAS))
        if not coins or coins[-1] != coin:
            coins.append(coin)
    if len(set(coins)) < 3:
        return []
    ecarts, precedent = [], (0, 0)
    for coin in coins:
        ecarts += [coin[0] - precedent[0], coin[1] - precedent[1]]
        precedent = coin
    return ecarts


def noms_du_carreau(zoom, x, y):
    """[[name, latitude, longitude, inhabitants]] of the most populated communes of a web mercator
    tile, the first one first. One query. Raises ValueError for a tile that does not exist.
    """
    cote = 1 << zoom if 0 <= zoom <= ZOOM_MAX else 0
    if not (0 <= x < cote and 0 <= y < cote):
        raise ValueError("no such tile")
    ouest, est = (360 * n / cote - 180 for n in (x, x + 1))
    nord, sud = (degrees(atan(sinh(pi * (1 - 2 * n / cote)))) for n in (y, y + 1))
    communes = (
        Commune.objects.entieres()
        .filter(latitude__gte=sud, latitude__lt=nord, longitude__gte=ouest, longitude__lt=est)
        .peuplees_d_abord()
        .values_list("nom", "latitude", "longitude", "population")
    )
    return [
        [nom, round(latitude, 4), round(longitude, 4), population or 0]
        for nom, latitude, longitude, population in communes[:NOMS_PAR_CARREAU]
    ]
