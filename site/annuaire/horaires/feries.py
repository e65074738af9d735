"""Public holidays of a place, by département.

Source: the package `holidays` (Code du travail, articles L3133-1, L3134-13 for Alsace-Moselle and
L3422-2 for the abolition of slavery overseas). Good Friday in Alsace-Moselle holds only in
communes with a Protestant church: it counts as a holiday everywhere there, since a doubt never
says « ouvert ».
"""

from functools import lru_cache

import holidays

ALSACE = "6AE"
# Subdivision names of the package; any other département has the eleven national holidays.
SUBDIVISIONS = {
    "57": "57",
    "67": ALSACE,
    "68": ALSACE,
    "6AE": ALSACE,
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


@lru_cache(maxsize=512)
def _feries(subdivision, annee):
    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=[annee]))


def jours_feries(departement, annee):
    """Return the frozenset of holiday dates of *annee*.

    A place whose département is unknown (« » or None) keeps every doubt of the mainland: it has
    Alsace-Moselle's holidays too.
    """
    subdivision = SUBDIVISIONS.get(departement) if departement else ALSACE
    return _feries(subdivision, annee)


def jours_peut_etre_feries(departement, annee):
    """Return the dates that are a holiday or not, nobody knows: no rule can decide them."""
    return frozenset() if departement else _feries(ALSACE, annee) - _feries(None, annee)
