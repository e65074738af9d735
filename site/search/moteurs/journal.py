"""Which writes a process has read: it follows the numbers of ``Lot`` (see ``suivi``).

Both journals keep, of the latest readings, which documents were read: what a rollback takes away
is read again.
"""

from collections import deque

from django.db import connection

from ..models import Document, Lot

SOUVENIRS = 200
# Small enough to be summed, and one number is not told from another by chance.
MELANGE = "sequence % 1000003"


def journal():
    """The journal that suits the database: SQLite has one writer at a time."""
    return Ordonne() if connection.vendor == "sqlite" else Simultane()


class Ordonne:
    """Numbers are committed in order: the greatest one says what was read.

    A process whose number is still in ``Lot`` reads the rows with greater ones. If it is gone (what
    it read was rolled back), it goes back to the latest number it knows that is there, and reads
    again what it had read since. When nothing it remembers is there, it reads everything.
    """

    def __init__(self):
        self.ruptures = 0  # how often something that was read had been rolled back
        self._souvenirs = deque(maxlen=SOUVENIRS)  # (number, ids read at that number)

    def etat(self):
        """What the journal holds as this connection sees it now: equal when nothing changed."""
        return _une_ligne("SELECT max(sequence) FROM search_lot")[0] or 0

    def changes(self, etat):
        """Ids of the documents to read again, or None: all of them."""
        a_relire = set()
        while self._souvenirs:
            numero, ids = self._souvenirs[-1]
            if numero and Lot.objects.filter(pk=numero).exists():
                break
            a_relire |= ids
            self._souvenirs.pop()
            self.ruptures += 1
        if not self._souvenirs:
            return None
        depuis = self._souvenirs[-1][0]
        changes = Document.objects.filter(sequence__gt=depuis).values_list("id", flat=True)
        return a_relire | set(changes.iterator())

    def oublier(self):
        """Nothing is read any more: everything is about to be."""
        self._souvenirs.clear()

    def retenir(self, etat, ids):
        """These documents were read; None: all of them."""
        self._souvenirs.append((etat, ids or set()))

    def depuis(self, repere):
        """(the filter of rows that came since ``repere``, the next ``repere``); None: all of them
        are to be read again. The first ``repere`` is None."""
        numero = self._souvenirs[-1][0]
        return ({"sequence__gt": repere} if repere is not None else None), numero


class Simultane:
    """Transactions commit in any order: a number may come after greater ones.

    The process keeps the numbers that it has read, a few thousand, and compares them with those of
    ``Lot`` when their count, greatest or sum moves. New ones say which rows to read. One that
    is gone was rolled back, unless the table is full and it is older than all: those are pruned.
    When none of those it knows is left, it reads everything.
    """

    def __init__(self):
        self.ruptures = 0
        self._connus = None
        self._presents = set()
        self._souvenirs = deque(maxlen=SOUVENIRS)  # (numbers, ids read with them)

    def etat(self):
        return _une_ligne(f"SELECT count(*), max(sequence), sum({MELANGE}) FROM search_lot")  # noqa: S608 (constants)

    def changes(self, etat):
        self._presents = set(Lot.objects.values_list("sequence", flat=True))
        if not _se_suivent(self._connus, self._presents):
            self.ruptures += 1
            return None
        plancher = min(self._presents) if len(self._presents) >= Lot.GARDES else 0
        annules = {n for n in self._connus - self._presents if n > plancher}
        a_relire = set()
        if annules:
            self.ruptures += 1
            if not annules <= set().union(*(numeros for numeros, _ids in self._souvenirs)):
                return None
            a_relire.update(*(ids for numeros, ids in self._souvenirs if numeros & annules))
        nouveaux = self._presents - self._connus
        changes = Document.objects.filter(sequence__in=nouveaux).values_list("id", flat=True)
        return a_relire | set(changes.iterator())

    def oublier(self):
        self._connus = None
        self._souvenirs.clear()

    def retenir(self, etat, ids):
        if ids is not None:
            self._souvenirs.append((self._presents - self._connus, ids))
        self._connus = self._presents

    def depuis(self, repere):
        if not _se_suivent(repere, self._connus):
            return None, self._connus
        return {"sequence__in": self._connus - repere}, self._connus


def _se_suivent(avant, apres):
    """Whether nothing can have come and been pruned between two readings of the numbers."""
    if avant is None:
        return False
    return not avant.isdisjoint(apres) or (not avant and len(apres) < Lot.GARDES)


def _une_ligne(sql):
    with connection.cursor() as curseur:
        curseur.execute(sql)
        return curseur.fetchone()
