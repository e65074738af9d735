"""A new index from the table, while the old one answers; nobody notices but by the result.

The index being built stands behind an alias of its own, made before the first row is read: from
then on shipping feeds it like the other (see ``expedition``), and external versions settle who is
newer. So nothing written meanwhile is lost, and nothing has to be read twice.
"""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from socle import baux
from socle.ramassage import sans_les_anciens
from socle.travaux import nom_de_titulaire

from .expedition import (
    Indisponible,
    envoyer_lignes,
    est_passager,
    est_recu,
    etat_de_l_index,
    lignes,
    marquer_recus,
    panne_en_indisponible,
)
from .models import Document
from .moteurs.elastique import etat as etats
from .moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from .moteurs.elastique.indice import VERSION, actions, alias, creer, nouveau_nom, reglages

TRANCHE = 400
LECTURE = 100  # rows at a time
FILS = 2
PAGES = 500  # of SQLite, 2 MB, instead of 32
BAIL = "recherche-reconstruction"
BAIL_S = 180


class DejaEnCours(Exception):  # noqa: N818 (named in French, like the matter)
    """Somebody else is rebuilding the index."""


@dataclass(frozen=True)
class Bilan:
    """``index``: its name; ``documents``: how many it received; ``refuses``: keys it refused."""

    index: str
    documents: int
    refuses: tuple[int, ...]


def reconstruire(avancer=lambda nombre: None):
    """Build a new index, put it in place of the old one, and take that away. Returns a Bilan.

    ``avancer(n)`` is called after each slice. What an interrupted build left goes first. Raises
    DejaEnCours, or Indisponible when the server fails on the way: the old index still answers.
    """
    with bail() as tenir, sans_les_anciens(), peu_de_pages():
        neuf = etat_de_l_index() != etats.PRET
        with panne_en_indisponible():
            effacer_les_restes()
            nom = nouveau_nom()
            creer(nom, refresh_interval="-1", number_of_replicas=0)
            ouvrir_le_chantier(nom)
            documents, refuses = _remplir(nom, avancer, tenir, marquer=neuf)
            _achever(nom)
            _mettre_en_place(nom)
            effacer_les_restes()
    return Bilan(nom, documents, tuple(refuses))


@contextmanager
def bail():
    """The right to rebuild, for as long as the context lasts; gives what to call to keep it."""
    titulaire = nom_de_titulaire()
    if not baux.prendre(BAIL, titulaire, secondes=BAIL_S, meme_avant_l_heure=True):
        raise DejaEnCours(
            "L’index est déjà en train d’être reconstruit\u202f: réessayez dans trois minutes."
        )

    def tenir():
        if not baux.prolonger(BAIL, titulaire, secondes=BAIL_S):
            raise DejaEnCours("Une autre reconstruction a pris le relais.")

    try:
        yield tenir
    finally:
        baux.rendre(BAIL, titulaire, dans=0)


def abandonner_les_restes():
    """Take away what an interrupted build left, unless a build is under way."""
    try:
        with bail(), panne_en_indisponible():
            return effacer_les_restes()
    except DejaEnCours:
        return []


@contextmanager
def peu_de_pages():
    """SQLite keeps the pages it read for the next question; here each row is read once."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as curseur:
        (avant,) = curseur.execute("PRAGMA cache_size").fetchone()
        curseur.execute(f"PRAGMA cache_size = {PAGES}")
        try:
            yield
        finally:
            curseur.execute(f"PRAGMA cache_size = {avant}")


def serveur():
    return client(DELAI_DE_TRAVAUX)


def effacer_les_restes():
    """Delete our indexes that do not answer searches; returns their names."""
    motifs = [f"{alias()}-v*", f"{etats.chantier()}*"]
    trouves = serveur().indices.get_alias(index=motifs, expand_wildcards="all")
    restes = [nom for nom, fiche in trouves.items() if _est_un_reste(nom, fiche["aliases"])]
    for nom in restes:
        serveur().indices.delete(index=nom, ignore_unavailable=True)
    return restes


def _est_un_reste(nom, ses_alias):
    """Whether nobody needs this index: what a build left, or an index named like the alias of
    builds, which the server makes up when a deletion comes late (it asks no alias of those)."""
    return nom == etats.chantier() or (etats.est_des_notres(nom) and alias() not in ses_alias)


def ouvrir_le_chantier(nom):
    """Have shipping feed this index too, from now on."""
    from elasticsearch import BadRequestError

    try:
        serveur().indices.put_alias(index=nom, name=etats.chantier())
    except BadRequestError:
        # What was sent late to the build before made an index of that name since we looked.
        serveur().indices.delete(index=etats.chantier(), ignore_unavailable=True)
        serveur().indices.put_alias(index=nom, name=etats.chantier())


def _remplir(nom, avancer, tenir, marquer):
    """Send every live row by slices on two threads; at most three slices are in memory."""
    partis, refuses, en_vol = 0, [], deque()

    def recevoir():
        nonlocal partis
        versions, envoi = en_vol.popleft()
        recus, mauvais = _trier(versions, envoi.result())
        refuses.extend(mauvais)
        if marquer:
            # Nothing answers searches yet: this index is the one that counts.
            marquer_recus(recus)
        partis += len(recus)
        tenir()
        avancer(len(versions))

    with ThreadPoolExecutor(FILS) as fils:
        try:
            for versions, operations in _tranches():
                envoi = fils.submit(envoyer_lignes, operations, len(versions), etats.chantier())
                en_vol.append((versions, envoi))
                if len(en_vol) == FILS:
                    recevoir()
            while en_vol:
                recevoir()
        finally:
            fils.shutdown(wait=True, cancel_futures=True)
    return partis, refuses


def _tranches():
    """Live rows by slices, each read anew (no transaction stays open): [(key, version)] and what
    is sent. A slice is read by parts: whole, its objects would be most of the memory."""
    dernier = 0
    while True:
        versions, operations = [], []
        while documents := _documents_apres(dernier, TRANCHE - len(versions)):
            versions += [(d.pk, d.version) for d in documents]
            operations += lignes(actions(documents))
            dernier = documents[-1].pk
        if not versions:
            return
        yield versions, operations


def _documents_apres(dernier, au_plus):
    return list(
        Document.objects.vivants().filter(pk__gt=dernier).order_by("pk")[: min(LECTURE, au_plus)]
    )


def _trier(versions, items):
    """([(key, version)] received, [key] refused). Raises Indisponible."""
    recus, refuses = [], []
    for (pk, version), item in zip(versions, items, strict=True):
        if est_recu(item):
            recus.append((pk, version))
        elif est_passager(item):
            raise Indisponible(f"statut {item['status']}")
        else:
            refuses.append(pk)
    return recus, refuses


def _achever(nom):
    """What the index did without while it was filled, and the word that it is whole."""
    voulus = reglages()
    serveur().indices.put_settings(
        index=nom,
        settings={
            "refresh_interval": voulus["refresh_interval"],
            "number_of_replicas": voulus["number_of_replicas"],
        },
    )
    serveur().indices.refresh(index=nom)
    serveur().indices.put_mapping(index=nom, meta={"version": VERSION, "complet": True})


def _mettre_en_place(nom):
    """Swap, in one go. An index that somebody named like the alias goes in the same breath."""
    ordres = [
        {"add": {"index": nom, "alias": alias(), "is_write_index": True}},
        {"remove": {"index": nom, "alias": etats.chantier()}},
    ]
    for ancien in _derriere_l_alias():
        if ancien == alias():
            ordres.insert(0, {"remove_index": {"index": ancien}})
        else:
            ordres.insert(0, {"remove": {"index": ancien, "alias": alias()}})
    serveur().indices.update_aliases(actions=ordres)


def _derriere_l_alias():
    """Names of the indexes that answer to the alias; the alias itself when an index took it."""
    from elasticsearch import NotFoundError

    try:
        return list(serveur().indices.get(index=alias(), filter_path="*.settings.index.uuid"))
    except NotFoundError:
        return []
