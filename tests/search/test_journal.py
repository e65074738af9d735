"""Following the writes of others, whatever the order in which they commit."""

import threading

import pytest
from django.db import connection, transaction

from search.models import Document, Lot
from search.moteurs.journal import Ordonne, Simultane
from search.moteurs.suivi import Suivi
from search.moteurs.vocabulaire import Vocabulaire
from tests.search.terrain import fiche


@pytest.fixture(params=[Ordonne, Simultane])
def suivi(request):
    """A process that reads with each of the journals, on any database."""
    suivi = Suivi()
    suivi.journal = request.param()
    return suivi


def lus(suivi):
    """What the process has in memory, and the words that it knows."""
    fiches = suivi.a_jour().fiches.values()
    return sorted(une.objet_id for une in fiches), suivi.journal.ruptures


def test_ce_qui_est_nouveau_se_lit_sans_le_reste(terrain, suivi):
    terrain.poser(*(fiche(n, f"N{n}") for n in range(1, 4)))
    _tout, avant = lus(suivi)
    Document.objects.filter(objet_id=1).update(titre_tri="lu si tout est relu")
    terrain.poser(fiche(9, "Neuf"))
    assert lus(suivi) == ([1, 2, 3, 9], avant)
    assert "lu si tout est relu" not in {une.tri for une in suivi.corpus.fiches.values()}


def test_ce_qui_est_annule_se_relit(terrain, suivi):
    terrain.poser(fiche(1, "Un"))
    _tout, avant = lus(suivi)
    with transaction.atomic():
        terrain.poser(fiche(2, "Deux"))
        assert lus(suivi) == ([1, 2], avant)
        transaction.set_rollback(True)
    assert lus(suivi) == ([1], avant + 1)


def test_un_premier_ecrit_annule_ne_laisse_rien(terrain, suivi):
    assert lus(suivi)[0] == []
    with transaction.atomic():
        terrain.poser(fiche(1, "Un"))
        assert lus(suivi)[0] == [1]
        transaction.set_rollback(True)
    assert lus(suivi)[0] == []


def test_un_numero_plus_petit_qui_arrive_apres_se_lit(terrain):
    """As two transactions that commit in reverse order leave it."""
    suivi = Suivi()
    suivi.journal = Simultane()
    terrain.poser(fiche(1, "Tardive"), fiche(2, "Autre"))
    terrain.poser(fiche(2, "Autre bis"))
    tardif = Document.objects.get(objet_id=1)
    Document.objects.filter(pk=tardif.pk).delete()
    Lot.objects.filter(pk=tardif.sequence).delete()
    assert lus(suivi)[0] == [2]
    Lot.objects.create(sequence=tardif.sequence)
    tardif.save(force_insert=True)
    avant = suivi.journal.ruptures
    assert lus(suivi) == ([1, 2], avant)


def test_ce_qui_est_elague_n_est_pas_annule(terrain, monkeypatch):
    suivi = Suivi()
    suivi.journal = Simultane()
    for n in range(1, 4):
        terrain.poser(fiche(n, f"N{n}"))
    _tout, avant = lus(suivi)
    monkeypatch.setattr(Lot, "GARDES", 2)
    Lot.objects.earliest("pk").delete()
    terrain.poser(fiche(4, "N4"))
    assert lus(suivi) == ([1, 2, 3, 4], avant)
    Lot.objects.exclude(pk=Lot.objects.latest("pk").pk).delete()
    terrain.poser(fiche(5, "N5"))
    Lot.objects.earliest("pk").delete()
    assert lus(suivi) == ([1, 2, 3, 4, 5], avant + 1)


def test_une_lecture_interrompue_se_reprend(terrain, suivi, monkeypatch):
    terrain.poser(fiche(1, "Un"))
    with monkeypatch.context() as coupure:
        coupure.setattr(suivi, "_fiches", lambda ids=None: iter([1 / 0 if ids is None else None]))
        with pytest.raises(ZeroDivisionError):
            suivi.a_jour()
    assert lus(suivi)[0] == [1]


@pytest.mark.serveur
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_deux_transactions_validees_a_l_envers_se_lisent_toutes_deux(terrain):
    assert connection.vendor == "postgresql", "SQLite has one writer at a time: make postgresql"
    ecrit, valider = threading.Event(), threading.Event()

    def ecrire():
        with transaction.atomic():
            terrain.poser(fiche(1, "Première"))
            ecrit.set()
            valider.wait(timeout=60)
        connection.close()

    suivi, mots = Suivi(), Vocabulaire()
    premiere = threading.Thread(target=ecrire)
    premiere.start()
    try:
        assert ecrit.wait(timeout=60)
        terrain.poser(fiche(2, "Seconde"))
        avant = (lus(suivi)[0], terrain.trouves(tri="nom"), terrain.trouves("première"))
        mots.suivre(suivi)
        assert (avant, mots.connait("premiere")) == (([2], [2], []), False)
    finally:
        valider.set()
        premiere.join()
    numeros = dict(Document.objects.values_list("objet_id", "sequence"))
    apres = (lus(suivi)[0], terrain.trouves(tri="nom"), terrain.trouves("première"))
    mots.suivre(suivi)
    terrain.retirer(1, 2)  # the table of full text is not among those that are flushed
    assert numeros[1] < numeros[2]
    assert (apres, mots.connait("premiere")) == (([1, 2], [1, 2], [1]), True)
