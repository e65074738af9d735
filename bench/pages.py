"""Times whole pages served by gunicorn with two workers, over loopback."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

RACINE = Path(__file__).resolve().parents[1]


def port_libre():
    """Return a port that nobody listens on."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


class Serveur:
    """Gunicorn on a free port of loopback, stopped by its PID."""

    def __init__(self, environnement):
        self.port = port_libre()
        self.environnement = {
            **os.environ,
            **environnement,
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "2",
            "DEBUG": "false",
        }

    def __enter__(self):
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--log-level", "error"],
            cwd=RACINE,
            env=self.environnement,
        )
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        return self

    def __exit__(self, *erreur):
        self.processus.send_signal(signal.SIGTERM)
        self.processus.wait(20)


def charger(port, adresses, duree=8, clients=4):
    """Ask for *adresses* in turn during *duree* seconds; return req/s, p50 and p95 in ms."""
    durees, fautes, fin = [], [], time.perf_counter() + duree

    def client(decalage):
        prise = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        rang = decalage
        while time.perf_counter() < fin:
            debut = time.perf_counter()
            prise.request("GET", adresses[rang % len(adresses)])
            reponse = prise.getresponse()
            reponse.read()
            durees.append((time.perf_counter() - debut) * 1000)
            if reponse.status != 200:
                fautes.append(reponse.status)
            rang += clients

    fils = [threading.Thread(target=client, args=(i,)) for i in range(clients)]
    depart = time.perf_counter()
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return {
        "req/s": round(len(durees) / (time.perf_counter() - depart), 1),
        "p50": round(statistics.median(durees), 1),
        "p95": round(statistics.quantiles(durees, n=20)[-1], 1),
        "fautes": len(fautes),
    }


def mesurer(environnement, fiches, mots):
    """Return ``{page: figures}`` for the entry, the list and the list with a search."""
    listes = ["/annuaire/", "/annuaire/?page=2", "/annuaire/?tri=nom"]
    cherches = [f"/annuaire/?q={quote(mot)}" for mot in mots]
    with Serveur(environnement) as serveur:
        for adresse in (listes * 4) + fiches[:4]:
            charger(serveur.port, [adresse], duree=0.3, clients=2)
        return {
            "fiche": charger(serveur.port, fiches),
            "liste": charger(serveur.port, listes),
            "liste, un mot, un client": charger(serveur.port, cherches, clients=1),
            "accueil": charger(serveur.port, ["/"]),
        }
