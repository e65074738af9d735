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
    same of one of its places apart; ``couvert``: that of who comes there, or None."""

    dedans: tuple = ()
    dedans_d_un_lieu: tuple = ()
    couvert: dict | None = None

    @property
    def restreint(self):
        return bool(self.dedans)

    def filtres(self):
        """``[filter]`` of what lies there or comes there; [] when no place is asked for."""
        if not self.dedans:
            return []
        dedans = list(self.dedans)
        if self.couvert is None:
            return dedans
        return [ou([{"bool": {"filter": dedans}}, self.couvert])]


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
    couvert = _couvert(requete, rayons) if requete.zones else None
    return Perimetre(tuple(dedans), tuple(du_lieu), couvert)


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


def fixes(requete):
    """``[filter]`` of the fixed restrictions that are no place."""
    return [porte(nom, v) for nom, v in requete.filtres.items() if nom != TERRITOIRE]


def choisis(requete, quand):
    """``{facet: filter}`` of what the person selected; *quand* compiles moments."""
    return {
        nom: quand.ouverts(valeurs) if nom == FACETTE else porte(nom, valeurs)
        for nom, valeurs in requete.facettes.items()
    }
