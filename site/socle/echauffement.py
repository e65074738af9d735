"""What a process reads once and keeps, read before the first visitor has to wait for it.

A room registers what it keeps in ``AppConfig.ready``; gunicorn asks for it as soon as a process is
ready to answer (gunicorn.conf.py), beside the requests that come meanwhile.
"""

import logging
import threading

from django.db import connections

journal = logging.getLogger(__name__)
_lectures = {}


def enregistrer(nom, lire):
    """Have ``lire()`` called once in each process that serves; *nom* is what the log calls it."""
    _lectures[nom] = lire


def echauffer():
    """Read everything now; return the names of what could not be read, which the log explains."""
    manques = []
    for nom, lire in list(_lectures.items()):
        try:
            lire()
        except Exception:  # a database that is not ready yet: the first request will say it better
            journal.warning("%s: not read ahead", nom, exc_info=True)
            manques.append(nom)
    return manques


def en_arriere_plan():
    """Start a thread that reads everything, then closes the connections it opened; return it."""

    def lire_puis_fermer():
        echauffer()
        connections.close_all()

    fil = threading.Thread(target=lire_puis_fermer, name="echauffement", daemon=True)
    fil.start()
    return fil
