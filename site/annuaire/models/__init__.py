"""What the directory knows: actors and their parts, taxonomies, the page that publishes."""

from .acteurs import Acteur, EtiquetteActeur, RefRetiree
from .geocodage import Geocodage
from .pages import AnnuairePage, DomaineMontre
from .parties import (
    Contact,
    IdentifiantExterne,
    LabelActeur,
    Lieu,
    PhotoActeur,
    ZoneIntervention,
)
from .signalements import CleDesEmpreintes, Empreinte, Signalement
from .sources import Source
from .taxonomies import Domaine, Etiquette, Geste, Public, Reseau, TypeLabel
from .traductions import TraductionActeur

__all__ = [
    "Acteur",
    "AnnuairePage",
    "CleDesEmpreintes",
    "Contact",
    "Domaine",
    "DomaineMontre",
    "Empreinte",
    "Etiquette",
    "EtiquetteActeur",
    "Geocodage",
    "Geste",
    "IdentifiantExterne",
    "LabelActeur",
    "Lieu",
    "PhotoActeur",
    "Public",
    "RefRetiree",
    "Reseau",
    "Signalement",
    "Source",
    "TraductionActeur",
    "TypeLabel",
    "ZoneIntervention",
]
