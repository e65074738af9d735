"""Checks of the settings of search, said at every start."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Warning, register

from .moteurs.elastique.client import adresses, en_clair, est_lisible, illisibles

ETIQUETTE = "recherche"


@register(ETIQUETTE)
def verifier_les_reglages(app_configs=None, **options):
    """Addresses that are none or in clear, a prefix that the server would refuse, an engine
    without its address."""
    messages = [*_illisibles(), *_en_clair()]
    if settings.SANTE_JETON and len(settings.SANTE_JETON) < 20:
        messages.append(
            Warning(
                "SANTE_JETON est trop court\u202f: il se devine.",
                hint="Vingt signes tirés au sort, ou plus.",
                id="search.W002",
            )
        )
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", settings.ELASTICSEARCH_PREFIXE):
        messages.append(
            Error(
                "ELASTICSEARCH_PREFIXE ne peut pas commencer le nom d’un index.",
                hint="Minuscules sans accent, chiffres, - et _, sans commencer par un signe.",
                id="search.E001",
            )
        )
    if settings.RECHERCHE_MOTEUR != "sql" and not adresses():
        messages.append(
            Error(
                f"RECHERCHE_MOTEUR={settings.RECHERCHE_MOTEUR} demande ELASTICSEARCH_URL.",
                id="search.E002",
            )
        )
    return messages


def _illisibles():
    """Addresses that the client would refuse: each search would fall back without a word."""
    hint = "Protocole, machine et port\u202f; plusieurs adresses se séparent par des virgules."
    return [Error(f"{en_clair(dite)}.", hint=hint, id="search.E003") for dite in illisibles()]


def _en_clair():
    lues = [urlsplit(adresse) for adresse in adresses() if est_lisible(adresse)]
    return [
        Warning(
            f"ELASTICSEARCH_URL\u202f: {lue.hostname} est joint en clair (http).",
            hint="Mots de passe et documents circulent lisibles\u202f: prenez https.",
            id="search.W001",
        )
        for lue in lues
        if lue.scheme == "http" and not _est_locale(lue.hostname)
    ]


def _est_locale(hote):
    if hote == "localhost":
        return True
    try:
        return ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False
