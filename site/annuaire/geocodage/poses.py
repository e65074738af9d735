"""Noting what was found and putting it on the places, through the one verb that writes actors."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from annuaire.ecritures import Ecriture, appliquer, appliquer_lot
from annuaire.models import Acteur, Geocodage, Lieu, Source
from annuaire.provenances import POSITION, REDACTION

from .lieux import a_geocoder, a_placer, a_reposer
from .verdicts import PRECISIONS, juger

SOURCE = "Base Adresse Nationale"
PERIME = "perime"
_CHAMPS = [
    champ.name for champ in Geocodage._meta.concrete_fields if champ.name not in ("id", "lieu")
]


@dataclass(frozen=True)
class Trouvaille:
    """What was found for the address of digest ``empreinte``; ``motif`` says why it was not."""

    lieu: int
    empreinte: str
    reponse: Any = None
    motif: str = Geocodage.Motif.INTROUVABLE


def source():
    """Return the Source that positions are signed with."""
    return Source.objects.get_or_create(
        nom=SOURCE,
        defaults={
            "adresse": "https://adresse.data.gouv.fr/",
            "licence": "Licence Ouverte 2.0",
            "attribution": SOURCE,
            "redistribuable": True,
        },
    )[0]


def poser(trouvailles):
    """Note a few hundred Trouvailles and place what can be; return {place: what became of it}.

    That is an ``Etat`` of Geocodage, or PERIME: meanwhile the place changed, and nothing is done.
    """
    par_lieu = {trouvaille.lieu: trouvaille for trouvaille in trouvailles}
    with transaction.atomic():
        lieux = _verrouiller(a_geocoder(), par_lieu)
        verdicts, notes = {}, []
        for lieu in lieux:
            trouvaille = par_lieu[lieu.pk]
            if lieu.courante == trouvaille.empreinte:
                verdicts[lieu.pk] = juger(lieu, trouvaille.reponse, trouvaille.motif)
        gardes = _ecrire([lieu for lieu in lieux if lieu.pk in verdicts], verdicts)
        for pk, verdict in verdicts.items():
            if pk in gardes:
                verdict = verdict._replace(
                    etat=Geocodage.Etat.A_PLACER, motif=Geocodage.Motif.GARDE
                )
            notes.append(_note(par_lieu[pk], verdict))
        Geocodage.objects.bulk_create(
            notes, update_conflicts=True, unique_fields=["lieu"], update_fields=_CHAMPS
        )
    return dict.fromkeys(par_lieu, PERIME) | {note.lieu_id: note.etat for note in notes}


def reposer(limite=200):
    """Put back what an import or an old draft sent back to its commune. Returns how many."""
    pks = list(a_reposer().order_by("pk").values_list("pk", flat=True)[:limite])
    with transaction.atomic():
        lieux = _verrouiller(a_reposer(), pks)
        verdicts = {lieu.pk: lieu.geocodage for lieu in lieux}
        gardes = _ecrire(lieux, verdicts)
        Geocodage.objects.filter(lieu__in=gardes).update(
            etat=Geocodage.Etat.A_PLACER, motif=Geocodage.Motif.GARDE
        )
    return len(lieux) - len(gardes)


def accepter(lieu, auteur):
    """Put on a place (its key) of the queue what was found for it, signed by the editors.

    Raises ValidationError when it no longer waits, or when nothing was found.
    """
    with transaction.atomic():
        trouve = _celui_qui_attend(lieu)
        if trouve.geocodage.position is None:
            raise ValidationError(_("Rien n’a été trouvé pour cette adresse."))
        positions = _positions([trouve], {trouve.pk: trouve.geocodage})[trouve.acteur_id]
        bilan = appliquer(trouve.acteur_id, {"positions": positions}, REDACTION, auteur)
        if bilan.gardes:
            raise ValidationError(_("Cette position appartient à la structure elle-même."))
        Geocodage.objects.filter(lieu=trouve).update(
            etat=Geocodage.Etat.FAIT, motif=Geocodage.Motif.AUCUN
        )
        _journaliser(trouve, "annuaire.placer", auteur)


def ecarter(lieu, auteur):
    """Leave a place (its key) at its commune, for good. Raises ValidationError, as accepter."""
    with transaction.atomic():
        trouve = _celui_qui_attend(lieu)
        Geocodage.objects.filter(lieu=trouve).update(etat=Geocodage.Etat.ECARTE)
        _journaliser(trouve, "annuaire.ecarter", auteur)


def _celui_qui_attend(lieu):
    trouve = next(iter(_verrouiller(a_placer(), [lieu])), None)
    if trouve is None:
        raise ValidationError(_("Ce lieu n’attend plus rien : quelqu’un d’autre s’en est occupé."))
    return trouve


def _journaliser(lieu, action, auteur):
    log(instance=Acteur.objects.get(pk=lieu.acteur_id), action=action, user=auteur)


def _verrouiller(queryset, pks):
    """Lock the actors of places, then read again those of the places that *queryset* still has."""
    acteurs = Lieu.objects.filter(pk__in=list(pks)).values("acteur")
    list(Acteur.objects.select_for_update().filter(pk__in=acteurs).order_by("pk").values("pk"))
    return list(queryset.filter(pk__in=list(pks)).order_by("pk"))


def _ecrire(lieux, verdicts):
    """Write the positions of *verdicts*; return the keys of places that belong to others."""
    a_ecrire = [lieu for lieu in lieux if verdicts[lieu.pk].position is not None]
    ecritures = [
        Ecriture({"positions": positions}, acteur=acteur)
        for acteur, positions in _positions(a_ecrire, verdicts).items()
    ]
    bilans = appliquer_lot(ecritures, source()) if ecritures else []
    gardes = {bilan.acteur for bilan in bilans if bilan.gardes}
    return [lieu.pk for lieu in a_ecrire if lieu.acteur_id in gardes]


def _positions(lieux, verdicts):
    """{actor: positions of all its places}, those of *lieux* changed."""
    nouvelles = {
        lieu.pk: dict(zip(POSITION, verdicts[lieu.pk].position, strict=True)) for lieu in lieux
    }
    positions = defaultdict(list)
    tous = Lieu.objects.filter(acteur__in={lieu.acteur_id for lieu in lieux})
    for ligne in tous.order_by("acteur_id", "sort_order", "pk").values("acteur", "pk", *POSITION):
        actuelle = {nom: ligne[nom] for nom in POSITION}
        positions[ligne["acteur"]].append(nouvelles.get(ligne["pk"], actuelle))
    return positions


def _note(trouvaille, verdict):
    note = Geocodage(
        lieu_id=trouvaille.lieu,
        empreinte=trouvaille.empreinte,
        etat=verdict.etat,
        motif=verdict.motif,
        essaye_le=timezone.now(),
    )
    if reponse := trouvaille.reponse:
        note.score, note.type = reponse.score, reponse.type
        note.libelle, note.code_insee = reponse.libelle, reponse.code_insee
        note.latitude, note.longitude = reponse.latitude, reponse.longitude
        note.precision = PRECISIONS.get(reponse.type, Lieu.Precision.INCONNUE)
    return note
