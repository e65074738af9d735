"""Opening hours: read, say whether a place is open, list its openings, put them in French."""

from annuaire.horaires.francais import Ligne, Semaine, en_francais
from annuaire.horaires.instants import Etat, doutes, etat, intervalles
from annuaire.horaires.lecture import Expression, lire

__all__ = [
    "Etat",
    "Expression",
    "Ligne",
    "Semaine",
    "doutes",
    "en_francais",
    "etat",
    "intervalles",
    "lire",
]
