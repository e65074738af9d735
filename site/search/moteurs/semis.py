"""Where every position lies on a map: what a box holds, and how many each tile has.

Positions are kept in the order of a curve that goes through the tiles of a web mercator map one
after the other, whatever the zoom: what a tile holds is a slice. Measured at 100,000 positions:
counting the tiles of a whole country takes 20 ms, building the order most of a second, once.
"""

from array import array
from bisect import bisect_left
from itertools import compress
from math import asinh, pi, radians, tan

from ..requetes import ZOOM_MAX
from .masques import drapeaux, masque
from .positions import dans_la_boite

COTE = 1 << ZOOM_MAX  # tiles a side
LATITUDE_MAX = 85.05112877980659  # where a mercator map is a square
# Fewer positions than this are looked at one by one rather than by smaller tiles.
PEU = 32
MASQUES_GARDES = 32
DEHORS, AU_BORD, DEDANS = range(3)

# Bits of a byte, spread out: those of x and y meet in one number.
_ESPACES = [int("".join(f"0{bit}" for bit in f"{n:08b}"), 2) for n in range(256)]


def tuile(latitude, longitude, zoom):
    """(x, y) of the web mercator tile of a position in degrees."""
    cote = 1 << zoom
    latitude = max(-LATITUDE_MAX, min(LATITUDE_MAX, latitude))
    x = int((longitude + 180) / 360 * cote)
    y = int((1 - asinh(tan(radians(latitude))) / pi) / 2 * cote)
    return min(max(x, 0), cote - 1), min(max(y, 0), cote - 1)


class Semis:
    """Positions in the order of their tiles; kept up to date by who writes the corpus."""

    def __init__(self, positions=None):
        """*positions*: ``{id: ((latitude, longitude), …)}``."""
        lignes = sorted(
            (_code(*position), i, *position)
            for i, siennes in (positions or {}).items()
            for position in siennes
        )
        codes, ids, latitudes, longitudes = zip(*lignes, strict=True) if lignes else ((),) * 4
        self.codes, self.ids = array("Q", codes), array("Q", ids)
        self.latitudes, self.longitudes = array("d", latitudes), array("d", longitudes)
        self._taille = max(ids, default=0) + 1
        self._masques = {}

    def mettre(self, i, positions):
        """Add the positions of a document that has none here."""
        for latitude, longitude in positions:
            code = _code(latitude, longitude)
            rang = bisect_left(self.codes, code)
            for colonne, valeur in zip(
                self._colonnes(), (code, i, latitude, longitude), strict=True
            ):
                colonne.insert(rang, valeur)
        self._taille = max(self._taille, i + 1)
        self._masques.clear()

    def oter(self, i, positions):
        """Take away the positions of a document."""
        for position in positions:
            rang = self.ids.index(i, bisect_left(self.codes, _code(*position)))
            for colonne in self._colonnes():
                del colonne[rang]
        self._masques.clear()

    def _colonnes(self):
        return self.codes, self.ids, self.latitudes, self.longitudes

    def masque(self, boite):
        """The mask of documents that have a position in a box (see ``Requete``)."""
        if boite not in self._masques:
            ids = array("Q")
            for debut, fin in self._plages(boite):
                ids += self.ids[debut:fin]
            while len(self._masques) >= MASQUES_GARDES:
                del self._masques[next(iter(self._masques))]
            self._masques[boite] = masque(ids)
        return self._masques[boite]

    def montrer(self, bits, boite, zoom, limite):
        """Where the documents of a mask lie in a box (None: everywhere), as ``Carte`` says it:
        (total, [(id, latitude, longitude)] or, of more than *limite*, None, [tile, …])."""
        presents = self._presents(bits, boite)
        total = sum(present.count(1) for _debut, present in presents)
        if total > limite:
            return total, None, self._carreaux(presents, zoom)
        trouves = []
        for debut, present in presents:
            plage = slice(debut, debut + len(present))
            colonnes = (self.ids[plage], self.latitudes[plage], self.longitudes[plage])
            trouves += compress(zip(*colonnes, strict=True), present)
        return total, trouves, ()

    def _carreaux(self, presents, zoom):
        decalage, sommes = 2 * (ZOOM_MAX - zoom), {}
        for debut, present in presents:
            fin, rang = debut + len(present), debut
            while rang < fin:
                carreau = self.codes[rang] >> decalage
                suivant = bisect_left(self.codes, (carreau + 1) << decalage, rang, fin)
                gardes = present[rang - debut : suivant - debut]
                if nombre := gardes.count(1):
                    somme = sommes.setdefault(carreau, [0, 0.0, 0.0])
                    somme[0] += nombre
                    somme[1] += sum(compress(self.latitudes[rang:suivant], gardes))
                    somme[2] += sum(compress(self.longitudes[rang:suivant], gardes))
                rang = suivant
        return [
            (zoom, *_decoder(carreau), n, round(latitudes / n, 6), round(longitudes / n, 6))
            for carreau, (n, latitudes, longitudes) in sommes.items()
        ]

    def _presents(self, bits, boite):
        """[(rank, one byte a position from that rank on: whether the mask has it)]."""
        plages = [(0, len(self.ids))] if boite is None else self._plages(boite)
        connus = drapeaux(bits, self._taille)
        return [
            (debut, bytes(map(connus.__getitem__, self.ids[debut:fin]))) for debut, fin in plages
        ]

    def _plages(self, boite):
        """[[from, to]] ranks of the positions of a box, ascending, as few as can be."""
        sud, ouest, nord, est = boite
        coins = (*tuile(nord, ouest, ZOOM_MAX), *tuile(sud, est, ZOOM_MAX))
        plages = []
        a_voir = [(0, ZOOM_MAX, 0, len(self.codes))]
        while a_voir:
            carreau, niveau, debut, fin = a_voir.pop()
            ou = _situer(carreau, niveau, coins) if debut < fin else DEHORS
            if ou == DEDANS:
                _prolonger(plages, debut, fin)
            elif ou == AU_BORD and (niveau == 0 or fin - debut <= PEU):
                for rang in range(debut, fin):
                    if dans_la_boite((self.latitudes[rang], self.longitudes[rang]), boite):
                        _prolonger(plages, rang, rang + 1)
            elif ou == AU_BORD:
                bornes = [debut, fin]
                for quart in range(3, 0, -1):
                    code = (4 * carreau + quart) << 2 * (niveau - 1)
                    bornes.insert(1, bisect_left(self.codes, code, debut, bornes[1]))
                a_voir += [
                    (4 * carreau + quart, niveau - 1, *bornes[quart : quart + 2])
                    for quart in range(3, -1, -1)
                ]
        return plages


def _situer(carreau, niveau, coins):
    """Where the tile of that code, 2**niveau small tiles a side, lies of a box of small tiles."""
    x_min, y_min, x_max, y_max = coins
    x0, y0 = (n << niveau for n in _decoder(carreau))
    x1, y1 = x0 + (1 << niveau) - 1, y0 + (1 << niveau) - 1
    if x1 < x_min or x0 > x_max or y1 < y_min or y0 > y_max:
        return DEHORS
    # The small tiles of the edge also hold what lies beyond it.
    return DEDANS if x_min < x0 and x1 < x_max and y_min < y0 and y1 < y_max else AU_BORD


def _prolonger(plages, debut, fin):
    if plages and plages[-1][1] == debut:
        plages[-1][1] = fin
    else:
        plages.append([debut, fin])


def _code(latitude, longitude):
    return _entrelacer(*tuile(latitude, longitude, ZOOM_MAX))


def _entrelacer(x, y):
    """x and y as one number, a bit of each in turn, that of y first."""
    e = _ESPACES
    bas = e[x & 255] | e[y & 255] << 1
    milieu = e[x >> 8 & 255] | e[y >> 8 & 255] << 1
    return bas | milieu << 16 | (e[x >> 16] | e[y >> 16] << 1) << 32


def _decoder(code):
    """(x, y) of an interleaved number."""
    x = y = 0
    for bit in range(ZOOM_MAX):
        x |= (code >> 2 * bit & 1) << bit
        y |= (code >> 2 * bit + 1 & 1) << bit
    return x, y
