"""Elasticsearch, and the embedded engine whenever it does not answer as it should.

Whatever goes wrong over there (nobody at the address, silence, an overload, an index that is not
ours or not whole, an answer that makes no sense) is answered from the database, and said by
``secours``. A visitor waits a second at most, and only the first one does: a circuit breaker keeps
the others away until one of them tries again.
"""

import logging
import threading
import time
from dataclasses import replace

from django.db import DatabaseError

from .base import Moteur
from .disjoncteur import ESSAI, LIBRE, Disjoncteur
from .elastique import etat as etats

journal = logging.getLogger(__name__)
# How long one believes that the index is still ours; less when it finds nothing at all.
FRAICHEUR_S = 10.0
FRAICHEUR_DU_VIDE_S = 1.0
# What says that the server, and not the question, is at fault.
STATUTS_DE_PANNE = frozenset({401, 403, 404, 408, 413, 429})


class IndexInutilisable(Exception):  # noqa: N818 (named in French, like the matter)
    """What stands behind the alias is not a whole index of ours."""


class MoteurDeSecours(Moteur):
    """The engine of a site with a search server. One a process, from several threads."""

    nom = "secours"

    def __init__(self, principal=None, secours=None, disjoncteur=None, horloge=time.monotonic):
        from . import moteur, moteur_embarque

        self.principal = principal or moteur("elasticsearch")
        self.secours = secours or moteur_embarque()
        self.disjoncteur = disjoncteur or Disjoncteur()
        self._horloge = horloge
        self._verifie_le = None
        self._verrou = threading.Lock()

    def chercher(self, requete):
        """``Requete`` → ``Reponse``, whose ``secours`` says that the server did not answer."""
        reponse = self._tenter(lambda m: m.chercher(requete), vide=lambda r: not r.resultats)
        return reponse if reponse is not None else self._dire(self.secours.chercher(requete))

    def cartographier(self, *demande):
        """As the interface says it."""
        carte = self._tenter(lambda m: m.cartographier(*demande), vide=lambda c: not c.total)
        return carte if carte is not None else self.secours.cartographier(*demande)

    def nomme(self, requete):
        return self._ou_bien(lambda m: m.nomme(requete))

    def suggerer(self, types, locale, texte, limite):
        return self._ou_bien(lambda m: m.suggerer(types, locale, texte, limite))

    def compter(self, types, locale, facette, choix):
        return self._ou_bien(lambda m: m.compter(types, locale, facette, choix))

    def ecrire(self, documents, sequence):
        """The embedded engine is written with the table; the server is fed by the worker."""
        self.secours.ecrire(documents, sequence)

    def oublier(self, ids):
        self.secours.oublier(ids)

    @staticmethod
    def _dire(reponse):
        return replace(reponse, secours=True)

    def _ou_bien(self, appel):
        reponse = self._tenter(appel, vide=lambda r: not r)
        return reponse if reponse is not None else appel(self.secours)

    def _tenter(self, appel, vide):
        """What the server answers, or None when the embedded engine is to answer."""
        passage = self.disjoncteur.demander()
        if passage is None:
            return None
        panne = True
        try:
            if passage == ESSAI:
                # Cheaper than a search: who tries waits less.
                self._verifier(0)
            reponse = appel(self.principal)
            self._verifier(FRAICHEUR_DU_VIDE_S if vide(reponse) else FRAICHEUR_S)
            panne = False
        except DatabaseError:
            # Not the server's fault, and the other engine reads the same database.
            panne = False
            raise
        except Exception as erreur:
            panne = self._est_une_panne(erreur)
            self._journaliser(erreur, panne, passage)
            return None
        finally:
            (self.disjoncteur.echouer if panne else self.disjoncteur.reussir)(passage)
        return reponse

    def _verifier(self, fraicheur):
        """Make sure that the index is ours and whole, unless that was seen *fraicheur* s ago."""
        maintenant = self._horloge()
        if self._verifie_le is not None and maintenant - self._verifie_le < fraicheur:
            return
        etat = etats.etat()
        with self._verrou:
            self._verifie_le = maintenant if etat == etats.PRET else None
        if etat != etats.PRET:
            raise IndexInutilisable(etats.EN_CLAIR[etat])

    def _est_une_panne(self, erreur):
        """Whether to leave the server alone for a while, rather than this one question.

        A question that is refused, or an answer that makes no sense, may come from an index that
        is no longer ours.
        """
        from elasticsearch import TransportError

        statut = getattr(erreur, "status_code", None)
        if isinstance(erreur, TransportError | IndexInutilisable):
            return True
        if isinstance(statut, int) and (statut >= 500 or statut in STATUTS_DE_PANNE):
            return True
        try:
            self._verifier(0)
        except Exception:  # of any kind: what is at the address may not even be Elasticsearch
            return True
        return False

    def _journaliser(self, erreur, panne, passage):
        # No address nor body: what people type stays out of the logs.
        raison = etats.raison(erreur)
        if not panne:
            journal.exception("Elasticsearch refuse une question (%s)", raison)
        elif passage == LIBRE:
            journal.warning("Elasticsearch ne répond pas (%s) : le moteur de secours", raison)
