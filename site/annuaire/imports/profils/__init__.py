"""Profiles: what the columns of a kind of list mean.

A profile is a module with ``PROFIL``, a Profil whose ``comprendre(ligne, classeur)`` returns a
Fiche. A new kind of list is a new module and its name in ``NOMS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

NOMS = ("tissage", "siae", "osm", "gogocarto")
# Not a list of somebody else's: what this site exported, and takes back (imports.retouches).
INTERNES = ("retouche",)


@dataclass(frozen=True)
class Profil:
    """``colonnes``: column name as compared (entetes.cle_de_colonne) → canonical column.
    ``comprendre`` is None for a file that is read another way than a list of actors."""

    nom: str
    colonnes: dict
    colonne_nom: str
    comprendre: Callable | None = None


def colonnes(**synonymes):
    """Return the ``colonnes`` of a Profil: each canonical name answers to itself and its synonyms.

    >>> colonnes(nom="name titre")["titre"]
    'nom'
    """
    from annuaire.imports.entetes import cle_de_colonne

    return {
        cle_de_colonne(nom): canonique
        for canonique, autres in synonymes.items()
        for nom in (canonique, *autres.split())
    }


def charger(nom):
    """Return the Profil called *nom*; KeyError when there is none."""
    if nom not in NOMS + INTERNES:
        raise KeyError(nom)
    return import_module(f"{__name__}.{nom}").PROFIL
