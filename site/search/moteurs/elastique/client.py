"""The connection to the server: one client a process, from the settings.

Searches have a second and one try: whoever waits longer is better served by the fallback. Bulk
writes and rebuilds ask for a client with more patience (``client(delai=…)``).
"""

import logging
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# One line a request is for those who look for it; refusals and lost nodes are still told.
logging.getLogger("elastic_transport.transport").setLevel(logging.WARNING)

DELAI = 0.8  # seconds, for a search: the page that falls back must be there in one and a half
DELAI_D_ENVOI = 30.0  # seconds, for a bulk of documents
DELAI_DE_TRAVAUX = 120.0  # seconds, for making an index, or waiting for it


def adresses():
    """The addresses of the nodes, as the setting lists them."""
    dites = (adresse.strip() for adresse in settings.ELASTICSEARCH_URL.split(","))
    return [adresse for adresse in dites if adresse]


def illisibles():
    """Those that the client would refuse, without what may be a password."""
    return [adresse.rpartition("@")[2] for adresse in adresses() if not est_lisible(adresse)]


def en_clair(illisible):
    """What is wrong with such an address, in a sentence."""
    return (
        f"ELASTICSEARCH_URL\u202f: «\u202f{illisible}\u202f» n’est pas une adresse entière, "
        "comme https://recherche.exemple.fr:9200"
    )


def est_lisible(adresse):
    """Whether it is whole: the client wants a scheme, a host and a port."""
    try:
        lue = urlsplit(adresse)
        return lue.scheme in ("http", "https") and bool(lue.hostname) and lue.port is not None
    except ValueError:  # a port that is no number, brackets that do not close
        return False


@cache
def client(delai=DELAI):
    """The client whose requests may take *delai* seconds; one a process and delay.

    Raises ImproperlyConfigured, with a sentence, when no address is set or one makes no sense.
    """
    # Imported where it is used: a site without a server does not pay for reading it (0.4 s).
    from elasticsearch import Elasticsearch

    if not adresses():
        raise ImproperlyConfigured(
            "Le moteur «\u202felasticsearch\u202f» demande ELASTICSEARCH_URL, "
            "par exemple http://127.0.0.1:9200."
        )
    if mauvaises := illisibles():
        raise ImproperlyConfigured(en_clair(mauvaises[0]))
    return Elasticsearch(
        adresses(),
        **_identite(),
        request_timeout=delai,
        max_retries=0,
        retry_on_timeout=False,
    )


def _identite():
    """How we say who we are, and how we know that it is the server."""
    identite = {}
    if settings.ELASTICSEARCH_CLE_API:
        identite["api_key"] = settings.ELASTICSEARCH_CLE_API
    elif settings.ELASTICSEARCH_UTILISATEUR:
        identite["basic_auth"] = (
            settings.ELASTICSEARCH_UTILISATEUR,
            settings.ELASTICSEARCH_MOT_DE_PASSE,
        )
    if settings.ELASTICSEARCH_AUTORITE:
        identite["ca_certs"] = settings.ELASTICSEARCH_AUTORITE
    return identite
