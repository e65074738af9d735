"""Leases, loops and the worker that runs them."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from socle import baux, boucles, travaux
from socle.management.commands import travailler
from socle.models import Bail, Debit
from socle.travaux import Registre

MIDI = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def a(secondes):
    return time_machine.travel(MIDI + timedelta(seconds=secondes), tick=False)


@pytest.mark.django_db
class TestBaux:
    def test_un_seul_le_tient(self):
        with a(0):
            assert baux.prendre("index", "un", secondes=60) is True
            assert baux.prendre("index", "deux", secondes=60) is False
            assert baux.prendre("courrier", "deux", secondes=60) is True
        assert sorted(str(bail) for bail in Bail.objects.all()) == ["courrier", "index"]

    def test_un_autre_le_reprend_quand_il_expire(self):
        with a(0):
            baux.prendre("index", "un", secondes=60)
        with a(59):
            assert baux.prendre("index", "deux", secondes=60) is False
        with a(60):
            assert baux.prendre("index", "deux", secondes=60) is True
            assert baux.prolonger("index", "un", secondes=60) is False
            assert baux.rendre("index", "un", dans=0) is False

    def test_prolonge_il_n_expire_pas(self):
        with a(0):
            baux.prendre("index", "un", secondes=60)
        with a(50):
            assert baux.prolonger("index", "un", secondes=60) is True
        with a(70):
            assert baux.prendre("index", "deux", secondes=60) is False

    def test_rendu_il_attend_son_heure(self):
        with a(0):
            baux.prendre("index", "un", secondes=60)
            assert baux.rendre("index", "un", dans=30) is True
        with a(29):
            assert baux.prendre("index", "deux", secondes=60) is False
            force = baux.prendre("index", "deux", secondes=60, meme_avant_l_heure=True)
            assert force is True
            baux.rendre("index", "deux", dans=30)
        with a(59):
            assert baux.prendre("index", "un", secondes=60) is True


@pytest.mark.django_db
class TestRegistre:
    @pytest.fixture
    def registre(self):
        return Registre()

    def test_deux_boucles_n_ont_pas_le_meme_nom(self, registre):
        registre.boucle("index", toutes_les=1)(print)
        with pytest.raises(ValueError, match="Deux boucles portent le nom"):
            registre.boucle("index", toutes_les=1)(print)

    def test_une_boucle_qui_echoue_est_dite_et_n_arrete_pas_les_autres(self, registre, caplog):
        faits = []

        @registre.boucle("mauvaise", toutes_les=60)
        def mauvaise():
            raise RuntimeError("panne")

        registre.boucle("bonne", toutes_les=60)(lambda: faits.append(1))
        assert registre.une_fois("un") == {"mauvaise": "echec", "bonne": "fait"}
        assert faits == [1]
        assert [r.getMessage() for r in caplog.records if r.name == "socle.travaux"] == [
            "La boucle mauvaise a échoué"
        ]
        assert Bail.objects.get(nom="mauvaise").titulaire == ""

    def test_une_erreur_de_base_n_arrete_pas_les_autres(self, registre):
        registre.boucle("mauvaise", toutes_les=60)(
            lambda: Page.objects.create(path=None, depth=1, title="x", slug="x")
        )
        registre.boucle("bonne", toutes_les=60)(Debit.objects.count)
        etats = registre.une_fois("un")
        assert etats["mauvaise"] == "echec"

    def test_un_travail_tenu_ailleurs_est_laisse(self, registre):
        baux.prendre("index", "ailleurs", secondes=60)
        faits = []
        registre.boucle("index", toutes_les=60)(lambda: faits.append(1))
        assert (registre.une_fois("un"), faits) == ({"index": "occupe"}, [])

    def test_un_long_passage_prolonge_son_bail(self, registre):
        prolonges = []

        @registre.boucle("long", toutes_les=60, bail_s=30)
        def long():
            prolonges.append(registre.prolonger())
            Bail.objects.update(titulaire="un autre")
            prolonges.append(registre.prolonger())
            Bail.objects.update(titulaire="un")
            registre.arret.set()
            prolonges.append(registre.prolonger())

        registre.une_fois("un")
        assert (prolonges, registre.prolonger()) == ([True, False, False], True)

    def test_sans_fin_s_arrete_quand_on_le_demande(self, registre):
        faits = []

        @registre.boucle("compte", toutes_les=0)
        def compte():
            faits.append("compte")
            if len(faits) >= 3:
                registre.arret.set()

        registre.boucle("rare", toutes_les=3600)(lambda: faits.append("rare"))
        registre.sans_fin("un")
        assert faits == ["compte", "rare", "compte"]

    def test_deux_ouvriers_ne_font_pas_deux_fois_le_travail_de_l_heure(self, registre):
        faits = []
        registre.boucle("rare", toutes_les=3600)(lambda: faits.append(1))
        boucle = registre.boucles["rare"]
        etats = [registre.passer(boucle, ouvrier) for ouvrier in ("un", "deux")]
        assert (etats, faits) == (["fait", "occupe"], [1])


def test_chaque_ouvrier_a_son_nom():
    noms = {travaux.nom_de_titulaire() for _ in range(3)}
    assert (len(noms), max(len(nom) for nom in noms) <= 80) == (3, True)


@pytest.mark.django_db
class TestBoucles:
    def test_la_maison_a_ses_boucles(self):
        assert {"publication", "debits", "sessions"} <= set(travaux.registre.boucles)

    def test_ce_qui_est_echu_est_publie_puis_retire(self):
        racine = Page.objects.get(depth=1)
        heure = timezone.now()
        page = Page(title="Fête", slug="fete-prevue", live=False)
        page.go_live_at = heure + timedelta(hours=1)
        page.expire_at = heure + timedelta(hours=3)
        racine.add_child(instance=page)
        page.save_revision(approved_go_live_at=page.go_live_at).publish()
        etats = []
        for heures in (0, 2, 4):
            with time_machine.travel(heure + timedelta(hours=heures), tick=False):
                boucles.publier_l_echu()
                etats.append(Page.objects.get(pk=page.pk).live)
        assert etats == [False, True, False]

    def test_une_fois_passe_chaque_boucle(self):
        sortie = StringIO()
        call_command("travailler", "--une-fois", stdout=sortie)
        assert sorted(sortie.getvalue().split("\n"))[1:] == sorted(
            f"{nom} : fait" for nom in travaux.registre.boucles
        )


def test_la_commande_s_arrete_au_signal(db, monkeypatch):
    registre = Registre()

    @registre.boucle("seule", toutes_les=60)
    def seule():
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(travailler, "registre", registre)
    avant = {numero: signal.getsignal(numero) for numero in (signal.SIGTERM, signal.SIGINT)}
    sortie = StringIO()
    try:
        call_command("travailler", stdout=sortie)
    finally:
        for numero, reaction in avant.items():
            signal.signal(numero, reaction)
    lignes = sortie.getvalue().splitlines()
    assert (lignes[0].split(" (")[0], lignes[1]) == ("Au travail : seule", "Arrêté.")


def test_l_ouvrier_finit_proprement_au_signal(tmp_path):
    """A real process, on a database without tables: every loop fails, none stops the worker."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portail.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'vide.sqlite3'}",
        "PYTHONUNBUFFERED": "1",
    }
    commande = [sys.executable, "manage.py", "travailler"]
    with subprocess.Popen(  # noqa: S603 (our own command)
        commande,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as ouvrier:
        assert ouvrier.stdout.readline().startswith("Au travail : ")
        ouvrier.send_signal(signal.SIGTERM)
        sortie, _ = ouvrier.communicate(timeout=60)
    assert (ouvrier.returncode, sortie) == (0, "Arrêté.\n")
