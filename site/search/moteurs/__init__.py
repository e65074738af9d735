"""Search engines behind one interface (``search.moteurs.base.Moteur``)."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

MOTEURS = {
    "sql": "search.moteurs.sql.MoteurSql",
    "elasticsearch": "search.moteurs.elastique.moteur.MoteurElasticsearch",
    "secours": "search.moteurs.secours.MoteurDeSecours",
}


def moteur(nom=None):
    """The engine called ``nom``, or the one the settings choose. One object a process."""
    return _instance(nom or settings.RECHERCHE_MOTEUR)


def moteur_embarque():
    """The engine that lives in the database: written in the same transaction as documents."""
    return _instance("sql")


@cache
def _instance(nom):
    if nom not in MOTEURS:
        raise ImproperlyConfigured(
            f"RECHERCHE_MOTEUR\u202f: «\u202f{nom}\u202f» est inconnu. "
            f"Choisir parmi\u202f: {', '.join(MOTEURS)}."
        )
    return import_string(MOTEURS[nom])()
