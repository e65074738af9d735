"""A circuit breaker: what fails is left alone for a while, then tried by one caller only."""

import threading
import time

ATTENTES_S = (2, 5, 15, 30)
LIBRE, ESSAI = "libre", "essai"


class Disjoncteur:
    """Shared by the threads of a process.

    ``demander()`` answers ``LIBRE`` (go), ``ESSAI`` (go, you are the one who tries: say how it
    went, whatever happens) or None (do not go). One failure opens it: a second one would cost
    another visitor a second. Each failed trial makes the next one wait longer.
    """

    def __init__(self, horloge=time.monotonic):
        self._horloge = horloge
        self._verrou = threading.Lock()
        self._echecs = 0
        self._reprise = 0.0
        self._essai_en_cours = False

    @property
    def ouvert(self):
        """Whether calls are being kept away."""
        return self._echecs > 0

    def demander(self):
        with self._verrou:
            if not self._echecs:
                return LIBRE
            if self._essai_en_cours or self._horloge() < self._reprise:
                return None
            self._essai_en_cours = True
            return ESSAI

    def reussir(self, passage):
        """What was let through worked. A late answer to an older call says nothing."""
        if passage == ESSAI:
            with self._verrou:
                self._echecs, self._essai_en_cours = 0, False

    def echouer(self, passage):
        """What was let through failed. Of several calls that fail together one counts."""
        with self._verrou:
            if passage == LIBRE and self._echecs:
                return
            attente = ATTENTES_S[min(self._echecs, len(ATTENTES_S) - 1)]
            self._echecs += 1
            self._reprise = self._horloge() + attente
            if passage == ESSAI:
                self._essai_en_cours = False

    def fermer(self):
        """As new."""
        with self._verrou:
            self._echecs, self._reprise, self._essai_en_cours = 0, 0.0, False
