"""When the places of a document are surely open, and what « ce soir » means where they are.

Instants are whole minutes since 1970 (UTC): hours are written to the minute, and a number is
small. A span is a pair of them, start included, end not.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# The values of the facet « quand », in the order in which people think of them.
QUAND = ("maintenant", "soir", "samedi", "dimanche")
FACETTE = "quand"
DEBUT_DU_SOIR = 18  # o'clock
SANS_FIN = 2**32 - 1
_JOURS = {"samedi": 5, "dimanche": 6}


@dataclass(frozen=True, slots=True)
class Ouvertures:
    """One place and its spans, flat and ascending: ``(start, end, start, end, …)``.

    fuseau: IANA name of its zone, « » when its hours are not known at all. ouvert: surely open.
    doute: neither surely open nor surely closed, up to ``SANS_FIN`` from the day that nobody
    has looked at yet. position: (latitude, longitude) fit to be shown, or None. territoires:
    its facet keys.
    """

    fuseau: str = ""
    ouvert: tuple[int, ...] = ()
    doute: tuple[int, ...] = ()
    position: tuple[float, float] | None = None
    territoires: tuple[str, ...] = ()

    @property
    def horaire(self):
        """What places that keep the same hours share."""
        return self.fuseau, self.ouvert, self.doute


def en_json(lieux):
    """What a ``Document`` keeps of its places: nothing when no hours are known, one element
    without a place when all keep the same."""
    lieux = list(lieux)
    if not any(lieu.fuseau for lieu in lieux):
        return []
    if len({lieu.horaire for lieu in lieux}) == 1:
        lieux = [Ouvertures(*lieux[0].horaire)]
    return [_element(lieu) for lieu in lieux]


def _element(lieu):
    element = {"fuseau": lieu.fuseau, "ouvert": list(lieu.ouvert), "doute": list(lieu.doute)}
    if lieu.position:
        element["position"] = [round(degres, 6) for degres in lieu.position]
    if lieu.territoires:
        element["territoires"] = list(lieu.territoires)
    return element


def minute(instant):
    """The whole minute of an aware datetime."""
    return int(instant.timestamp() // 60)


def plates(plages):
    """``[(datetime, datetime)]`` as flat minutes."""
    return tuple(minute(borne) for plage in plages for borne in plage)


def rencontre(bornes, debut, fin):
    """(whether flat, ascending spans meet [debut, fin), the next bound after debut)."""
    rang = bisect_right(bornes, debut)
    suivant = bornes[rang] if rang < len(bornes) else SANS_FIN
    # After an odd number of bounds, one is inside a span.
    return bool(rang & 1) or suivant < fin, suivant


def croise(bornes, debut, fin):
    """Whether one of these flat, ascending spans meets [debut, fin)."""
    return rencontre(bornes, debut, fin)[0]


@lru_cache(maxsize=512)
def fenetre(valeur, maintenant, fuseau):
    """The span that *valeur* (one of ``QUAND``) means at the minute *maintenant* in a zone.

    « ce soir » is from 18 h to midnight, « samedi » the next one or today; what is already past
    of them does not count.
    """
    if valeur == "maintenant":
        return maintenant, maintenant + 1
    zone = ZoneInfo(fuseau)
    jour = datetime.fromtimestamp(maintenant * 60, zone).date()
    if valeur == "soir":
        debut = datetime(jour.year, jour.month, jour.day, DEBUT_DU_SOIR, tzinfo=zone)
    else:
        jour += timedelta(days=(_JOURS[valeur] - jour.weekday()) % 7)
        debut = datetime(jour.year, jour.month, jour.day, tzinfo=zone)
    lendemain = jour + timedelta(days=1)
    fin = datetime(lendemain.year, lendemain.month, lendemain.day, tzinfo=zone)
    return max(minute(debut), maintenant), minute(fin)
