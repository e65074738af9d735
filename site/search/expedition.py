"""Shipping: what ``Document`` holds and the search server has not received yet goes to it.

There is no mark of how far one got: each row says which version was received, so what an outage,
a refusal or a lost answer left behind is simply still due. Versions are external: sending twice,
late, or from two workers, never puts an older document in place of a newer one.
"""

import logging
import time
from itertools import chain

import orjson
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .models import Document
from .moteurs.elastique import etat as etats
from .moteurs.elastique.client import DELAI_D_ENVOI, adresses, client
from .moteurs.elastique.indice import actions, alias

journal = logging.getLogger(__name__)
TRANCHE = 500
# Of what the server says of each document: the rest would be most of the answer.
LUS = "items.*.status,items.*.error"
ATTENTES_S = (2, 5, 10, 30, 60)
# Joined by key: « (id, version) IN (VALUES …) » makes SQLite go through the whole table.
MARQUER = """
    UPDATE search_document SET version_expediee = search_document.version
    FROM (VALUES %s) AS recus
    WHERE search_document.id = recus.column1 AND search_document.version = recus.column2
"""


class Indisponible(Exception):  # noqa: N818 (named in French, like the matter)
    """The server does not answer, or asks to come back later: nothing is lost, only late."""


class Patience:
    """When to try again: each failure waits longer, up to a minute. One a process."""

    def __init__(self, horloge=time.monotonic):
        self._horloge = horloge
        self.echecs = 0
        self._reprise = 0.0

    def est_venue(self):
        return self._horloge() >= self._reprise

    def reussir(self):
        self.echecs, self._reprise = 0, 0.0

    def echouer(self):
        attente = ATTENTES_S[min(self.echecs, len(ATTENTES_S) - 1)]
        self.echecs += 1
        self._reprise = self._horloge() + attente


class Refus:
    """Documents that the server refuses as they are: tried again, but less and less often."""

    def __init__(self, horloge=time.monotonic):
        self._horloge = horloge
        self._connus = {}  # key: (version, its Patience)

    def attendent(self):
        """The keys that are not to be sent yet."""
        return [pk for pk, (_version, patience) in self._connus.items() if not patience.est_venue()]

    def noter(self, pk, version):
        connue, patience = self._connus.get(pk, (None, None))
        if connue != version:
            patience = Patience(self._horloge)
        patience.echouer()
        self._connus[pk] = (version, patience)

    def lever(self, pks):
        for pk in self._connus.keys() & set(pks):
            del self._connus[pk]


refus = Refus()


def expedier(continuer=lambda: True):
    """Send every row that is due, tombstones included; returns how many the server now has.

    By slices in the order of their keys, each marked before the next is read, in flat memory.
    ``continuer()`` is asked after each slice. Raises Indisponible when the server cannot take
    them; what it did take is marked.
    """
    dernier = partis = 0
    while documents := _tranche(dernier):
        dernier = documents[-1].pk
        recus, erreur = _envoyer_partout(documents)
        marquer_recus((d.pk, d.version) for d in documents if d.pk in recus)
        partis += len(recus)
        if erreur:
            raise Indisponible(erreur)
        if not continuer():
            break
    return partis


def etat_de_l_index(delai=1.0):
    """A name of elastique.etat: ``PRET``, or why nothing can be sent. Raises Indisponible."""
    with panne_en_indisponible():
        return etats.etat(delai)


def en_retard():
    """How many rows the server has not received."""
    return Document.objects.a_expedier().count()


def panne_en_indisponible():
    """A context: what the client raises becomes Indisponible, with its reason in a few words; an
    address that makes none, in the sentence of the settings."""
    return _Panne()


class _Panne:
    def __enter__(self):
        return self

    def __exit__(self, genre, erreur, trace):
        from elasticsearch import ApiError, TransportError

        if isinstance(erreur, ApiError | TransportError):
            raise Indisponible(etats.raison(erreur)) from erreur
        if isinstance(erreur, ImproperlyConfigured):
            raise Indisponible(str(erreur)) from erreur
        return False


def lignes(ordres):
    """Bulk actions as the bytes that are sent, header and body of each one after the other.

    A body takes ten times less room so than as Python's own objects.
    """
    from elasticsearch.helpers import expand_action

    morceaux = chain.from_iterable(map(expand_action, ordres))
    return [orjson.dumps(morceau) for morceau in morceaux if morceau is not None]


def envoyer(ordres, cible, *, par_alias=True):
    """Send bulk actions to *cible*: the answers of the server, one each, in order.

    ``par_alias``: refuse to write into an index that is not behind an alias, which the server
    would otherwise make up on the spot. Raises Indisponible.
    """
    return envoyer_lignes(lignes(ordres), len(ordres), cible, par_alias=par_alias)


def envoyer_lignes(operations, nombre, cible, *, par_alias=True):
    """``envoyer`` of *nombre* actions that are ``lignes`` already."""
    with panne_en_indisponible():
        reponse = client(DELAI_D_ENVOI).bulk(
            index=cible, operations=operations, require_alias=par_alias, filter_path=LUS
        )
    items = reponse.get("items") or []
    if len(items) != nombre:
        raise Indisponible("réponse incomplète")
    return [next(iter(item.values())) for item in items]


def est_recu(item):
    """Whether the server has this version, or a newer one: 409 says so, 404 of a deletion too."""
    if item["status"] == 404:
        return "error" not in item
    return item["status"] < 300 or item["status"] == 409


def est_passager(item):
    """Whether the server may take it later: overloaded, full, or without its index for now."""
    return item["status"] in (403, 404, 429) or item["status"] >= 500


def marquer_recus(paires):
    """Note that the server has these (key, version); a row that changed meanwhile stays due."""
    paires = list(paires)
    if not paires:
        return
    trous = ", ".join(["(%s, %s)"] * len(paires))
    with connection.cursor() as curseur:
        curseur.execute(MARQUER % trous, list(chain.from_iterable(paires)))


def _tranche(dernier):
    """The next rows that are due, after the key *dernier*."""
    dus = Document.objects.a_expedier().filter(pk__gt=dernier).exclude(pk__in=refus.attendent())
    return list(dus.order_by("pk")[:TRANCHE])


def _envoyer_partout(documents):
    """(keys that every index has received, why to stop or None).

    The index being built is looked for *after* the rows were read: if it is not there yet, its
    builder will read these rows as they are now, or newer.
    """
    ordres = actions(documents)
    recus = {document.pk for document in documents}
    erreur = None
    for cible in _cibles():
        items = envoyer(ordres, cible)
        pris = {d.pk for d, item in zip(documents, items, strict=True) if est_recu(item)}
        recus &= pris
        for document, item in zip(documents, items, strict=True):
            if document.pk in pris:
                continue
            if est_passager(item):
                erreur = f"statut {item['status']}"
            else:
                refus.noter(document.pk, document.version)
                genre = item.get("error", {}).get("type", "")
                journal.error("Le document %s est refusé : %s", document.pk, genre)
    refus.lever(recus)
    return recus, erreur


def _cibles():
    with panne_en_indisponible():
        en_chantier = client(DELAI_D_ENVOI).indices.exists_alias(name=etats.chantier())
    return [alias(), etats.chantier()] if en_chantier else [alias()]


def est_servi():
    """Whether a search server is fed at all."""
    return bool(adresses())
