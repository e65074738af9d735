"""What an answer is worth for a place: the rules that the worker and the file share."""

from typing import NamedTuple

from django.conf import settings

from annuaire.models import Geocodage, Lieu
from territoires.models import Commune

PRECISIONS = {
    "housenumber": Lieu.Precision.ADRESSE,
    "street": Lieu.Precision.RUE,
    "locality": Lieu.Precision.RUE,
    "municipality": Lieu.Precision.COMMUNE,
}
Etat, Motif = Geocodage.Etat, Geocodage.Motif


class Verdict(NamedTuple):
    """``etat`` and ``motif`` of the Geocodage; ``position`` to write, None to leave it."""

    etat: str
    motif: str
    position: tuple | None


def departement_de(code_insee):
    """Return the département of an INSEE code: « 44109 » → « 44 », « 97411 » → « 974 »."""
    return code_insee[: 3 if code_insee.startswith(("97", "98")) else 2]


def departements_du(lieu):
    """Return the départements where a place may be; empty when nobody knows."""
    if lieu.commune:
        return {lieu.commune.departement_id}
    communes = Commune.objects.du_code_postal(lieu.code_postal)
    return set(communes.values_list("departement_id", flat=True))


def juger(lieu, reponse, motif=Motif.INTROUVABLE):
    """Return the Verdict of a Reponse (or of None, whose reason is *motif*) for *lieu*."""
    doute = motif if reponse is None else _doute(lieu, reponse)
    if doute:
        return Verdict(Etat.A_PLACER, doute, _a_la_commune(lieu))
    precision = PRECISIONS[reponse.type]
    if precision == Lieu.Precision.COMMUNE:
        # Of a commune that we know, our own point: it follows when an editor changes the commune.
        position = _a_la_commune(lieu)
        if position is None and lieu.latitude is None:
            position = (reponse.latitude, reponse.longitude, precision)
    else:
        position = (reponse.latitude, reponse.longitude, precision)
    return Verdict(Etat.FAIT, Motif.AUCUN, position)


def _doute(lieu, reponse):
    if reponse.type not in PRECISIONS or reponse.score < settings.GEOCODAGE_SEUIL:
        return Motif.SCORE
    possibles = departements_du(lieu)
    if possibles and departement_de(reponse.code_insee) not in possibles:
        return Motif.DEPARTEMENT
    return ""


def _a_la_commune(lieu):
    """The commune's point, for a place that still has the position of a former address."""
    if lieu.latitude is not None and lieu.precision == Lieu.Precision.COMMUNE:
        return None
    centre = lieu.commune.centre if lieu.commune else None
    if centre:
        return (*centre, Lieu.Precision.COMMUNE)
    return None if lieu.latitude is None else (None, None, Lieu.Precision.INCONNUE)
