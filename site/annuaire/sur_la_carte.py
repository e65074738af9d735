"""The results of a search on a map: what a view of the world holds, and which view to open on.

A position known only to the commune, or that of a private place, is said apart: an area, not a
point on the town hall.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from math import cos, radians

from annuaire.cartes import IMPRECISES
from annuaire.cartes_facettes import termes
from annuaire.models import Acteur, Lieu
from search.moteurs import moteur
from search.moteurs.semis import tuile
from search.requetes import POINTS_MAX, ZOOM_MAX

# Tiles of clusters are 64 pixels wide: four times four of them a tile of the map.
PLUS_FIN = 2
# Of an answer, whatever part of the world is asked for and however near.
CARREAUX_MAX = 900
NOM_MAX = 70  # characters
METROPOLE = (41.3, -5.3, 51.2, 9.7)
ZOOM_D_ETENDUE = 10
# Of many results, the few far ones do not decide of the view.
ECARTES, A_PARTIR_DE = 0.02, 30
KM_PAR_DEGRE = 111.195
AUTOUR_D_UNE_COMMUNE = 4.0  # km
# Nothing to draw.
VIDE = {"total": 0, "points": [], "carreaux": [], "domaines": [], "communes": []}


def montrer(demande, vue, zoom, locale):
    """What a map of *zoom* that shows *vue* (south, west, north, east; None: everything) draws.

    {"total": positions, "points": [[latitude, longitude, ref, name, domain, commune]],
    "carreaux": [[x, y, number, latitude, longitude]], "zoom": that of these tiles,
    "domaines": [[name, dye]], "communes": [name]}: points below 500 positions, else tiles. Of a
    point, ``domain`` is a rank among the domains or -1; ``commune`` one among the communes when
    only the commune is known, else -1. Two queries besides those of the engine.
    """
    boite = vue if demande.boite is None else _commune(demande.boite, vue)
    if demande.question is not None or boite == ():
        return VIDE | {"zoom": zoom}
    zoom = zoom_des_carreaux(zoom, boite)
    requete = replace(demande.requete(locale=locale, facettes_voulues=(), par_page=1), boite=boite)
    carte = moteur().cartographier(requete, zoom, POINTS_MAX)
    return {
        "total": carte.total,
        "zoom": zoom,
        "carreaux": [
            [x, y, nombre, round(latitude, 4), round(longitude, 4)]
            for _z, x, y, nombre, latitude, longitude in sorted(carte.carreaux)
        ],
        **_points(carte.points),
    }


def zoom_des_carreaux(zoom, boite):
    """The zoom of the tiles that gather results: fine enough, and never too many of them."""
    fin = min(zoom + PLUS_FIN, ZOOM_MAX)
    sud, ouest, nord, est = boite or (-90, -180, 90, 180)
    while fin > 0:
        (x0, y0), (x1, y1) = tuile(nord, ouest, fin), tuile(sud, est, fin)
        if (x1 - x0 + 1) * (y1 - y0 + 1) <= CARREAUX_MAX:
            break
        fin -= 1
    return fin


def _commune(boite, vue):
    """What two boxes share; () when nothing."""
    if vue is None:
        return boite
    sud, ouest = max(boite[0], vue[0]), max(boite[1], vue[1])
    nord, est = min(boite[2], vue[2]), min(boite[3], vue[3])
    return (sud, ouest, nord, est) if sud <= nord and ouest <= est else ()


def _points(points):
    """The points of a ``Carte`` as an answer says them; actors withdrawn since are left out."""
    pks = {objet for _document, _type, objet, *_position in points}
    acteurs = (
        Acteur.objects.publies()
        .filter(pk__in=pks)
        .values_list("pk", "ref", "nom", "domaine_principal_id")
    )
    connus = {pk: ligne for pk, *ligne in acteurs}
    lieux = _communes_des_positions(pks)
    domaines, communes, dits = {}, {}, []
    for _document, _type, objet, latitude, longitude in points:
        commune = lieux.get((objet, latitude, longitude))
        if objet not in connus or commune is None:
            continue
        ref, nom, cle = connus[objet]
        domaine = termes().domaine(cle)
        couple = (domaine.nom, domaine.couleur) if domaine else None
        dits.append(
            [
                *(round(latitude, 5), round(longitude, 5)),
                *(ref, nom if len(nom) <= NOM_MAX else f"{nom[: NOM_MAX - 1]}…"),
                domaines.setdefault(couple, len(domaines)) if couple else -1,
                communes.setdefault(commune, len(communes)) if commune else -1,
            ]
        )
    # By place, so that names of one street compress together and the order says nothing.
    return {"points": sorted(dits), "domaines": [*map(list, domaines)], "communes": [*communes]}


def _communes_des_positions(pks):
    """``{(actor, latitude, longitude): name of the commune when only it is known, else ""}``."""
    trouvees = {}
    for pk, public, precision, *position, commune, centre_lat, centre_lon in Lieu.objects.filter(
        acteur__in=pks
    ).values_list(
        *("acteur_id", "public", "precision", "latitude", "longitude"),
        *("commune__nom", "commune__latitude", "commune__longitude"),
    ):
        exacte = public and precision not in IMPRECISES
        latitude, longitude = position if public else (centre_lat, centre_lon)
        if latitude is not None and longitude is not None:
            cle = (pk, round(latitude, 6), round(longitude, 6))
            # Of two places at one position, the one that is surely there.
            trouvees[cle] = "" if exacte else trouvees.get(cle, commune or "?")
    return trouvees


def etendue(demande, locale):
    """The (south, west, north, east) on which to open the map of a Demande.

    The part of the map or the circle that is asked for; else where its results lie, without the
    few that lie farthest, nor what lies overseas when most are in France's mainland.
    """
    if demande.boite:
        return demande.boite
    if demande.situe:
        return autour(demande.lieu.centre, demande.rayon or AUTOUR_D_UNE_COMMUNE)
    if demande.question is not None:
        return METROPOLE
    requete = demande.requete(locale=locale, facettes_voulues=(), par_page=1)
    # Whoever comes to a place from elsewhere does not tell where it is.
    carte = moteur().cartographier(replace(requete, zones=frozenset()), ZOOM_D_ETENDUE, 0)
    lieux = [carreau[3:] for carreau in carte.carreaux]
    ici = [
        lieu
        for lieu in lieux
        if METROPOLE[0] <= lieu[1] <= METROPOLE[2] and METROPOLE[1] <= lieu[2] <= METROPOLE[3]
    ]
    if 2 * sum(lieu[0] for lieu in ici) >= carte.total:
        lieux = ici
    if not lieux:
        return METROPOLE
    (sud, nord), (ouest, est) = (_bornes(lieux, rang) for rang in (1, 2))
    marge = 0.02  # what means of tiles leave out
    return sud - marge, ouest - marge, nord + marge, est + marge


def _bornes(lieux, rang):
    """Between which degrees most of [(number, latitude, longitude)] lie."""
    ranges = sorted((lieu[rang], lieu[0]) for lieu in lieux)
    cumul = list(accumulate(nombre for _degres, nombre in ranges))
    ecartes = ECARTES * cumul[-1] if cumul[-1] >= A_PARTIR_DE else 0
    debut = bisect_right(cumul, ecartes)
    fin = bisect_left(cumul, cumul[-1] - ecartes)
    return ranges[debut][0], ranges[fin][0]


def autour(centre, km):
    """The (south, west, north, east) around a circle."""
    latitude, longitude = centre
    haut = km / KM_PAR_DEGRE
    large = haut / max(cos(radians(latitude)), 0.01)
    return latitude - haut, longitude - large, latitude + haut, longitude + large
