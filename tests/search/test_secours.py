"""When the search server fails: the embedded engine answers, soon, and says so."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError, ConnectionTimeout

from search.moteurs import disjoncteur, moteur, secours
from search.moteurs.disjoncteur import ESSAI, LIBRE, Disjoncteur
from search.moteurs.elastique import etat as etats
from search.moteurs.secours import MoteurDeSecours
from search.requetes import Reponse, Requete
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.pages import publier_annuaire
from tests.search import serveurs_reels as serveurs

VIDE = Reponse(0, (), {})
PLEINE = Reponse(1, (SimpleNamespace(objet_id=1),), {})


AVIS = '<p class="note" role="status">Le moteur de recherche ne répond pas'


def duree(geste):
    """Seconds that it takes."""
    debut = time.perf_counter()
    geste()
    return time.perf_counter() - debut


class Horloge:
    def __init__(self):
        self.heure = 100.0

    def __call__(self):
        return self.heure


@pytest.fixture
def horloge():
    return Horloge()


class TestDisjoncteur:
    def test_one_failure_keeps_the_next_ones_away(self, horloge):
        porte = Disjoncteur(horloge)
        porte.echouer(porte.demander())
        assert (porte.demander(), porte.ouvert) == (None, True)

    def test_after_a_while_one_alone_tries(self, horloge):
        porte = Disjoncteur(horloge)
        porte.echouer(porte.demander())
        horloge.heure += 2
        assert [porte.demander() for _fois in range(3)] == [ESSAI, None, None]

    def test_a_trial_that_works_lets_everybody_in(self, horloge):
        porte = Disjoncteur(horloge)
        porte.echouer(porte.demander())
        horloge.heure += 2
        porte.reussir(porte.demander())
        assert (porte.demander(), porte.ouvert) == (LIBRE, False)

    def test_each_failed_trial_waits_longer_up_to_a_limit(self, horloge):
        porte, attentes = Disjoncteur(horloge), []
        porte.echouer(porte.demander())
        for _fois in range(6):
            depart = horloge.heure
            while (passage := porte.demander()) is None:
                horloge.heure += 1
            attentes.append(horloge.heure - depart)
            porte.echouer(passage)
        assert attentes == [2, 5, 15, 30, 30, 30]

    def test_calls_that_fail_together_count_once(self, horloge):
        porte = Disjoncteur(horloge)
        passages = [porte.demander() for _fois in range(5)]
        for passage in passages:
            porte.echouer(passage)
        horloge.heure += disjoncteur.ATTENTES_S[0]
        assert porte.demander() == ESSAI

    def test_a_late_success_does_not_close_it(self, horloge):
        porte = Disjoncteur(horloge)
        tot = porte.demander()
        porte.echouer(porte.demander())
        porte.reussir(tot)
        assert porte.ouvert is True

    def test_of_many_threads_one_tries(self, horloge):
        porte = Disjoncteur(horloge)
        porte.echouer(porte.demander())
        horloge.heure += 2
        passages, depart = [], threading.Barrier(8)

        def demander():
            depart.wait()
            passages.append(porte.demander())

        fils = [threading.Thread(target=demander) for _fois in range(8)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        assert sorted(passages, key=str) == [None] * 7 + [ESSAI]


def refus(statut):
    noeud = NodeConfig("http", "127.0.0.1", 9)
    meta = ApiResponseMeta(statut, "1.1", HttpHeaders(), 0.0, noeud)
    return ApiError("refus", meta, {})


class Principal:
    """An engine that does what it is told; counts the times it is asked."""

    def __init__(self):
        self.fait, self.demandes = lambda: PLEINE, 0

    def chercher(self, _requete):
        self.demandes += 1
        return self.fait()

    nomme = suggerer = compter = cartographier = lambda self, *_arguments: self.chercher(None)


class Embarque:
    """The engine that never fails."""

    def chercher(self, _requete):
        return VIDE

    def nomme(self, _requete):
        return "embarque"

    suggerer = compter = cartographier = lambda self, *_arguments: "embarque"


def lever(erreur):
    def faire():
        raise erreur

    return faire


@pytest.fixture
def paire(horloge, monkeypatch):
    """(the engine, the one it leans on, the state that the index has)."""
    etat = SimpleNamespace(dit=etats.PRET, demandes=0)

    def lire():
        etat.demandes += 1
        if isinstance(etat.dit, Exception):
            raise etat.dit
        return etat.dit

    monkeypatch.setattr(secours.etats, "etat", lire)
    principal = Principal()
    porte = Disjoncteur(horloge)
    return MoteurDeSecours(principal, Embarque(), porte, horloge), principal, etat


class TestQuiRepond:
    def test_the_server_when_it_can(self, paire):
        engin, _principal, _etat = paire
        assert engin.chercher(Requete()) is PLEINE

    @pytest.mark.parametrize(
        "erreur",
        [
            ConnectionTimeout("silence"),
            refus(429),
            refus(503),
            refus(404),
            refus(401),
            KeyError("hits"),
            refus(400),
        ],
        ids=lambda e: f"{type(e).__name__}-{getattr(e, 'status_code', '')}",
    )
    def test_the_embedded_engine_whatever_goes_wrong(self, paire, erreur):
        engin, principal, _etat = paire
        principal.fait = lever(erreur)
        assert engin.chercher(Requete()) == Reponse(0, (), {}, secours=True)
        assert engin.nomme(Requete()) == "embarque"
        assert engin.suggerer(("essai",), "fr", "re", 5) == "embarque"
        assert engin.compter(("essai",), "fr", "domaine", []) == "embarque"
        assert engin.cartographier(Requete(), 6) == "embarque"

    def test_a_server_at_fault_is_left_alone(self, paire):
        engin, principal, _etat = paire
        for erreur in (ConnectionTimeout("silence"), refus(429), refus(503)):
            engin.disjoncteur.fermer()
            principal.demandes, principal.fait = 0, lever(erreur)
            engin.chercher(Requete())
            engin.chercher(Requete())
            assert principal.demandes == 1

    def test_a_question_that_is_refused_does_not_stop_the_others(self, paire):
        engin, principal, _etat = paire
        for erreur in (refus(400), KeyError("hits")):
            principal.fait = lever(erreur)
            assert engin.chercher(Requete()).secours is True
            principal.fait = lambda: PLEINE
            assert engin.chercher(Requete()).secours is False

    def test_a_refusal_by_an_index_that_is_not_ours_any_more_is_a_failure(self, paire):
        engin, principal, etat = paire
        etat.dit, principal.fait = etats.FERME, lever(refus(400))
        engin.chercher(Requete())
        assert engin.disjoncteur.ouvert is True

    def test_a_database_that_fails_is_not_the_servers_fault(self, paire):
        engin, principal, _etat = paire
        principal.fait = lever(DatabaseError("panne"))
        with pytest.raises(DatabaseError):
            engin.chercher(Requete())
        assert engin.disjoncteur.ouvert is False

    def test_it_comes_back_by_itself(self, paire, horloge):
        engin, principal, _etat = paire
        principal.fait = lever(ConnectionTimeout("silence"))
        engin.chercher(Requete())
        principal.fait = lambda: PLEINE
        assert engin.chercher(Requete()).secours is True
        horloge.heure += 2
        assert engin.chercher(Requete()).secours is False


class TestIndex:
    @pytest.mark.parametrize(
        "dit", [etats.ABSENT, etats.INTRUS, etats.FERME, etats.INACHEVE, etats.PERIME]
    )
    def test_an_index_that_is_not_whole_and_ours_does_not_answer(self, paire, dit):
        engin, _principal, etat = paire
        etat.dit = dit
        assert engin.chercher(Requete()).secours is True

    def test_it_is_looked_at_now_and_then(self, paire, horloge):
        engin, _principal, etat = paire
        for _fois in range(3):
            engin.chercher(Requete())
        horloge.heure += 10
        engin.chercher(Requete())
        assert etat.demandes == 2

    def test_it_is_looked_at_sooner_when_nothing_is_found(self, paire, horloge):
        engin, principal, etat = paire
        principal.fait = lambda: VIDE
        engin.chercher(Requete())
        etat.dit = etats.INTRUS
        horloge.heure += 1
        assert engin.chercher(Requete()).secours is True

    def test_who_tries_again_looks_first(self, paire, horloge):
        engin, principal, etat = paire
        principal.fait = lever(ConnectionTimeout("silence"))
        engin.chercher(Requete())
        horloge.heure += 2
        etat.dit = ConnectionTimeout("silence")
        engin.chercher(Requete())
        assert principal.demandes == 1


@pytest.mark.django_db
class TestPages:
    """Nobody at the address: the real pages, answered by the real embedded engine."""

    @pytest.fixture(autouse=True)
    def un_acteur(self, settings):
        publier_annuaire()
        ActeurFactory(nom="Recyclerie du port")
        with serveurs.sur(settings, "http://127.0.0.1:9", "essai"):
            yield

    @pytest.mark.parametrize("adresse", ["/recherche/?q=recyclerie", "/annuaire/?q=recyclerie"])
    def test_it_is_said_once_where_results_are(self, client, adresse):
        page = client.get(adresse)
        dits = page.content.decode().count(AVIS)
        assert (page.status_code, dits, "Recyclerie du port" in page.content.decode()) == (
            200,
            1,
            True,
        )

    def test_suggestions_say_nothing_of_it(self, client):
        dites = client.get("/recherche/suggestions/?q=recycl").json()["suggestions"]
        assert [une["libelle"] for une in dites] == ["Recyclerie du port"]

    def test_an_entry_and_the_home_page_answer(self, client):
        assert [client.get(adresse).status_code for adresse in ("/annuaire/", "/")] == [200, 200]

    def test_what_is_saved_meanwhile_is_found_at_once(self, client):
        ActeurFactory(nom="Ressourcerie neuve")
        assert "Ressourcerie neuve" in client.get("/annuaire/?q=neuve").content.decode()

    def test_with_the_embedded_engine_alone_nothing_is_said(self, client, settings):
        settings.RECHERCHE_MOTEUR = "sql"
        assert AVIS not in client.get("/annuaire/?q=recyclerie").content.decode()


class Faux(BaseHTTPRequestHandler):
    """Says ``dit`` (status, headers, body) to everything; None: nothing at all."""

    dit = None

    def _repondre(self):
        if self.dit is None:
            self.server.fini.wait()
            return
        statut, entetes, corps = self.dit
        self.send_response(statut)
        for nom, valeur in {"Content-Length": str(len(corps)), **entetes}.items():
            self.send_header(nom, valeur)
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_arguments):
        pass


for verbe in ("GET", "POST", "PUT", "HEAD"):
    setattr(Faux, f"do_{verbe}", Faux._repondre)


JSON = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


@pytest.mark.django_db
class TestFauxServeurs:
    """A real socket that answers nonsense, or nothing."""

    @pytest.fixture
    def faux(self, settings):
        publier_annuaire()
        ActeurFactory(nom="Recyclerie du port")
        ecoute = ThreadingHTTPServer(("127.0.0.1", 0), Faux)
        ecoute.fini = threading.Event()
        fil = threading.Thread(target=ecoute.serve_forever)
        fil.start()
        with serveurs.sur(settings, f"http://127.0.0.1:{ecoute.server_port}", "essai"):
            yield
        ecoute.fini.set()
        ecoute.shutdown()
        ecoute.server_close()
        fil.join()

    @pytest.mark.parametrize(
        "dit",
        [
            (429, JSON, b'{"error": {"type": "es_rejected_execution_exception"}, "status": 429}'),
            (503, {"Content-Type": "text/html"}, b"<h1>Service Unavailable</h1>"),
            (200, {"Content-Type": "text/html"}, b"<h1>Bienvenue</h1>"),
            (200, JSON, b'{"took": 1, "responses": [{"hits"'),
            (200, JSON, b"{}"),
            (200, JSON, b'{"took": 1, "responses": []}'),
            (200, JSON, b'{"took": 1, "responses": [{"hits": null}]}'),
            (401, JSON, b'{"error": {"type": "security_exception"}, "status": 401}'),
        ],
        ids=["429", "503", "html", "coupé", "vide", "rien", "faux", "401"],
    )
    def test_nonsense_is_answered_from_the_embedded_engine(self, client, faux, monkeypatch, dit):
        monkeypatch.setattr(Faux, "dit", dit)
        for adresse in ("/annuaire/?q=recyclerie", "/recherche/?q=recyclerie"):
            page = client.get(adresse)
            texte = page.content.decode()
            dits = (page.status_code, texte.count(AVIS), "Recyclerie du port" in texte)
            assert dits == (200, 1, True)

    def test_silence_costs_a_second_to_one_visitor_only(self, client, faux):
        premiers, suivants = [], []
        for _fois in range(3):
            moteur("secours").disjoncteur.fermer()
            premiers.append(duree(lambda: client.get("/annuaire/?q=recyclerie")))
            suivants.append(duree(lambda: client.get("/annuaire/?q=recyclerie")))
        assert (median(premiers) < 1.5, median(suivants) < 0.8) == (True, True)

    def test_the_health_of_a_silent_server_is_told_soon(self, client, faux, settings):
        settings.SANTE_JETON = "un-jeton-tire-au-sort-assez-long"
        entetes = {"Authorization": f"Bearer {settings.SANTE_JETON}"}
        dit = client.get("/sante/", headers=entetes).json()
        assert dit["recherche"]["elasticsearch"]["etat"] == "ConnectionTimeout"
        durees = [duree(lambda: client.get("/sante/", headers=entetes)) for _fois in range(3)]
        assert median(durees) < 1.5
