"""Querysets compiled once a process: Django takes longer to write SQL than a database to run it.

Only the SQL is kept, never an answer: what is read is as fresh as that of any query.
"""

from copy import copy
from datetime import date
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections


class Preparee:
    """A queryset of which only some values change from one reading to the next.

    *fabriquer* is a callable(*values) → queryset, with ``select_related``, ``values`` or ``union``
    at will, without prefetching. Each value is an integer, a text or a date, looked up as it is
    (``filter(pk=value)``, ``filter(pk__in=values)``, ``filter(jour__gte=value)``). It is called
    once for each number of values, with stand-ins: it may neither read them nor depend on anything
    else that changes (the language, a day that is not one of the values).
    """

    def __init__(self, fabriquer):
        self._fabriquer = fabriquer
        self._compilees = {}

    def lire(self, *valeurs):
        """Return the list of what the queryset of these values holds. One query."""
        natures = tuple(map(type, valeurs))
        cle = (connections[DEFAULT_DB_ALIAS].vendor, natures)
        if cle not in self._compilees:
            self._compilees[cle] = _Compilee(self._fabriquer, natures)
        return self._compilees[cle].lire(valeurs)


class _Compilee:
    """The SQL of a queryset whose values are stand-ins of these types."""

    def __init__(self, fabriquer, natures):
        doublures = [_doublure(nature, rang) for rang, nature in enumerate(natures)]
        self.doublures = [*map(_telle_qu_envoyee, doublures)]
        ensemble = fabriquer(*doublures)
        self.lignes = ensemble._iterable_class
        self.compilateur = ensemble.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parametres = self.compilateur.as_sql()
        self.convertisseurs = WeakKeyDictionary()

    def lire(self, valeurs):
        """What Django's own iteration makes of the rows, given a query that is already SQL."""
        propres = dict(zip(self.doublures, map(_telle_qu_envoyee, valeurs), strict=True))
        parametres = tuple(
            propres.get(p, p) if isinstance(p, int | str | date) else p for p in self.parametres
        )
        requete = _RequeteEcrite(self.compilateur, (self.sql, parametres), self.convertisseurs)
        ensemble = SimpleNamespace(
            db=DEFAULT_DB_ALIAS, query=requete, _fields=(), _known_related_objects={}
        )
        return list(self.lignes(ensemble))


class _RequeteEcrite:
    """Stands for the ``query`` of a queryset: its compiler gives *ecrite*, (SQL, parameters).

    *convertisseurs*: connection → what makes Python values of its columns, found out once.
    """

    def __init__(self, compilateur, ecrite, convertisseurs):
        self._compilateur, self._ecrite = compilateur, ecrite
        self._convertisseurs = convertisseurs

    def get_compiler(self, using):
        compilateur = copy(self._compilateur)
        compilateur.connection = connections[using]  # that of this thread
        compilateur.as_sql = lambda: self._ecrite
        compilateur.get_converters = self._connus(compilateur)
        return compilateur

    def _connus(self, compilateur):
        chercher = compilateur.get_converters

        def connus(expressions):
            if compilateur.connection not in self._convertisseurs:
                self._convertisseurs[compilateur.connection] = chercher(expressions)
            return self._convertisseurs[compilateur.connection]

        return connus

    def __getattr__(self, nom):
        return getattr(self._compilateur.query, nom)


def _doublure(nature, rang):
    """A value that no row has and no filter of ours names: keys are positive, texts are typed."""
    if issubclass(nature, date):
        return date(1, 1, 1 + rang)
    return -1_000_001 - rang if issubclass(nature, int) else f"\x01{rang}"


def _telle_qu_envoyee(valeur):
    """A value as the database's driver takes it: SQLite has no dates."""
    if isinstance(valeur, date):
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(valeur)
    return valeur
