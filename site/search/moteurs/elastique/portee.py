"""Among what one searches: kind and language, dates, frame, place, selections."""

from dataclasses import dataclass

from django.conf import settings

from ...ouvertures import FACETTE
from ..perimetre import KM, TERRITOIRE, ZONE
from .mots import RIEN, ou


def base(types, locale, minute, cadre=()):
    """``[filter]``: what may be found at a *minute* in a locale: its rows, and the default
    locale's rows of objects that have none."""
    lisible = {"term": {"locale": locale}}
    if locale != settings.LANGUAGE_CODE:
        sans_traduction = {
            "bool": {
                "filter": [{"term": {"locale": settings.LANGUAGE_CODE}}],
                "must_not": [{"term": {"traduit": locale}}],
            }
        }
        lisible = ou([lisible, sans_traduction])
    visible = ou([{"term": {"toujours": True}}, {"term": {"visible": minute}}])
    filtres = [{"terms": {"type": list(types)}}, lisible, visible]
    for choix in cadre:
        passent = [porte(nom, valeurs) for nom, valeurs in choix.items()]
        filtres.append(ou(passent) if passent else RIEN)
    return filtres


def porte(facette, valeurs):
    """What carries one of these values: nothing does when there are none."""
    return {"terms": {f"facettes.{facette}": sorted(valeurs)}}


@dataclass(frozen=True)
class Perimetre:
    """``dedans``: filters of a document that lies where one searches; ``dedans_d_un_lieu``: the
    same of one of its places apart; ``couvert``: that of who comes there, or None; ``boite``: that
    of a part of the map, which nobody comes to from elsewhere, or None."""

    dedans: tuple = ()
    dedans_d_un_lieu: tuple = ()
    couvert: dict | None = None
    boite: dict | None = None

    @property
    def restreint(self):
        return bool(self.dedans) or self.boite is not None

    def filtres(self):
        """``[filter]`` of what lies there or comes there; [] when no place is asked for."""
        boite = [self.boite] if self.boite else []
        if self.dedans and self.couvert:
            return [ou([{"bool": {"filter": list(self.dedans)}}, self.couvert]), *boite]
        return [*self.dedans, *boite]


def tracer(requete, rayons):
    """The ``Perimetre`` of a ``Requete``. *rayons*: every area said in kilometres (« km:20 »)."""
    dedans, du_lieu = [], []
    territoires = requete.filtres.get(TERRITOIRE)
    if territoires is not None:
        dedans.append(porte(TERRITOIRE, territoires))
        if territoires:  # as ``perimetre.Perimetre.contient``
            du_lieu.append({"terms": {"places.territoires": sorted(territoires)}})
    if requete.rayon_km is not None:
        dedans.append(_cercle("positions", requete.centre, requete.rayon_km))
        du_lieu.append(_cercle("places.position", requete.centre, requete.rayon_km))
    boite = None
    if requete.boite is not None:
        boite = dans_la_boite("positions", requete.boite)
        du_lieu.append(dans_la_boite("places.position", requete.boite))
    couvert = _couvert(requete, rayons) if requete.zones else None
    return Perimetre(tuple(dedans), tuple(du_lieu), couvert, boite)


def _couvert(requete, rayons):
    clauses = [porte(ZONE, requete.zones)]
    if requete.centre is not None:
        for valeur in rayons:
            km = float(valeur.removeprefix(KM))
            cercle = _cercle("positions", requete.centre, km)
            clauses.append({"bool": {"filter": [porte(ZONE, [valeur]), cercle]}})
    return ou(clauses)


def _cercle(champ, centre, rayon_km):
    return {
        "geo_distance": {
            "distance": f"{rayon_km}km",
            champ: {"lat": centre[0], "lon": centre[1]},
        }
    }


def dans_la_boite(champ, boite):
    """A (south, west, north, east) in degrees, edges included."""
    sud, ouest, nord, est = boite
    return {"geo_bounding_box": {champ: {"top": nord, "left": ouest, "bottom": sud, "right": est}}}


def fixes(requete):
    """``[filter]`` of the fixed restrictions that are no place."""
    return [porte(nom, v) for nom, v in requete.filtres.items() if nom != TERRITOIRE]


def choisis(requete, quand):
    """``{facet: filter}`` of what the person selected; *quand* compiles moments."""
    return {
        nom: quand.ouverts(valeurs) if nom == FACETTE else porte(nom, valeurs)
        for nom, valeurs in requete.facettes.items()
    }
