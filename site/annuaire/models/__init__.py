"""What the directory knows: actors and their parts, taxonomies, the page that publishes."""

from .acteurs import Acteur, EtiquetteActeur, RefRetiree
from .geocodage import Geocodage
from .imports import Correspondance, DepotImport, LigneImport, TraceImport
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
    "Correspondance",
    "DepotImport",
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
    "LigneImport",
    "PhotoActeur",
    "Public",
    "RefRetiree",
    "Reseau",
    "Signalement",
    "Source",
    "TraceImport",
    "TraductionActeur",
    "TypeLabel",
    "ZoneIntervention",
]
