"""What search knows of the hours of an actor: spans of the coming days, place by place.

They depend on the day they are reckoned on: from the day before until two weeks later, whatever
the zone. Beyond, nothing is sure. The worker reckons them again every day.
"""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from annuaire import horaires
from annuaire.horaires_montres import Endroit, endroit_de
from annuaire.models import Acteur, Lieu
from search.documents import aujourdhui
from search.ouvertures import SANS_FIN, Ouvertures, minute, plates
from territoires.lieux import cles_de_la_commune

AVANT, APRES = timedelta(days=1), timedelta(days=15)


def ouvertures(acteur, lieux):
    """Return [Ouvertures] of an actor: one a place, one without a place when it has none.

    *lieux*: its Lieu with their commune and département joined.
    """
    depart = datetime.combine(aujourdhui(), time.min, UTC)
    if not lieux:
        return [_ouvertures(Endroit(acteur.horaires), depart)]
    return [
        _ouvertures(
            endroit_de(acteur, lieu),
            depart,
            lieu.position_publique,
            tuple(cles_de_la_commune(lieu.commune)) if lieu.commune else (),
        )
        for lieu in lieux
    ]


def ouvertures_de(pks):
    """Yield (key, its [Ouvertures]) of the public actors among *pks*, in two queries."""
    lieux = {pk: [] for pk in pks}
    for lieu in (
        Lieu.objects.filter(acteur__in=pks)
        .select_related("commune__departement")
        .order_by("sort_order", "pk")
    ):
        lieux[lieu.acteur_id].append(lieu)
    for acteur in Acteur.objects.publies().filter(pk__in=pks).only("pk", "horaires").order_by():
        yield acteur.pk, ouvertures(acteur, lieux[acteur.pk])


def _ouvertures(endroit, depart, position=None, territoires=()):
    plages = _plages(endroit.notation, depart, endroit.fuseau, endroit.departement)
    return Ouvertures(
        *((endroit.fuseau, *plages) if plages else ()), position=position, territoires=territoires
    )


# Lists say the same hours again and again: shops of one street, branches of one house.
@lru_cache(maxsize=4096)
def _plages(notation, depart, fuseau, departement):
    """(sure openings, doubts) as flat minutes; None when nothing is known of them."""
    if not fuseau:
        return None
    debut, fin = depart - AVANT, depart + APRES
    doutes = horaires.doutes(notation, debut, fin, fuseau, departement)
    if doutes is None:
        return None
    ouvert = horaires.intervalles(notation, debut, fin, fuseau, departement)
    return plates(ouvert), (*plates(doutes), minute(fin), SANS_FIN)
