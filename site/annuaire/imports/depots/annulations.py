"""Undoing an import: what it made goes, what it changed comes back, what people did since stays.

``prevoir`` says what would be done, ``annuler`` does it, a slice a transaction; a slice that is
done has no traces left, so that a pass that was cut goes on where it stopped.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.ecritures import comparable, retablir_lot
from annuaire.models import (
    Acteur,
    DepotImport,
    Etiquette,
    IdentifiantExterne,
    TraceImport,
    TraductionActeur,
)
from annuaire.provenances import (
    POSITION,
    TOUS,
    est_vide,
    photographier,
    photographier_brouillon,
)

from .champs import nommer
from .traces import figer

TRANCHE = 200
GARDEES_DITES = 500
_DATES = ("cree_en", "famille_preuve_le")
_DATES_DES_LABELS = ("obtenu_le", "expire_le")
# Facts that people noted on a record: a record with one is theirs.
VERIFIEE = gettext_lazy("vérifiée")
FERMEE = gettext_lazy("fermée ou fusionnée")
TRADUITE = gettext_lazy("traduite")
D_UNE_AUTRE_LISTE = gettext_lazy("connue d’une autre liste")
REPRISE = gettext_lazy("reprise par un import plus récent")
EN_BROUILLON = gettext_lazy("un brouillon est en cours")


@dataclass
class Decision:
    """What becomes of one actor. ``action``: supprimer, retablir or garder.

    ``retour``: field → (value, note) to put back; ``raisons``: why the rest stays as it is.
    """

    trace: TraceImport
    acteur: Acteur
    action: str
    retour: dict = field(default_factory=dict)
    raisons: list = field(default_factory=list)


def prevoir(depot):
    """Yield the Decision of each actor that the import made or changed."""
    for traces in _tranches(depot):
        yield from _decider(traces)


def annuler(depot, auteur, tenir=lambda lues: None):
    """Undo, and return the summary: ``supprimees``, ``retablies``, ``champs``, ``gardees``
    ([reference, reasons]), ``conflits`` ([reference, fields]).

    *tenir* is called in each transaction with the number of actors done, and may stop it.
    """
    if depot.annulation.get("fini"):
        return depot.annulation
    bilan = {"supprimees": 0, "retablies": 0, "champs": 0, "gardees": [], "conflits": []}
    bilan |= depot.annulation
    while traces := list(TraceImport.objects.filter(depot=depot).order_by("pk")[:TRANCHE]):
        with transaction.atomic():
            tenir(len(traces))
            pks = [trace.acteur_id for trace in traces]
            list(Acteur.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
            _faire(_decider(traces), depot, auteur, bilan)
            TraceImport.objects.filter(pk__in=[trace.pk for trace in traces]).delete()
            DepotImport.objects.filter(pk=depot.pk).update(annulation=bilan)
    with transaction.atomic():
        bilan["absences"] = _rendre_les_absences(depot)
        bilan["fini"] = True
        DepotImport.objects.filter(pk=depot.pk).update(annulation=bilan)
    return bilan


def _tranches(depot):
    dernier = 0
    while traces := list(
        TraceImport.objects.filter(depot=depot, pk__gt=dernier).order_by("pk")[:TRANCHE]
    ):
        dernier = traces[-1].pk
        yield traces


# ------------------------------------------------------------------ deciding
def _decider(traces):
    pks = [trace.acteur_id for trace in traces]
    acteurs = Acteur.objects.in_bulk(pks)
    photos = {pk: figer(photo) for pk, photo in photographier(pks).items()}
    liens = _liens_d_ailleurs(traces)
    return [
        _decider_une(trace, acteurs[trace.acteur_id], photos[trace.acteur_id], liens)
        for trace in traces
    ]


def _liens_d_ailleurs(traces):
    """{actor: reasons} of those that something else knows since."""
    pks = [trace.acteur_id for trace in traces]
    depot, source = traces[0].depot, {trace.acteur_id: trace.source_id for trace in traces}
    raisons = defaultdict(list)
    autres = IdentifiantExterne.objects.filter(acteur__in=pks).values_list("acteur", "source")
    for pk in {pk for pk, autre in autres if autre != source[pk]}:
        raisons[pk].append(D_UNE_AUTRE_LISTE)
    plus_tard = Q(depot__importe_le__gt=depot.importe_le) | Q(depot__importe_le=None)
    suivantes = TraceImport.objects.filter(plus_tard, acteur__in=pks).exclude(depot=depot)
    for pk in set(suivantes.values_list("acteur", flat=True)):
        raisons[pk].append(REPRISE)
    for pk in set(TraductionActeur.objects.filter(acteur__in=pks).values_list("acteur", flat=True)):
        raisons[pk].append(TRADUITE)
    return raisons


def _decider_une(trace, acteur, photo, liens):
    if trace.cree:
        raisons = [*_faits(acteur), *liens[acteur.pk], *_champs_changes(trace, acteur, photo)]
        return Decision(trace, acteur, "garder" if raisons else "supprimer", raisons=raisons)
    retour, raisons = {}, []
    for champ, (valeur, note) in trace.avant.items():
        if _pareils(champ, photo[champ], trace.apres[champ]):
            retour[champ] = (valeur, note)
        elif not _pareils(champ, photo[champ], valeur):
            raisons.append(nommer(champ))
    action = "retablir" if retour or trace.identifiant else "garder"
    return Decision(trace, acteur, action, retour, raisons)


def _faits(acteur):
    if acteur.verifie_le:
        yield VERIFIEE
    if acteur.statut != Acteur.Statut.EN_ACTIVITE:
        yield FERMEE


def _champs_changes(trace, acteur, photo):
    """The fields that are no longer as the import made them, in the record or in its draft."""
    ecrits = dict(trace.apres)
    if ecrits.get("siret"):
        ecrits.setdefault("siren", ecrits["siret"][:9])
    placee = isinstance(acteur.provenance.get("positions", {}).get("source"), int)
    changes = [nommer(champ) for champ in _differences(photo, ecrits, placee)]
    if acteur.has_unpublished_changes and acteur.latest_revision_id and not changes:
        brouillon = figer(photographier_brouillon(acteur.get_latest_revision_as_object()))
        if list(_differences(brouillon, ecrits, placee)):
            changes.append(EN_BROUILLON)
    return changes


def _differences(photo, ecrits, placee):
    """Yield the fields of a photograph that differ from what was written when it was made.

    *placee*: a geocoder found where it is since; that is nobody's work to keep.
    """
    for champ in TOUS:
        if champ == "positions":
            continue
        actuel, ecrit = photo[champ], ecrits.get(champ, _vide(photo[champ]))
        if champ == "lieux" and placee:
            actuel, ecrit = map(_sans_position, (actuel, ecrit))
        if not _pareils(champ, actuel, ecrit):
            yield champ


def _vide(valeur):
    """What a field that nobody wrote holds."""
    if isinstance(valeur, bool):
        return False
    return type(valeur)() if isinstance(valeur, str | list) else None


def _sans_position(lieux):
    return [{nom: v for nom, v in lieu.items() if nom not in POSITION} for lieu in lieux]


def _pareils(champ, un, autre):
    if est_vide(un) and est_vide(autre):
        return True
    if champ == "etiquettes":
        return comparable(champ, un) == comparable(champ, autre)
    return figer(comparable(champ, un)) == figer(comparable(champ, autre))


# ------------------------------------------------------------------ doing
def _faire(decisions, depot, auteur, bilan):
    par_action = defaultdict(list)
    for decision in decisions:
        par_action[decision.action].append(decision)
        if decision.raisons and len(bilan["gardees"]) < GARDEES_DITES:
            raisons = [str(raison) for raison in decision.raisons]
            bilan["gardees"].append([decision.acteur.ref, raisons])
    bilan["supprimees"] += _supprimer(par_action["supprimer"], depot)
    _retablir(par_action["retablir"], auteur, bilan)


def _supprimer(decisions, depot):
    """Delete what the import made: no fingerprint is left, the list may come in again."""
    pks = [decision.acteur.pk for decision in decisions]
    etiquettes = Etiquette.objects.filter(
        acteurs_etiquetes__content_object__in=pks, pk__gt=depot.etiquette_d_avant or 0
    )
    cles = set(etiquettes.values_list("pk", flat=True))
    Acteur.objects.filter(pk__in=pks).delete()
    Etiquette.objects.filter(pk__in=cles, acteurs_etiquetes=None).delete()
    return len(pks)


def _retablir(decisions, auteur, bilan):
    retours = [
        (
            decision.acteur.pk,
            {champ: _degeler(champ, valeur) for champ, (valeur, _n) in decision.retour.items()},
            {champ: note for champ, (_v, note) in decision.retour.items()},
        )
        for decision in decisions
        if decision.retour
    ]
    refs = {decision.acteur.pk: decision.acteur.ref for decision in decisions}
    for rendu in retablir_lot(retours, auteur) if retours else ():
        bilan["retablies"] += 1
        bilan["champs"] += len(rendu.changes)
        if rendu.conflits:
            noms = [str(nommer(champ)) for champ in rendu.conflits]
            bilan["conflits"].append([refs[rendu.acteur], noms])
    for decision in decisions:
        if decision.trace.identifiant:
            IdentifiantExterne.objects.filter(
                acteur=decision.acteur,
                source=decision.trace.source_id,
                identifiant=decision.trace.identifiant,
            ).delete()


def _degeler(champ, valeur):
    """A photographed value as it was before ``figer``: dates come back."""
    if champ in _DATES:
        return _date(valeur)
    if champ == "labels":
        return [
            {**ligne, **{nom: _date(ligne.get(nom)) for nom in _DATES_DES_LABELS}}
            for ligne in valeur
        ]
    return valeur


def _date(texte):
    return date.fromisoformat(texte) if texte else None


def _rendre_les_absences(depot):
    """Give the source its dates of absence back; False when a later import has its own."""
    if depot.source_id is None or depot.absences is None:
        return True
    plus_tard = DepotImport.objects.filter(
        source=depot.source_id, etat=DepotImport.Etat.IMPORTE, importe_le__gt=depot.importe_le
    )
    if plus_tard.exclude(pk=depot.pk).exists():
        return False
    liens = IdentifiantExterne.objects.filter(source=depot.source_id)
    connus = set(depot.absences)
    notes = liens.filter(absent_depuis__isnull=False).values_list("pk", "identifiant")
    liens.filter(pk__in=[pk for pk, nom in notes if nom not in connus]).update(absent_depuis=None)
    for jour in set(depot.absences.values()):
        noms = [nom for nom, autre in depot.absences.items() if autre == jour]
        liens.filter(identifiant__in=noms).update(absent_depuis=date.fromisoformat(jour))
    return True


def raisons_en_mots(raisons):
    """« description, lieux »: reasons as a sentence says them."""
    return ", ".join(map(str, raisons)) or _("rien")
