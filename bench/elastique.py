"""Times the same searches on Elasticsearch, against what the server itself says it spent.

Run as ``python -m bench.elastique N GRAINE`` with the environment of a database whose index was
built; prints ``{family: [[whole answer, took], …]}`` in milliseconds. ``mesurer`` runs several of
them at once and sums up.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time

from bench.recherche import APRES, DE_NOUVEAU, debuts, preparer, requetes

TROP_TARD = "sans réponse à temps"
ECHAUFFEMENT = 5  # searches of each family before the clock


def environnement(nombre):
    """What chooses the engine and an index of *nombre* actors."""
    return {"RECHERCHE_MOTEUR": "elasticsearch", "ELASTICSEARCH_PREFIXE": f"bench-{nombre}"}


def chronometrer(nombre, graine):
    """``{family: [(milliseconds of the whole answer, of the server), …]}``."""
    from elasticsearch import TransportError

    from search.moteurs import moteur
    from search.moteurs.elastique.serveur import Echange, ReponseIncomplete

    passes, chercher = [], Echange.chercher

    def compter(echange, *corps):
        reponses = chercher(echange, *corps)
        passes.append(echange.took)
        return reponses

    Echange.chercher = compter
    engin, hasard = moteur("elasticsearch"), random.Random(graine)  # noqa: S311 (to be repeated)
    demandes = [(f, lambda r=r: engin.chercher(r)) for f, r in requetes(nombre, hasard)]
    demandes = [(f, demande) for f, demande in demandes if f not in (APRES, DE_NOUVEAU)]
    for texte in debuts(nombre, hasard):
        demandes.append(
            ("suggestion", lambda t=texte: engin.suggerer(("acteur",), "fr", t, 8)),
        )
    durees, vues = {}, {}
    for famille, demande in demandes:
        vues[famille] = vues.get(famille, 0) + 1
        passes.clear()
        debut = time.perf_counter()
        try:
            demande()
        except (TransportError, ReponseIncomplete):  # too late: it counts for the time it took
            durees.setdefault(TROP_TARD, []).append((0, 0))
        duree = (time.perf_counter() - debut) * 1_000
        if vues[famille] > ECHAUFFEMENT:
            durees.setdefault(famille, []).append((round(duree, 2), passes[-1] if passes else 0))
    return durees


def mesurer(nombre, reglages, racine, clients=1):
    """``{family: {figures}}`` of *clients* processes that ask at once; *reglages*: environment."""
    lances = [
        subprocess.Popen(  # noqa: S603 (our own interpreter)
            [sys.executable, "-m", "bench.elastique", str(nombre), str(graine)],
            cwd=racine,
            env={**os.environ, **reglages},
            stdout=subprocess.PIPE,
            text=True,
        )
        for graine in range(11, 11 + clients)
    ]
    reunies = {}
    for processus in lances:
        sortie, _erreurs = processus.communicate()
        if processus.returncode:
            sys.exit("bench.elastique a échoué")
        for famille, paires in json.loads(sortie.splitlines()[-1]).items():
            reunies.setdefault(famille, []).extend(paires)
    en_retard = len(reunies.pop(TROP_TARD, ()))
    toutes = [paire for paires in reunies.values() for paire in paires]
    chiffres = {famille: _chiffres(p) for famille, p in {**reunies, "ensemble": toutes}.items()}
    chiffres["ensemble"][TROP_TARD] = en_retard
    return chiffres


def _chiffres(paires):
    entieres, du_serveur = zip(*paires, strict=True)
    a_nous = [entiere - serveur for entiere, serveur in paires]
    return {
        "p50": _centile(entieres, 50),
        "p95": _centile(entieres, 95),
        "took p50": _centile(du_serveur, 50),
        "took p95": _centile(du_serveur, 95),
        "à nous p95": _centile(a_nous, 95),
    }


def _centile(valeurs, rang):
    return round(statistics.quantiles(valeurs, n=100, method="inclusive")[rang - 1], 1)


if __name__ == "__main__":
    preparer()
    print(json.dumps(chronometrer(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 (read by mesurer)
