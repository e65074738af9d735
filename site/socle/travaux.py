"""The worker: every room registers its loops here, ``manage.py travailler`` runs them all.

A loop is idempotent and keeps its own state in tables: it may be stopped between any two passes,
and run by any of several workers, one at a time (baux.py). See docs/travailler.md.
"""

import logging
import os
import secrets
import socket
import threading
import time
from dataclasses import dataclass

from django.db import connections

from . import baux

journal = logging.getLogger(__name__)
BAIL_S = 600


@dataclass(frozen=True)
class Boucle:
    """A job: what to call, every how many seconds, and for how long a pass may hold its lease."""

    nom: str
    fonction: object
    toutes_les: int
    bail_s: int = BAIL_S


class Registre:
    """The loops of one worker, by name."""

    def __init__(self):
        self.boucles = {}
        self.arret = threading.Event()
        self.en_cours = None

    def boucle(self, nom, *, toutes_les, bail_s=BAIL_S):
        """Register the decorated function (no argument) to run every *toutes_les* seconds.

        A pass that may last longer than *bail_s* seconds calls ``prolonger`` on its way. Raises
        ValueError for a name that is taken.
        """

        def inscrire(fonction):
            if nom in self.boucles:
                raise ValueError(f"Deux boucles portent le nom « {nom} ».")
            self.boucles[nom] = Boucle(nom, fonction, toutes_les, bail_s)
            return fonction

        return inscrire

    def passer(self, boucle, titulaire, *, meme_avant_l_heure=False):
        """Run one pass of *boucle* if its lease is free. Returns « fait », « occupe » or « echec ».

        Whatever the loop raises is logged, and goes no further. Old connections are closed first,
        so that a database that restarted is found again.
        """
        _oublier_les_vieilles_connexions()
        try:
            if not baux.prendre(
                boucle.nom,
                titulaire,
                secondes=boucle.bail_s,
                meme_avant_l_heure=meme_avant_l_heure,
            ):
                return "occupe"
            self.en_cours = (boucle, titulaire)
            try:
                boucle.fonction()
            finally:
                self.en_cours = None
                baux.rendre(boucle.nom, titulaire, dans=boucle.toutes_les)
        except Exception:  # one job that fails must not stop the others
            journal.exception("La boucle %s a échoué", boucle.nom)
            return "echec"
        finally:
            _oublier_les_vieilles_connexions()
        return "fait"

    def prolonger(self):
        """Keep the lease of the pass in hand. False: it was lost or the worker must stop."""
        if self.en_cours is None:
            return True
        boucle, titulaire = self.en_cours
        return not self.arret.is_set() and baux.prolonger(
            boucle.nom, titulaire, secondes=boucle.bail_s
        )

    def une_fois(self, titulaire):
        """Run every loop once, due or not. Returns {name: « fait », « occupe » or « echec »}."""
        return {
            nom: self.passer(boucle, titulaire, meme_avant_l_heure=True)
            for nom, boucle in self.boucles.items()
        }

    def sans_fin(self, titulaire):
        """Run the loops as they fall due, until ``arret`` is set; the pass in hand is finished."""
        echeances = dict.fromkeys(self.boucles, 0.0)
        while not self.arret.is_set():
            for nom, boucle in self.boucles.items():
                if self.arret.is_set():
                    break
                if time.monotonic() >= echeances[nom]:
                    self.passer(boucle, titulaire)
                    echeances[nom] = time.monotonic() + boucle.toutes_les
            prochaine = min(echeances.values(), default=time.monotonic() + 1)
            self.arret.wait(max(0.05, min(prochaine - time.monotonic(), 5)))


registre = Registre()
boucle = registre.boucle
prolonger = registre.prolonger


def _oublier_les_vieilles_connexions():
    """As Django's ``close_old_connections``, but a transaction that is open is left alone."""
    for connexion in connections.all(initialized_only=True):
        if not connexion.in_atomic_block:
            connexion.close_if_unusable_or_obsolete()


def nom_de_titulaire():
    """Return a name for this worker that no other has: host, process and four random bytes."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
