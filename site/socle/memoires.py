"""What a process remembers for a few seconds, so that every page does not ask for it again.

The process that saves a thing forgets it at once (a signal calls ``oublier``); the others learn
of it after ``DUREE`` seconds at most. Only for what may be that old: names, labels, links.
"""

import threading
import time

DUREE = 30  # seconds
LIMITE = 1_000  # keys; what visitors type may be part of a key
_toutes = []


class Memoire:
    """A small store by key, each value made by the reader and good for ``duree`` seconds."""

    def __init__(self, duree=DUREE, limite=LIMITE):
        """Beyond *limite* keys everything is forgotten, rather than growing without end."""
        self.duree = duree
        self.limite = limite
        self._valeurs = {}
        self._verrou = threading.Lock()
        _toutes.append(self)

    def lire(self, cle, fabriquer):
        """Return the value of *cle*, made by ``fabriquer()`` when there is none fresh enough."""
        valeurs = self._valeurs
        trouvee = valeurs.get(cle)
        if trouvee is None or time.monotonic() - trouvee[0] >= self.duree:
            with self._verrou:
                if len(valeurs) >= self.limite:
                    self.oublier()
                    valeurs = self._valeurs
                # Should the thing be saved meanwhile, this goes to what has just been forgotten.
                trouvee = valeurs[cle] = (time.monotonic(), fabriquer())
        return trouvee[1]

    def oublier(self, **_signal):
        """Forget everything; takes what a signal gives."""
        self._valeurs = {}


def tout_oublier():
    """Forget every memory of the process (between two tests)."""
    for memoire in _toutes:
        memoire.oublier()
