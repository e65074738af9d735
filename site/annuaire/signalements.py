"""What people report about an entry: received, answered, and forgotten after a year."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from annuaire.models import Signalement
from socle import debits

# Per network address and per entry: a person reports a few errors, a machine hundreds.
PAR_ADRESSE = {"limite": 5, "fenetre_s": 3600}
PAR_FICHE = {"limite": 20, "fenetre_s": 24 * 3600}


def peut_deposer(adresse, acteur):
    """Count one report from *adresse* about *acteur*; tell whether it may be received."""
    return debits.autoriser(f"signalement:{adresse}", **PAR_ADRESSE) and debits.autoriser(
        f"signalement-fiche:{acteur.ref}", **PAR_FICHE
    )


def deposer(acteur, genre, *, champ, message="", courriel=""):
    """Put a report into the moderation list and return it.

    The same one sent twice while nobody has read it is one report; twice at the very same moment,
    it may be two, and the next one joins the first.
    """
    recu = {
        "acteur": acteur,
        "ref": acteur.ref,
        "genre": genre,
        "champ": champ,
        "message": message,
        "courriel": courriel,
        "etat": Signalement.Etat.A_TRAITER,
    }
    deja_la = Signalement.objects.filter(**recu).order_by("pk").first()
    return deja_la or Signalement.objects.create(**recu)


def suivre(signalement, auteur):
    """Note that *auteur* takes care of a report, so that two people do not.

    Raises ValidationError when it has been answered, or when somebody else took it.
    """
    _confier(signalement, auteur, auteur)


def laisser(signalement, auteur):
    """Give a report of one's own back to whoever will take it. Raises as ``suivre`` does."""
    _confier(signalement, None, auteur)


def _confier(signalement, suivi_par, auteur):
    with transaction.atomic():
        verrouille = Signalement.objects.select_for_update().get(pk=signalement.pk)
        if verrouille.etat != Signalement.Etat.A_TRAITER:
            raise ValidationError(_("Ce signalement a déjà reçu une suite."))
        if verrouille.suivi_par_id not in (None, auteur.pk):
            raise ValidationError(_("Quelqu’un d’autre s’occupe déjà de ce signalement."))
        verrouille.suivi_par = signalement.suivi_par = suivi_par
        verrouille.save(update_fields=["suivi_par"])
        action = "annuaire.suivre" if suivi_par else "annuaire.laisser"
        log(instance=verrouille, action=action, user=auteur)


def traiter(signalement, auteur=None, reponse=""):
    """Note that a report was followed. Raises ValidationError when somebody answered it before."""
    _clore(signalement, Signalement.Etat.TRAITE, auteur, reponse)


def rejeter(signalement, auteur=None, reponse=""):
    """Note that a report was not followed. Raises ValidationError as ``traiter`` does."""
    _clore(signalement, Signalement.Etat.REJETE, auteur, reponse)


def clore_ceux_d_une_fiche_retiree(acteur, auteur=None):
    """Close what was reported of an entry that is being withdrawn, and erase what was said of it.

    The e-mail of those who wait for an answer stays as long as in any other report.
    """
    siens = Signalement.objects.filter(ref=acteur.ref)
    siens.a_traiter().update(
        etat=Signalement.Etat.TRAITE,
        traite_par=auteur,
        traite_le=timezone.now(),
        reponse=str(_("Fiche retirée.")),
    )
    siens.update(message="")


def effacer_les_anciens(instant=None):
    """Erase what people wrote in reports answered more than a year ago. Returns how many."""
    instant = instant or timezone.now()
    return Signalement.objects.a_effacer(instant).update(
        message="", courriel="", reponse="", efface_le=instant
    )


def _clore(signalement, etat, auteur, reponse):
    with transaction.atomic():
        verrouille = Signalement.objects.select_for_update().get(pk=signalement.pk)
        if verrouille.etat != Signalement.Etat.A_TRAITER:
            raise ValidationError(_("Ce signalement a déjà reçu une suite."))
        faits = {
            "etat": etat,
            "traite_par": auteur,
            "traite_le": timezone.now(),
            "reponse": reponse,
        }
        for nom, valeur in faits.items():
            setattr(verrouille, nom, valeur)
            setattr(signalement, nom, valeur)
        verrouille.save(update_fields=list(faits))
        log(instance=verrouille, action=f"annuaire.{etat}", user=auteur)
