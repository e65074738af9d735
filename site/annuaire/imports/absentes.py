"""Rows gone from a list that is imported again: said, dated, never deleted nor hidden.

An actor whose identifier in the source is no longer in the file is « absent » since the first
import that missed it (``IdentifiantExterne.absent_depuis``), until one finds it again. An actor
of a source without identifiers is listed too, from what the run wrote; nothing is kept of it.
"""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from annuaire.models import Acteur, IdentifiantExterne, Source

TRANCHE = 500


class Absente(NamedTuple):
    """An actor that the source named and that the file no longer does. ``depuis``: a date."""

    identifiant: str
    ref: str
    nom: str
    depuis: object


def chercher(nom_source, registre, *, noter=True, sans_identifiant=True):
    """Yield lists of Absentes of a source, a few hundred at a time.

    *registre* knows the rows of the run. With *noter* the dates are written, and taken back from
    those that returned. *sans_identifiant*: also look for actors that the source never numbered.
    """
    source = Source.objects.filter(nom=nom_source).first()
    if source is None:
        return
    aujourdhui = timezone.localdate()
    for lot in _par_tranches(IdentifiantExterne.objects.filter(source=source), _COLONNES):
        absents = [x for x in lot if not registre.vu(nom_source, x["identifiant"])]
        if noter:
            _dater(lot, absents, aujourdhui)
        yield [
            Absente(
                x["identifiant"],
                x["acteur__ref"],
                x["acteur__nom"],
                x["absent_depuis"] or aujourdhui,
            )
            for x in absents
        ]
    if not sans_identifiant:
        return
    numerotes = IdentifiantExterne.objects.filter(source=source).values("acteur")
    autres = Acteur.objects.filter(source=source).exclude(pk__in=numerotes)
    autres = autres.exclude(statut=Acteur.Statut.FUSIONNE)
    for lot in _par_tranches(autres, ("pk", "ref", "nom")):
        yield [
            Absente("", x["ref"], x["nom"], aujourdhui)
            for x in lot
            if not registre.ligne_de_l_acteur(source.pk, x["pk"])
        ]


def retrouver(nom_source, registre):
    """Take back the dates of those that a partial file names again."""
    dates = IdentifiantExterne.objects.filter(source__nom=nom_source, absent_depuis__isnull=False)
    for lot in _par_tranches(dates, _COLONNES):
        absents = [x for x in lot if not registre.vu(nom_source, x["identifiant"])]
        _dater(lot, absents, timezone.localdate())


_COLONNES = ("pk", "identifiant", "absent_depuis", "acteur__ref", "acteur__nom")


def _par_tranches(lignes, colonnes):
    """The rows of a queryset as dicts, by slices that follow the primary key."""
    dernier = 0
    lot = [None] * TRANCHE
    while len(lot) == TRANCHE:
        lot = list(lignes.filter(pk__gt=dernier).order_by("pk").values(*colonnes)[:TRANCHE])
        if lot:
            dernier = lot[-1]["pk"]
            yield lot


def _dater(lot, absents, jour):
    pks = {x["pk"] for x in absents}
    revenus = [x["pk"] for x in lot if x["absent_depuis"] and x["pk"] not in pks]
    partis = [x["pk"] for x in absents if not x["absent_depuis"]]
    if not (revenus or partis):
        return
    with transaction.atomic():
        if revenus:
            IdentifiantExterne.objects.filter(pk__in=revenus).update(absent_depuis=None)
        if partis:
            IdentifiantExterne.objects.filter(pk__in=partis).update(absent_depuis=jour)
