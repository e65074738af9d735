"""The column « zone »: « commune:Nantes | departement:44 | national | rayon:20 »."""

from django.utils.translation import gettext as _

from search.analyse import plier
from territoires.lieux import lieu_de, resoudre

from .valeurs import lister

CHAMP = {
    "commune": "commune_id",
    "epci": "epci_id",
    "departement": "departement_id",
    "region": "region_id",
}
_AUTRES_NOMS = {"intercommunalite": "epci", "dept": "departement", "france": "national"}


def lire_zones(fiche, valeur):
    """Return the area rows of a cell (see provenances); what is not understood is remarked."""
    rangees = []
    for ecrit in lister(valeur):
        rangee = _lire(ecrit)
        if rangee is None:
            fiche.remarquer("zone", _("Zone « %s » : non comprise.") % ecrit[:80])
        elif rangee not in rangees:
            rangees.append(rangee)
    return rangees


def _lire(ecrit):
    genre, _deux_points, reste = ecrit.partition(":")
    genre, reste = plier(genre.strip()), reste.strip()
    genre = _AUTRES_NOMS.get(genre, genre)
    if genre == "national":
        return {"genre": "national"}
    if genre == "rayon":
        km = plier(reste).removesuffix("km").strip()
        juste = km.isascii() and km.isdigit() and len(km) <= 3 and 1 <= int(km) <= 500
        return {"genre": "rayon", "rayon_km": int(km)} if juste else None
    if genre not in CHAMP or not reste:
        return None
    lieu = lieu_de(f"{genre}:{reste}") or _par_nom(genre, reste)
    if lieu is None or lieu.genre != genre:
        return None
    return {"genre": genre, CHAMP[genre]: lieu.code}


def _par_nom(genre, nom):
    """The one place of that kind that bears a name; none when several do."""
    resolution = resoudre(nom)
    if resolution.approche:
        return None
    trouves = [resolution.lieu, *resolution.candidats, *resolution.autres]
    justes = {x.code: x for x in trouves if x is not None and x.genre == genre}
    if resolution.lieu is not None and resolution.lieu.genre == genre:
        return resolution.lieu
    return next(iter(justes.values())) if len(justes) == 1 else None
