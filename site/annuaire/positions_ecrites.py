"""Positions as people paste them: « 47,2184 -1,5536 », « 47°13′06″N 1°33′13″O »."""

import re

_NOMBRE = r"[-+−]?\d{1,3}(?:[.,]\d+)?"
_DECIMALES = re.compile(rf"({_NOMBRE})\s*°?\s*[\s,;]\s*({_NOMBRE})\s*°?")
_ANGLE = (
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|'{2}|’{2})\s*)?"
)
_DEGRES = re.compile(rf"{_ANGLE}([NS])\s*[\s,;]*\s*{_ANGLE}([EWO])", re.IGNORECASE)


def lire_position(texte):
    """Return (latitude, longitude) in degrees, None when the text is not a position on earth."""
    texte = texte.strip()
    if lu := _DECIMALES.fullmatch(texte):
        point = tuple(_nombre(lu[rang]) for rang in (1, 2))
    elif lu := _DEGRES.fullmatch(texte):
        point = (_angle(*lu.group(1, 2, 3, 4)), _angle(*lu.group(5, 6, 7, 8)))
    else:
        return None
    latitude, longitude = (round(valeur, 6) for valeur in point)
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _nombre(texte):
    return float(texte.replace(",", ".").replace("−", "-"))


def _angle(degres, minutes, secondes, vers):
    valeur = int(degres) + _nombre(minutes or "0") / 60 + _nombre(secondes or "0") / 3600
    return -valeur if vers.upper() in "SWO" else valeur
