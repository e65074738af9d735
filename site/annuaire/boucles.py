"""What the worker does for the directory."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from annuaire import signalements
from annuaire.geocodage import passes
from annuaire.imports.depots import depot as depots
from annuaire.imports.depots import passages
from annuaire.models import LabelActeur
from search.documents import marquer, rafraichir_ouvertures
from socle.travaux import boucle, prolonger, registre


@boucle("labels", toutes_les=900)
def revoir_les_labels_de_la_semaine():
    """Have the documents of actors whose label ran out these days made again.

    Soon after midnight: pages judge dates themselves, a facet only counts documents.
    """
    aujourdhui = timezone.localdate()
    semaine = (aujourdhui - timedelta(days=8), aujourdhui)
    # A label stops the day after its last day, and starts on its first.
    _revoir(Q(expire_le__range=semaine, expire_le__lt=aujourdhui) | Q(obtenu_le__range=semaine))


@boucle("labels_anciens", toutes_les=24 * 3600)
def revoir_tous_les_labels_expires():
    """The same for every label that ever ran out, so that weeks without a worker lose nothing.

    A document that does not change is not written.
    """
    _revoir(Q(expire_le__lt=timezone.localdate()))


def _revoir(condition):
    # Declared ones too: their words leave the texts that search reads.
    trouves = LabelActeur.objects.filter(condition)
    marquer("acteur", trouves.order_by().values_list("acteur_id", flat=True).distinct())


@boucle("ouvertures", toutes_les=900)
def revoir_les_ouvertures():
    """Reckon the openings of the coming days again, once a day: what search knows of « now »."""
    while rafraichir_ouvertures() and prolonger():
        pass


@boucle(passes.BAIL, toutes_les=60)
def geocoder():
    """Ask the geocoding service, if there is one, for the places that have no position."""
    passes.passer(continuer=prolonger, attendre=registre.arret.wait)


@boucle("signalements", toutes_les=24 * 3600)
def effacer_les_vieux_signalements():
    """Erase what people wrote in reports that were answered more than a year ago."""
    signalements.effacer_les_anciens()


@boucle("imports", toutes_les=2, bail_s=passages.BAIL_S)
def faire_les_imports_demandes():
    """Simulate, import, undo what the administration asked for, and what a kill cut short."""
    passages.reprendre(prolonger)


@boucle("imports_anciens", toutes_les=24 * 3600)
def oublier_les_vieux_imports():
    """Delete the files of old imports, and what would undo them."""
    depots.oublier_les_anciens()
