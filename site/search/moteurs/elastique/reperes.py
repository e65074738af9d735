"""What a search must know of the whole index before it is written: time zones and areas.

Asked beside the searches that need it (size 0, from the server's request cache) and kept: when
the answer says that the index has come to hold another, the search is made again.
"""

from dataclasses import dataclass

from ...ouvertures import FACETTE
from ..perimetre import KM, ZONE

VALEURS_MAX = 1_000
CORPS = {
    "size": 0,
    "track_total_hits": False,
    "aggs": {
        "fuseaux": {"terms": {"field": "fuseau", "size": VALEURS_MAX}},
        "divers": {
            "nested": {"path": "places"},
            "aggs": {"fuseaux": {"terms": {"field": "places.fuseau", "size": VALEURS_MAX}}},
        },
        "rayons": {
            "terms": {"field": f"facettes.{ZONE}", "include": f"{KM}.*", "size": VALEURS_MAX}
        },
    },
}


@dataclass(frozen=True)
class Reperes:
    """``fuseaux``: IANA names of the zones of places; ``rayons``: areas said in kilometres."""

    fuseaux: frozenset = frozenset()
    rayons: frozenset = frozenset()

    def suffit(self, autres):
        """Whether what was asked with these holds where the index has *autres*."""
        return autres.fuseaux <= self.fuseaux and autres.rayons <= self.rayons


def utiles(requete):
    """Whether a ``Requete`` asks for hours or for who comes to a place."""
    return bool(requete.zones or FACETTE in requete.facettes or FACETTE in requete.facettes_voulues)


def lire(reponse):
    """The ``Reperes`` of an answer to ``CORPS``."""
    comptes = reponse["aggregations"]
    fuseaux = _valeurs(comptes["fuseaux"]) | _valeurs(comptes["divers"]["fuseaux"])
    return Reperes(fuseaux, _valeurs(comptes["rayons"]))


def _valeurs(compte):
    return frozenset(seau["key"] for seau in compte["buckets"])
