"""Keep a process's corpus equal to the database, at the cost of one small query a search.

Each write to ``Document`` takes a number in ``Lot`` and puts it on its rows. A process whose
last number is still in ``Lot`` reads the rows with greater ones. If its last number is gone
(what it read was rolled back), it goes back to the latest number it knows that is there, and
reads again what it had read since. When nothing it remembers is there, it reads everything.

This leans on SQLite having one writer at a time: numbers are committed in order. A database
with several must not trust the greatest number alone (docs/recherche.md).
"""

import gc
import json
import threading
from collections import deque
from datetime import datetime
from sys import intern

from django.db import connection

from ..models import Document, Lot
from .corpus import Corpus, Fiche

SOUVENIRS = 200
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
    """A corpus and the number up to which it was read."""

    def __init__(self):
        self.corpus = Corpus()
        # One search computes at a time in a process; several processes answer side by side.
        self.verrou = threading.RLock()
        self.numero = None
        self.ruptures = 0
        self._souvenirs = deque(maxlen=SOUVENIRS)  # (number, ids read at that number)
        self._paires = {}

    def a_jour(self):
        """The corpus as this connection sees the database now; call it under its lock."""
        dernier = dernier_lot()
        if dernier != self.numero:
            self._avancer(dernier)
            self.numero = dernier
        return self.corpus

    def _avancer(self, dernier):
        a_relire = set()
        while self._souvenirs:
            numero, ids = self._souvenirs[-1]
            if numero and Lot.objects.filter(pk=numero).exists():
                break
            a_relire |= ids
            self._souvenirs.pop()
            self.ruptures += 1
        if not self._souvenirs:
            self._tout_relire(dernier)
            return
        depuis = self._souvenirs[-1][0]
        changes = Document.objects.filter(sequence__gt=depuis).values_list("id", flat=True)
        a_relire |= set(changes.iterator())
        if len(a_relire) * 5 > len(self.corpus.fiches) + 500:
            self._tout_relire(dernier)
            return
        self._relire(a_relire)
        self._souvenirs.append((dernier, a_relire))

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

    def _tout_relire(self, dernier):
        self.corpus.vider()
        self._paires.clear()
        self._souvenirs.clear()
        # A million small objects come to life: the collector would walk them again and again.
        actif = gc.isenabled()
        gc.disable()
        try:
            self.corpus.charger(self._fiches())
        finally:
            if actif:
                gc.enable()
        self._souvenirs.append((dernier, set()))

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


def dernier_lot():
    """The greatest number of ``Lot``, 0 when there is none."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT max(sequence) FROM search_lot")
        return curseur.fetchone()[0] or 0


def _json(valeur):
    return json.loads(valeur) if isinstance(valeur, str) else valeur


def _instant(valeur):
    """Seconds since 1970 of a raw database value (SQLite: naive UTC text), or None."""
    if not valeur:
        return None
    if isinstance(valeur, str):
        valeur = datetime.fromisoformat(f"{valeur}+00:00")
    return valeur.timestamp()
