"""What the worker does for the directory."""

from django.utils import timezone

from annuaire import signalements
from annuaire.models import LabelActeur
from search.documents import marquer, rafraichir_ouvertures
from socle.travaux import boucle, prolonger


@boucle("labels", toutes_les=6 * 3600)
def revoir_les_labels_expires():
    """Have the documents of actors whose label ran out made again: it no longer counts as current.

    Every expired one is marked, whenever it expired, so that days without a worker lose nothing;
    a document that does not change is not written.
    """
    expires = LabelActeur.objects.filter(
        etat=LabelActeur.Etat.VERIFIE, expire_le__lt=timezone.localdate()
    )
    marquer("acteur", expires.values_list("acteur_id", flat=True).distinct())


@boucle("ouvertures", toutes_les=900)
def revoir_les_ouvertures():
    """Reckon the openings of the coming days again, once a day: what search knows of « now »."""
    while rafraichir_ouvertures() and prolonger():
        pass


@boucle("signalements", toutes_les=24 * 3600)
def effacer_les_vieux_signalements():
    """Erase what people wrote in reports that were answered more than a year ago."""
    signalements.effacer_les_anciens()
