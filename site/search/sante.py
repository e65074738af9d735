"""What search says of its health to those who keep the site (socle.sante)."""

import time

from django.conf import settings

from socle import sante

from . import expedition
from .models import ARefaire, Document
from .moteurs.elastique import etat as etats

DELAI = 0.8  # seconds


def recherche():
    """The engine, and how it feels."""
    if not expedition.est_servi():
        return {"moteur": settings.RECHERCHE_MOTEUR}
    debut = time.perf_counter()
    try:
        etat = expedition.etat_de_l_index(DELAI)
    except expedition.Indisponible as erreur:
        etat = str(erreur)
    ms = round((time.perf_counter() - debut) * 1000, 1)
    return {
        "moteur": settings.RECHERCHE_MOTEUR,
        "elasticsearch": {"repond": etat == etats.PRET, "etat": etat, "ms": ms},
    }


def index():
    """How far the index of the server is behind the table."""
    retard = expedition.en_retard() if expedition.est_servi() else 0
    return {"documents": Document.objects.vivants().count(), "en_retard": retard}


def file():
    """What the worker still has to do for search."""
    return {"a_refaire": ARefaire.objects.count()}


def enregistrer():
    """Add the parts of search to the health of the site."""
    sante.enregistrer("recherche", recherche)
    sante.enregistrer("index", index)
    sante.enregistrer("file", file)
