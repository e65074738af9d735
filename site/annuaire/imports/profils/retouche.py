"""What this site exported for its own animators, coming back. See annuaire.imports.retouches."""

from . import Profil, colonnes
from .tissage import COLONNES as COLONNES_TISSAGE


def _comprendre(ligne, classeur):
    raise NotImplementedError("a row is understood beside the entry that it came from")


PROFIL = Profil(
    "retouche",
    {**COLONNES_TISSAGE, **colonnes(ref="", version="")},
    "ref",
    _comprendre,
)
