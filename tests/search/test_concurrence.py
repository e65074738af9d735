"""PostgreSQL beside a real Elasticsearch: real transactions and real threads."""

import secrets
import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from search import documents, expedition, reconstruction, verification
from search.models import Document
from search.moteurs import moteur
from tests.search import serveurs_reels as serveurs
from tests.search.terrain import TYPE, Terrain, fiche

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.serveur,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def terrain(settings, transactional_db):
    """An empty corpus, and its index in place."""
    with serveurs.sur(settings, serveurs.adresse_donnee(), f"essai-{secrets.token_hex(6)}"):
        terrain = Terrain(moteur("sql"))
        reconstruction.reconstruire()
        yield terrain
        documents._producteurs.pop(TYPE)
        serveurs.effacer_les_index()


@contextmanager
def a_cote(geste):
    """Run *geste* in a thread of its own, with its own connection, for as long as the context."""
    erreurs = []

    def faire():
        try:
            geste()
        except Exception as erreur:
            erreurs.append(erreur)
        finally:
            connection.close()

    fil = threading.Thread(target=faire)
    fil.start()
    try:
        yield
    finally:
        fil.join()
    assert erreurs == []


def test_two_transactions_committed_in_reverse_order(terrain):
    ecrit, valider = threading.Event(), threading.Event()
    terrain.source[1] = [fiche(1, "Premier")]

    def lent():
        with transaction.atomic():
            documents.indexer(TYPE, [1])
            ecrit.set()
            valider.wait()

    with a_cote(lent):
        ecrit.wait()
        terrain.poser(fiche(2, "Second"))
        assert expedition.expedier() == 1
        valider.set()
    premier, second = Document.objects.order_by("objet_id")
    assert (premier.pk < second.pk, premier.sequence < second.sequence) == (True, True)
    assert expedition.expedier() == 1
    assert verification.verifier().egal


def test_two_workers_at_once(terrain, monkeypatch):
    monkeypatch.setattr(expedition, "TRANCHE", 5)
    terrain.poser(*[fiche(n, f"Lieu {n}") for n in range(40)])
    depart = threading.Barrier(2)

    def expedier():
        depart.wait()
        expedition.expedier()

    with a_cote(expedier), a_cote(expedier):
        pass
    constat = verification.verifier()
    assert (constat.egal, constat.index) == (True, 40)


def test_writes_and_a_worker_during_a_rebuild(terrain, monkeypatch):
    monkeypatch.setattr(reconstruction, "TRANCHE", 5)
    terrain.poser(*[fiche(n, f"Lieu {n}") for n in range(40)])
    expedition.expedier()
    fini = threading.Event()

    def ecrire():
        for tour in range(1_000):
            if fini.is_set():
                break
            terrain.poser(fiche(tour % 50, f"Lieu au tour {tour}"))
            terrain.retirer(tour % 50)
            terrain.poser(fiche(tour % 37, f"Lieu encore au tour {tour}"))

    def expedier():
        while not fini.is_set():
            # Between the swap and the end of a slice the worker has to come back.
            try:
                expedition.expedier()
            except expedition.Indisponible:
                continue

    with a_cote(ecrire), a_cote(expedier):
        try:
            for _fois in range(3):
                reconstruction.reconstruire()
        finally:
            fini.set()  # else the two others would write and send for ever
    expedition.expedier()
    assert verification.verifier().egal
    reconstruction.abandonner_les_restes()  # as the worker does: what was deleted just after a swap
    assert len(serveurs.index_presents()) == 1
