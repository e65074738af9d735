"""What a process remembers for a few seconds, so that every page does not ask for it again.

The process that saves a thing forgets it at once (a signal calls ``oublier``); the others learn
of it after ``DUREE`` seconds at most. Only for what may be that old: names, labels, links.
"""

import threading
import time

DUREE = 30  # seconds
_toutes = []


class Memoire:
    """A small store by key, each value made by the reader and good for ``duree`` seconds."""

    def __init__(self, duree=DUREE):
        self.duree = duree
        self._valeurs = {}
        self._verrou = threading.Lock()
        _toutes.append(self)

    def lire(self, cle, fabriquer):
        """Return the value of *cle*, made by ``fabriquer()`` when there is none fresh enough."""
        trouvee = self._valeurs.get(cle)
        if trouvee is None or time.monotonic() - trouvee[0] >= self.duree:
            with self._verrou:
                trouvee = self._valeurs[cle] = (time.monotonic(), fabriquer())
        return trouvee[1]

    def oublier(self, **_signal):
        """Forget everything; takes what a signal gives."""
        self._valeurs = {}


def tout_oublier():
    """Forget every memory of the process (between two tests)."""
    for memoire in _toutes:
        memoire.oublier()
