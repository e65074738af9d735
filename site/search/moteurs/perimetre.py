"""Where a search looks: a territory, a circle, and whoever comes to that place from elsewhere."""

from dataclasses import dataclass

from .masques import masque
from .positions import dans_la_boite, distance_km

TERRITOIRE = "territoire"
ZONE = "zone"
KM = "km:"  # an area of intervention said in kilometres around the places of the document


@dataclass(frozen=True, slots=True)
class Perimetre:
    """The mask of what lies where a search looks, or comes there.

    couverts: those of them whose area of intervention covers the place. restreint: whether a
    place was asked for at all.
    """

    bits: int
    couverts: int = 0
    restreint: bool = False
    territoires: frozenset = frozenset()
    centre: tuple | None = None
    rayon_km: float | None = None
    boite: tuple | None = None

    def contient(self, place):
        """Whether one place of a document lies inside (an ``ouverts.Place``)."""
        if self.territoires and not place.territoires & self.territoires:
            return False
        if self.boite and not (place.position and dans_la_boite(place.position, self.boite)):
            return False
        if self.rayon_km is None:
            return True
        return (
            place.position is not None and distance_km(self.centre, place.position) <= self.rayon_km
        )


def tracer(corpus, requete):
    """The ``Perimetre`` of a ``Requete``."""
    territoires = requete.filtres.get(TERRITOIRE)
    if territoires is None and requete.rayon_km is None and requete.boite is None:
        # A centre alone sorts and measures: nobody is left out, but who comes is still said.
        return Perimetre(-1, _couverts(corpus, requete) if requete.zones else 0)
    bits = -1
    if territoires is not None:
        bits &= corpus.restreindre(-1, {TERRITOIRE: territoires})
    if requete.rayon_km is not None:
        bits &= masque(corpus.grille.autour(requete.centre, requete.rayon_km))
    couverts = _couverts(corpus, requete) if requete.zones else 0
    bits |= couverts
    if requete.boite is not None:
        bits &= corpus.semis().masque(requete.boite)
    return Perimetre(
        bits,
        couverts & bits,
        True,
        territoires or frozenset(),
        requete.centre,
        requete.rayon_km,
        requete.boite,
    )


def _couverts(corpus, requete):
    """The mask of documents whose area of intervention covers the place."""
    zones = corpus.facettes.get(ZONE)
    if zones is None:
        return 0
    couverts = zones.union(requete.zones)
    if requete.centre is not None:
        for valeur in zones.valeurs(KM):
            proches = corpus.grille.autour(requete.centre, float(valeur.removeprefix(KM)))
            couverts |= masque(proches) & zones.union((valeur,))
    return couverts
