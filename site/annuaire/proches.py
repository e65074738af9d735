"""Actors near a place, by the engine of the list: the same distances, the same visibility."""

from django.utils.translation import get_language

from annuaire.cartes import cartes
from search.moteurs import moteur
from search.requetes import Requete

RAYON_KM = 20
NOMBRE = 3


def proches(request, acteur, lieux, domaine=None):
    """Return at most ``NOMBRE`` cards of other actors within ``RAYON_KM``, nearest first.

    Around the first place that has a position fit to be shown. *domaine*: a Terme that they must
    share (alternatives to an actor that closed).
    """
    centre = next((lieu.position_publique for lieu in lieux if lieu.position_publique), None)
    if centre is None:
        return []
    trouves = moteur().voisins(
        Requete(
            locale=get_language(),
            centre=centre,
            rayon_km=RAYON_KM,
            tri="distance",
            par_page=NOMBRE + 1,
            filtres={"domaine": {domaine.racine.cle}} if domaine else {},
        )
    )
    resultats = {r.objet_id: r for r in trouves if r.objet_id != acteur.pk}
    return cartes(request, list(resultats)[:NOMBRE], resultats, breves=True)
