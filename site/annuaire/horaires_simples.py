"""Opening hours in words, when OpenStreetMap's notation stays simple; nothing about « now ».

Source of the notation: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Only
days and times are read here: a month, a week, a public holiday, a comment, and the whole text is
shown as written.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
JOURS = (
    gettext_lazy("Lundi"),
    gettext_lazy("Mardi"),
    gettext_lazy("Mercredi"),
    gettext_lazy("Jeudi"),
    gettext_lazy("Vendredi"),
    gettext_lazy("Samedi"),
    gettext_lazy("Dimanche"),
)
_JOUR = "|".join(CODES)
_JOURS = rf"(?:{_JOUR})(?:-(?:{_JOUR}))?"
_HEURES = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_REGLE = re.compile(
    rf"^(?:(?P<jours>{_JOURS}(?:,\s*{_JOURS})*)\s+)?(?P<heures>{_HEURES}(?:,\s*{_HEURES})*|off|closed)$"
)


def lire(notation):
    """Return [(days, [hours])] by runs of equal days, Monday first; None when it is not simple.

    Hours are texts (« 9 h – 12 h 30 »); a day without any is closed: ``[]``.
    """
    semaine = {}
    for brute in notation.strip().rstrip(";").split(";"):
        trouve = _REGLE.match(brute.strip())
        if trouve is None:
            return None
        plages = _plages(trouve["heures"])
        if plages is None:
            return None
        for jour in _jours(trouve["jours"]):
            semaine[jour] = plages
    return _par_suites([semaine.get(jour, []) for jour in range(7)])


def _jours(texte):
    """Ranks of the days of « Mo-Fr,Su »; every day when nothing is said."""
    if not texte:
        return range(7)
    rangs = []
    for morceau in texte.split(","):
        debut, _tiret, fin = morceau.strip().partition("-")
        premier, dernier = CODES.index(debut), CODES.index(fin or debut)
        rangs += [(premier + pas) % 7 for pas in range((dernier - premier) % 7 + 1)]
    return rangs


def _plages(texte):
    if texte in ("off", "closed"):
        return []
    plages = []
    for plage in texte.split(","):
        bornes = [borne.split(":") for borne in plage.strip().split("-")]
        if any(int(heures) > 24 or int(minutes) > 59 for heures, minutes in bornes):
            return None
        plages.append(" – ".join(_heure(int(h), int(m)) for h, m in bornes))
    return plages


def _heure(heures, minutes):
    return f"{heures}\u00a0h\u00a0{minutes:02d}" if minutes else f"{heures}\u00a0h"


def _par_suites(semaine):
    suites, jour = [], 0
    while jour < 7:
        dernier = jour
        while dernier < 6 and semaine[dernier + 1] == semaine[jour]:
            dernier += 1
        suites.append((_nom(jour, dernier), semaine[jour]))
        jour = dernier + 1
    return suites


def _nom(premier, dernier):
    if premier == dernier:
        return str(JOURS[premier])
    if (premier, dernier) == (0, 6):
        return _("Tous les jours")
    if dernier == premier + 1:
        return _("%(un)s et %(autre)s") % {
            "un": JOURS[premier],
            "autre": str(JOURS[dernier]).lower(),
        }
    return _("%(du)s au %(au)s") % {"du": JOURS[premier], "au": str(JOURS[dernier]).lower()}
