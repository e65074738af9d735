"""The verbs of a file's life: received, asked to run, deleted, forgotten after its time.

Who may do so is asked of ``annuaire.administration.imports``; here are the rules of the matter.
"""

import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire.models import DepotImport, LigneImport, TraceImport

from . import analyses, sources

Etat, Tache = DepotImport.Etat, DepotImport.Tache
# What may be asked of a file, by where it stands.
PERMIS = {
    Tache.SIMULER: {Etat.DEPOSE, Etat.SIMULE, Etat.ECHOUE},
    Tache.IMPORTER: {Etat.SIMULE},
    Tache.ANNULER: {Etat.IMPORTE},
}


def deposer(fichier, auteur=None, **champs):
    """Keep an uploaded file (a Django File) and return its DepotImport, not simulated yet.

    *champs*: source (saved here when it is new) and options. Raises FichierIllisible, with a
    sentence, when it is not a list, ValidationError when nobody said where the list comes from;
    nothing is kept then.
    """
    with _copie(fichier) as chemin:
        analyse = analyses.analyser(chemin)
    profil = champs.pop("profil", "") or analyse.profil
    source = champs.pop("source", None)
    if profil == DepotImport.Profil.RETOUCHE:
        source = None
    elif source is None:
        raise ValidationError(_("Choisissez une source, ou nommez-en une nouvelle."))
    elif source.pk is None or source.d_un_import:
        source.save()  # it may be described anew
    depot = DepotImport(
        nom=Path(fichier.name).name[:200],
        profil=profil,
        source=source,
        auteur=auteur,
        lignes_en_tout=analyse.total,
        analyse={"colonnes": analyse.colonnes, "avertissements": analyse.avertissements},
        **champs,
    )
    fichier.seek(0)
    depot.fichier.save(depot.nom, fichier, save=False)
    depot.save()
    return depot


@contextmanager
def ouvrir(depot):
    """Give a path to the file of *depot*, wherever it is kept.

    Raises ValidationError, with a sentence, when it is no longer there.
    """
    if not depot.fichier:
        raise ValidationError(_("Ce fichier n’est plus gardé : déposez-le de nouveau."))
    try:
        flux = depot.fichier.open("rb")
    except FileNotFoundError:
        raise ValidationError(_("Ce fichier n’est plus gardé : déposez-le de nouveau.")) from None
    with flux, _copie(flux) as chemin:
        yield chemin


@contextmanager
def _copie(fichier):
    """A private copy on disk, gone afterwards: the readers want a path."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "liste"
        fichier.seek(0)
        with chemin.open("wb") as copie:
            while tranche := fichier.read(2**20):
                copie.write(tranche)
        yield chemin


def demander(depot, tache, demandeur=None):
    """Ask for a Tache; whoever runs next does it (passages.executer).

    Raises ValidationError, with a sentence, when another is in hand or it makes no sense now.
    """
    with transaction.atomic():
        verrouille = DepotImport.objects.select_for_update().get(pk=depot.pk)
        if verrouille.tache:
            raise ValidationError(_("C’est déjà en cours : %s.") % verrouille.get_tache_display())
        if verrouille.etat not in PERMIS[tache]:
            raise ValidationError(
                _("C’est déjà fait : cet import est « %s ».") % verrouille.get_etat_display()
            )
        verrouille.tache, verrouille.essais, verrouille.faites = tache, 0, 0
        verrouille.erreur, verrouille.demandeur = "", demandeur
        verrouille.save(update_fields=["tache", "essais", "faites", "erreur", "demandeur"])
    depot.refresh_from_db()


def lire_comme(depot, profil):
    """Take a list for another kind; what was tried is forgotten. Nothing when it is too late."""
    permis = DepotImport.objects.filter(pk=depot.pk, tache="", etat__in=PERMIS[Tache.SIMULER])
    if permis.update(profil=profil, etat=Etat.DEPOSE, compte={}, erreur=""):
        LigneImport.objects.filter(depot=depot).delete()
    depot.refresh_from_db()


def supprimer(depot):
    """Delete a file that brought nothing in, or whose undoing is past. Raises ValidationError."""
    with transaction.atomic():
        verrouille = DepotImport.objects.select_for_update().get(pk=depot.pk)
        if verrouille.tache or verrouille.etat == Etat.IMPORTE:
            raise ValidationError(_("Cet import est dans l’annuaire : annulez-le d’abord."))
        _effacer_le_fichier(verrouille)
        verrouille.delete()
        sources.oublier_les_inutiles()


def limite(depot):
    """The moment after which the file and what undoes the import are gone."""
    return (depot.importe_le or depot.depose_le) + timedelta(days=settings.IMPORTS_JOURS)


def est_annulable(depot):
    """Whether the import may still be undone."""
    return depot.etat == Etat.IMPORTE and timezone.now() < limite(depot)


def oublier_les_anciens():
    """Delete what is past its time: files, rows, traces. The summary of the import stays."""
    seuil = timezone.now() - timedelta(days=settings.IMPORTS_JOURS)
    for depot in DepotImport.objects.filter(tache="", depose_le__lt=seuil).exclude(
        importe_le__gte=seuil
    ):
        _effacer_le_fichier(depot)
        LigneImport.objects.filter(depot=depot).delete()
        TraceImport.objects.filter(depot=depot).delete()
        DepotImport.objects.filter(pk=depot.pk).update(fichier="", analyse={}, absences=None)
    sources.oublier_les_inutiles()


def _effacer_le_fichier(depot):
    if depot.fichier:
        nom, coffre = depot.fichier.name, depot.fichier.storage
        transaction.on_commit(lambda: coffre.delete(nom))
