"""What a workbook gives: its sheets, and the rows of a sheet."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from annuaire.imports.fiches import FichierIllisible

LIGNES_MAX = 1_048_576  # the last row of Excel and of Calc
COLONNES_LUES = 500  # what lies further right is said, not read


class Rangee(NamedTuple):
    """A row that is not empty: ``numero`` as the spreadsheet shows it, texts by column from 0.

    ``remarques``: (kind, sentence) about what its cells lost.
    """

    numero: int
    cellules: dict
    remarques: tuple = ()


class Feuille(NamedTuple):
    """A sheet: ``cle`` for its workbook, whether it is hidden, its first rows."""

    nom: str
    cle: object
    cachee: bool
    debut: list


def trop_longue():
    return FichierIllisible(_("Cette feuille dépasse 1 048 576 lignes."))


def lettres(colonne):
    """Return the name of a column counted from 0: 0 → A, 26 → AA."""
    nom = ""
    colonne += 1
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        nom = chr(65 + reste) + nom
    return nom
