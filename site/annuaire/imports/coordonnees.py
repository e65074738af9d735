"""Latitudes and longitudes as lists write them, and what their commune says of them."""

import math
import re

from django.utils.translation import gettext as _

from territoires.proximite import commune_la_plus_proche, distance_km

from .valeurs import texte_simple

# Beyond, the position or the commune is wrong: the commune is what people read and check.
ECART_MAX = 50.0
# A position that lost a sign, a point or its order falls this near to its commune once repaired.
ECART_REPARE = 20.0
_POINT = re.compile(r"POINT\s*Z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)", re.IGNORECASE)
PUISSANCE_MAX = 16  # a double has no more decimals to lose


def de_la_ligne(cellules):
    """Return {"latitude": …, "longitude": …} of a row: its own two columns, else ``position``.

    « 48.11, -1.68 », « 48,11 ; -1,68 », {"lat": …, "lon": …}, « POINT(-1.68 48.11) », where the
    longitude comes first.
    """
    ecrites = {nom: cellules.get(nom) for nom in ("latitude", "longitude")}
    valeur = cellules.get("position")
    if any(map(texte_simple, ecrites.values())) or not valeur:
        return ecrites
    if isinstance(valeur, dict):
        noms = (("lat", "latitude"), ("lon", "lng", "long", "longitude"))
        paire = [next((valeur[n] for n in ns if n in valeur), "") for ns in noms]
    elif isinstance(valeur, list):
        paire = valeur
    else:
        texte = texte_simple(valeur)
        point = _POINT.search(texte)
        paire = [point[2], point[1]] if point else _couper(texte)
    return dict(zip(ecrites, paire, strict=True)) if len(paire) == 2 else ecrites


def _couper(texte):
    """The two numbers of a text, whatever separates them and whatever their decimal sign is."""
    for separateur in (r"\s*[;/|]\s*", r"\s*,\s+|\s+", r","):
        parties = [p for p in re.split(separateur, texte.strip("()[] ")) if p]
        if len(parties) == 2:
            return parties
    return []


def nombre(valeur):
    """Return a cell as a float (« 47,21 », « 47.218.400 » too), None when it is not a number."""
    texte = re.sub(r"[\s\xa0\u202f']", "", texte_simple(valeur)).replace("−", "-")
    if texte.count(",") + texte.count(".") > 1:
        texte = re.sub(r"[.,]", "", texte)  # a separator of thousands: the commune will say
    try:
        lu = float(texte.replace(",", "."))
    except ValueError:
        return None
    return lu if math.isfinite(lu) else None


def lire(fiche, latitude, longitude):
    """Return (latitude, longitude) as written, or None when they are missing or not numbers.

    An exact zero is a value that is missing: no actor stands on the very equator or meridian.
    They may be out of the globe: ``accorder`` sees whether the commune explains it.
    """
    ecrit = (texte_simple(latitude), texte_simple(longitude))
    if not any(ecrit):
        return None
    lues = nombre(latitude), nombre(longitude)
    if not all(lues):
        hors_de_la_carte(fiche, ecrit)
        return None
    return round(lues[0], 7), round(lues[1], 7)


def sur_le_globe(point):
    """Whether a position exists."""
    return point is not None and abs(point[0]) <= 90 and abs(point[1]) <= 180


def hors_de_la_carte(fiche, point):
    """Note that a position was left out."""
    ecrit = ", ".join(str(x) for x in point)
    fiche.remarquer("position", _("Position hors de la carte (%s) : laissée de côté.") % ecrit[:80])


def accorder(fiche, point, commune):
    """Return the position that goes with the commune, None when the one of the list does not."""
    if sur_le_globe(point):
        ecart = distance_km(commune, *point)
        if ecart <= ECART_MAX:
            return point
    for genre, phrase, essai in _essais(point):
        if distance_km(commune, *essai) <= ECART_REPARE:
            fiche.remarquer(genre, phrase % commune.nom)
            return essai
    if not sur_le_globe(point):
        hors_de_la_carte(fiche, point)
        return None
    fiche.remarquer(
        "position",
        _("Position à %(km)d km de %(nom)s : remplacée par celle de la commune.")
        % {"km": ecart, "nom": commune.nom},
    )
    return None


def _essais(point):
    """Yield (kind of remark, sentence, position) for each damage, undone, the least first."""
    lat, lon = point
    signe = _("Longitude sans son signe « - » : rétablie, %s le confirme.")
    yield from _possibles("position_signe", signe, [(lat, -lon)])
    inverse = _("Latitude et longitude inversées : remises en ordre, %s le confirme.")
    yield from _possibles("position_inversee", inverse, [(lon, lat), (lon, -lat)])
    virgule = _("Position sans sa virgule : rétablie, %s le confirme.")
    echelles = [
        essai
        for x in _echelles(lat)
        for y in _echelles(lon)
        for essai in ((x, y), (x, -y), (y, x), (y, -x))
    ]
    yield from _possibles("position_virgule", virgule, echelles)


def _possibles(genre, phrase, essais):
    return ((genre, phrase, essai) for essai in essais if sur_le_globe(essai))


def _echelles(valeur):
    """A whole number may be a decimal one that lost its point."""
    if not valeur.is_integer():
        return [valeur]
    return [round(valeur / 10**k, 7) for k in range(PUISSANCE_MAX + 1)]


def commune_de(fiche, point):
    """Return (the commune nearest to a position, the position), or (None, position).

    A position far from France that is in France once its numbers are swapped was swapped.
    """
    if proche := commune_la_plus_proche(*point):
        return proche[0], point
    inverse = (point[1], point[0])
    if sur_le_globe(inverse) and (proche := commune_la_plus_proche(*inverse)):
        phrase = _("Latitude et longitude inversées : remises en ordre, %s le confirme.")
        fiche.remarquer("position_inversee", phrase % proche[0].nom)
        return proche[0], inverse
    return None, point
