"""Outlines of départements, simplified to about 500 m: to draw a map without third parties."""

import json
import lzma
from functools import lru_cache
from pathlib import Path

FICHIER = Path(__file__).parent / "donnees" / "departements.geojson.xz"


@lru_cache(maxsize=1)
def _contours():
    """[(south, north, west, east, rings)], read once: 350 KB of text."""
    with lzma.open(FICHIER, "rt", encoding="utf-8") as fichier:
        formes = [feature["geometry"] for feature in json.load(fichier)["features"]]
    contours = []
    for forme in formes:
        polygones = forme["coordinates"]
        polygones = [polygones] if forme["type"] == "Polygon" else polygones
        for anneaux in polygones:
            longitudes, latitudes = zip(*anneaux[0], strict=True)
            bornes = (min(latitudes), max(latitudes), min(longitudes), max(longitudes))
            contours.append((*bornes, anneaux))
    return contours


def contours():
    """Every polygon of every département, an island being one of its own: [[ring, hole…]…]."""
    return [anneaux for *_bornes, anneaux in _contours()]


def contours_autour(latitude, longitude, ecart):
    """Return the polygons less than *ecart* degrees away: [[ring, hole…]…], rings of [lon, lat].

    An island is a polygon of its own, so that far ones are left out.
    """
    return [
        anneaux
        for sud, nord, ouest, est, anneaux in _contours()
        if sud - ecart <= latitude <= nord + ecart and ouest - ecart <= longitude <= est + ecart
    ]
