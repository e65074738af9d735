"""What this site exported for its own animators, coming back. See annuaire.imports.retouches."""

from . import Profil, colonnes
from .tissage import COLONNES as COLONNES_TISSAGE

PROFIL = Profil(
    "retouche",
    {**COLONNES_TISSAGE, **colonnes(ref="", version="")},
    "ref",
)
