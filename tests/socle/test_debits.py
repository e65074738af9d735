"""Rate limits: counted per key and window, without an address kept."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from socle import debits
from socle.models import Debit

MIDI = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
class TestAutoriser:
    def test_la_limite_est_comprise(self):
        with time_machine.travel(MIDI, tick=False):
            reponses = [debits.autoriser("a", limite=3, fenetre_s=60) for _ in range(5)]
        assert reponses == [True, True, True, False, False]

    def test_chaque_cle_a_son_compte(self):
        with time_machine.travel(MIDI, tick=False):
            assert debits.autoriser("a", limite=1, fenetre_s=60) is True
            assert debits.autoriser("b", limite=1, fenetre_s=60) is True
            assert debits.autoriser("a", limite=1, fenetre_s=60) is False

    def test_la_fenetre_suivante_recommence(self):
        for decalage, attendu in [(0, True), (59, False), (60, True)]:
            with time_machine.travel(MIDI + timedelta(seconds=decalage), tick=False):
                assert debits.autoriser("a", limite=1, fenetre_s=60) is attendu

    def test_une_fenetre_a_cheval_sur_minuit_reste_une(self):
        veille = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)
        with time_machine.travel(veille, tick=False):
            debits.autoriser("a", limite=1, fenetre_s=7 * 3600)
        with time_machine.travel(veille + timedelta(seconds=1), tick=False):
            assert debits.autoriser("a", limite=1, fenetre_s=7 * 3600) is False

    def test_rien_de_la_cle_n_est_garde_et_le_sel_change_chaque_jour(self):
        for jours in (0, 1):
            with time_machine.travel(MIDI + timedelta(days=jours), tick=False):
                debits.autoriser("203.0.113.9", limite=1, fenetre_s=60)
        cles = list(Debit.objects.values_list("cle", flat=True))
        assert [(len(cle), "203" in cle[:3] and "." in cle) for cle in cles] == [(64, False)] * 2
        assert len(set(cles)) == 2

    def test_une_requete(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            debits.autoriser("a", limite=1, fenetre_s=60)

    @pytest.mark.parametrize("fenetre_s", [0, -1, 86_401])
    def test_une_fenetre_dure_un_jour_au_plus(self, fenetre_s):
        with pytest.raises(ValueError, match="Une fenêtre dure"):
            debits.autoriser("a", limite=1, fenetre_s=fenetre_s)

    def test_purger_oublie_les_fenetres_passees(self):
        for jours in (0, 3):
            with time_machine.travel(MIDI + timedelta(days=jours), tick=False):
                debits.autoriser("a", limite=1, fenetre_s=60)
                if jours:
                    assert debits.purger() == 1
        assert Debit.objects.count() == 1
        assert str(Debit.objects.get()).endswith("… 1")


@pytest.mark.serveur
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_de_vrais_fils_ne_depassent_pas_la_limite():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: threads share one connection on an in-memory SQLite")
    reponses = []

    def essayer():
        reponses.append(debits.autoriser("a", limite=10, fenetre_s=86_400))
        connection.close()

    fils = [threading.Thread(target=essayer) for _ in range(30)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(reponses) == [False] * 20 + [True] * 10


@pytest.mark.parametrize(
    ("mandataires", "directe", "transmise", "attendue"),
    [
        (0, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        (1, "10.0.0.1", "", ""),
        (1, "10.0.0.1", "inconnu", ""),
        (0, "", "", ""),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_adresse_client(settings, mandataires, directe, transmise, attendue):
    settings.NOMBRE_DE_MANDATAIRES = mandataires
    requete = RequestFactory().get("/", REMOTE_ADDR=directe, headers={"X-Forwarded-For": transmise})
    assert debits.adresse_client(requete) == attendue


def test_sans_en_tete_l_adresse_est_celle_de_la_connexion(settings):
    settings.NOMBRE_DE_MANDATAIRES = 2
    requete = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9")
    assert debits.adresse_client(requete) == "203.0.113.9"
