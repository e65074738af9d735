"""The words of titles, sorted: what begins with the letters being typed.

Kept beside a corpus, from its first suggestion on. Full text could say the same, but two letters
begin thousands of words of as many documents: measured 30 ms, where this takes less than one.
"""

from array import array
from bisect import bisect_left, insort

# What is weighed for one answer: enough to choose the best known among, few enough to be quick.
CANDIDATS_MAX = 400
# Titles looked through when the words before the last one are those of very many.
LUS_MAX = 5_000


class Debuts:
    """Words of titles → ids of documents. ``fiches`` is that of the corpus."""

    def __init__(self, fiches):
        self._fiches = fiches
        self._ids = {}
        for i, fiche in fiches.items():
            self._noter(i, fiche)
        self._mots = sorted(self._ids)
        self._titres = sorted((fiche.tri, i) for i, fiche in fiches.items())

    def mettre(self, i):
        """Add a document that is in ``fiches``."""
        fiche = self._fiches[i]
        for mot in self._noter(i, fiche):
            insort(self._mots, mot)
        insort(self._titres, (fiche.tri, i))

    def oter(self, i):
        """Forget a document that still is in ``fiches``. A word that nothing has any more stays."""
        fiche = self._fiches[i]
        for mot in set(fiche.tri.split()):
            self._ids[mot].remove(i)
        del self._titres[bisect_left(self._titres, (fiche.tri, i))]

    def _noter(self, i, fiche):
        """Note its words; return those that are new."""
        nouveaux = []
        for mot in set(fiche.tri.split()):
            if mot not in self._ids:
                self._ids[mot] = array("I")
                nouveaux.append(mot)
            self._ids[mot].append(i)
        return nouveaux

    def trouver(self, mots, bits, limite):
        """The best *limite* ids of the mask whose title has these folded words, the last of them
        begun: titles that begin so first, then by weight, then in order."""
        if not mots:
            return []
        entier = " ".join(mots)
        trouves = dict.fromkeys(self._commencant(entier, bits))
        suite = self._avec_un_mot(mots[-1], bits) if len(mots) == 1 else self._avec(mots, bits)
        trouves.update(dict.fromkeys(suite))
        fiches = self._fiches

        def cle(i):
            fiche = fiches[i]
            return (not fiche.tri.startswith(entier), -fiche.poids, fiche.tri, i)

        return sorted(trouves, key=cle)[:limite]

    def _commencant(self, debut, bits):
        rang, trouves = bisect_left(self._titres, (debut,)), []
        while rang < len(self._titres) and len(trouves) < CANDIDATS_MAX:
            tri, i = self._titres[rang]
            if not tri.startswith(debut):
                break
            if bits >> i & 1:
                trouves.append(i)
            rang += 1
        return trouves

    def _avec_un_mot(self, debut, bits):
        trouves = []
        for mot in self._commences(debut):
            for i in self._ids[mot]:
                if bits >> i & 1:
                    trouves.append(i)
                    if len(trouves) >= CANDIDATS_MAX:
                        return trouves
        return trouves

    def _avec(self, mots, bits):
        """Ids whose title has every word but the last, and one that begins with the last."""
        *entiers, debut = mots
        listes = sorted((self._ids.get(mot, ()) for mot in entiers), key=len)
        communs = set(listes[0][:LUS_MAX]).intersection(*listes[1:])
        return [
            i
            for i in communs
            if bits >> i & 1 and any(m.startswith(debut) for m in self._fiches[i].tri.split())
        ]

    def _commences(self, debut):
        rang = bisect_left(self._mots, debut)
        while rang < len(self._mots) and self._mots[rang].startswith(debut):
            yield self._mots[rang]
            rang += 1
