"""The life of a record: published, hidden, verified, closed, merged.

These verbs alone change the facts that revisions never carry (see docs/annuaire.md). Each one
runs in a transaction under the row's lock and rewrites the search document through ``save``.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from annuaire.models import Acteur


def publier(acteurs, auteur=None):
    """Make actors visible, with their latest draft when they have one. Returns how many changed.

    Raises ValidationError when a draft breaks a rule of the model: nothing is published then.
    """
    changes = 0
    with transaction.atomic():
        for acteur in _verrouiller(acteurs):
            if acteur.live and not acteur.has_unpublished_changes:
                continue
            revision = acteur.latest_revision
            if revision is None:
                revision = acteur.save_revision(user=auteur)
            revision.publish(user=auteur, skip_permission_checks=True)
            changes += 1
    return changes


def masquer(acteurs, auteur=None):
    """Take actors off the site without losing anything. Returns how many were visible."""
    changes = 0
    with transaction.atomic():
        for acteur in _verrouiller(acteurs):
            if acteur.live:
                acteur.unpublish(user=auteur)
                changes += 1
    return changes


def verifier(acteur, le=None, auteur=None):
    """Note that somebody checked the record on day *le* (today when None)."""
    _changer(acteur, "verifier", auteur, verifie_le=le or timezone.localdate())


def fermer(acteur, le=None, auteur=None):
    """Note that the actor closed for good on day *le*: its address goes on answering (410)."""
    _changer(
        acteur,
        "fermer",
        auteur,
        statut=Acteur.Statut.FERME,
        ferme_le=le or timezone.localdate(),
        fusionne_vers=None,
    )


def rouvrir(acteur, auteur=None):
    """Undo a closure or a merge."""
    _changer(
        acteur,
        "rouvrir",
        auteur,
        statut=Acteur.Statut.EN_ACTIVITE,
        ferme_le=None,
        fusionne_vers=None,
    )


def fusionner(acteur, vers, auteur=None):
    """Note that *acteur* is the same as *vers*: its address redirects there.

    Raises ValidationError when the two are one record, or when *vers* leads back to *acteur*.
    """
    cible, vus = vers, set()
    while cible is not None and cible.pk not in vus:
        if cible.pk == acteur.pk:
            raise ValidationError(_("Une fiche ne peut pas fusionner avec elle-même."))
        vus.add(cible.pk)
        cible = cible.fusionne_vers
    _changer(
        acteur,
        "fusionner",
        auteur,
        statut=Acteur.Statut.FUSIONNE,
        fusionne_vers=vers,
        ferme_le=None,
    )


def _dits(faits):
    """Facts as the log keeps them: dates in ISO, another entry by its reference alone."""
    valeurs = {
        nom: getattr(valeur, "ref", None) or (str(valeur) if valeur else None)
        for nom, valeur in faits.items()
        if nom != "statut"
    }
    return {nom: valeur for nom, valeur in valeurs.items() if valeur}


def _verrouiller(acteurs):
    pks = [getattr(acteur, "pk", acteur) for acteur in acteurs]
    return list(Acteur.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _changer(acteur, action, auteur, **faits):
    with transaction.atomic():
        verrouille = Acteur.objects.select_for_update().get(pk=acteur.pk)
        for champ, valeur in faits.items():
            setattr(verrouille, champ, valeur)
            setattr(acteur, champ, valeur)
        verrouille.save(update_fields=list(faits))
        log(instance=verrouille, action=f"annuaire.{action}", user=auteur, data=_dits(faits))
