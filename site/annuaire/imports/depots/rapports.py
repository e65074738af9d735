"""The report of an uploaded list, from the rows that its last pass kept."""

import csv

from annuaire.imports.rapport import COLONNES
from annuaire.models import DepotImport, LigneImport
from socle.tableurs import neutraliser

from .champs import nommer

TRANCHE = 1_000


class _Tampon:
    """What csv.writer writes to: gives each row back instead of keeping it."""

    @staticmethod
    def write(rangee):
        return rangee


def en_csv(depot):
    """Yield the lines of a CSV that French spreadsheets open as it is: UTF-8, « ; »."""
    ecrire = csv.writer(_Tampon, delimiter=";").writerow
    yield "\ufeff" + ecrire((*COLONNES, "champs"))
    simulation = depot.etat not in (DepotImport.Etat.IMPORTE, DepotImport.Etat.ANNULE)
    lignes = LigneImport.objects.filter(depot=depot, simulation=simulation).order_by("pk")
    for ligne in lignes.iterator(chunk_size=TRANCHE):
        cellules = (
            ligne.identifiant,
            ligne.nom,
            str(ligne.get_etat_display()),
            ligne.raison,
            ligne.remarques,
            ", ".join(str(nommer(champ)) for champ in ligne.champs),
        )
        yield ecrire([ligne.numero or "", *map(neutraliser, cellules)])
