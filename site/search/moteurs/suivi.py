"""Keep a process's corpus equal to the database, at the cost of one small query a search.

Each write to ``Document`` takes a number in ``Lot`` and puts it on its rows; ``journal`` says which
rows a process has not read yet, and which it has to read again.
"""

import gc
import json
import threading
from datetime import datetime
from sys import intern

from django.db import connection

from ..models import Document
from .corpus import Corpus, Fiche
from .journal import journal

NOMBREUX = 20_000
COLONNES = (
    "id",
    "type",
    "locale",
    "objet_id",
    "titre_tri",
    "facettes",
    "positions",
    "nouveau_le",
    "poids",
    "visible_de",
    "visible_jusqua",
    "ouvertures",
)


class Suivi:
    """A corpus and what the journal held when it was read (``numero``)."""

    def __init__(self):
        self.corpus = Corpus()
        # One search computes at a time in a process; several processes answer side by side.
        self.verrou = threading.RLock()
        self.numero = None
        self.journal = journal()
        self._paires = {}

    def a_jour(self):
        """The corpus as this connection sees the database now; call it under its lock."""
        etat = self.journal.etat()
        if etat != self.numero:
            self._avancer(etat)
            self.numero = etat
        return self.corpus

    def _avancer(self, etat):
        a_relire = self.journal.changes(etat)
        if a_relire is not None and len(a_relire) * 5 > len(self.corpus.fiches) + 500:
            a_relire = None
        if a_relire is None:
            self._tout_relire()
        else:
            self._relire(a_relire)
        self.journal.retenir(etat, a_relire)

    def _relire(self, ids):
        ids = sorted(ids)
        for rang in range(0, len(ids), 500):
            lot = ids[rang : rang + 500]
            trouves = {fiche.id: fiche for fiche in self._fiches(lot)}
            for i in lot:
                if i in trouves:
                    self.corpus.mettre(trouves[i])
                else:
                    self.corpus.oter(i)

    def _tout_relire(self):
        self.journal.oublier()
        self.corpus.vider()
        self._paires.clear()
        # A million small objects come to life: the collector would walk them again and again.
        actif = gc.isenabled()
        gc.disable()
        try:
            self.corpus.charger(self._fiches())
        finally:
            if actif:
                gc.enable()
        if len(self.corpus.fiches) > NOMBREUX:
            # They live as long as the process: one walk over them is 0.7 s of somebody's page.
            gc.freeze()

    def _fiches(self, ids=None):
        """Live documents as ``Fiche``; plain SQL, because 100,000 model rows take seconds."""
        requete = Document.objects.vivants().order_by("id")
        if ids is not None:
            requete = requete.filter(pk__in=ids)
        sql, parametres = requete.values_list(*COLONNES).query.sql_with_params()
        with connection.cursor() as curseur:
            curseur.execute(sql, parametres)
            while lignes := curseur.fetchmany(2_000):
                for ligne in lignes:
                    yield self._fiche(ligne)

    def _fiche(self, ligne):
        pk, type, locale, objet_id, tri, facettes, positions, nouveau, poids, *suite = ligne
        de, jusqua, ouvertures = suite
        paires = self._paires
        valeurs = [
            paires.setdefault((facette, valeur), (facette, valeur))
            for facette, cles in _json(facettes).items()
            for valeur in cles
        ]
        periode = (_instant(de), _instant(jusqua)) if de or jusqua else None
        return Fiche(
            pk,
            intern(type),
            intern(locale),
            objet_id,
            tri,
            tuple(valeurs),
            tuple(map(tuple, _json(positions))),
            _instant(nouveau) or 0.0,
            poids,
            periode,
            self.corpus.ouverts.lire(ouvertures),
        )


def _json(valeur):
    return json.loads(valeur) if isinstance(valeur, str) else valeur


def _instant(valeur):
    """Seconds since 1970 of a raw database value (SQLite: naive UTC text), or None."""
    if not valeur:
        return None
    if isinstance(valeur, str):
        valeur = datetime.fromisoformat(f"{valeur}+00:00")
    return valeur.timestamp()
