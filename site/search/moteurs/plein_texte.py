"""The full text of the embedded engine: what each database makes of tokens analysed in Python.

SQLite has FTS5, PostgreSQL ``tsvector``; both answer the same functions over the same tokens, and
nothing outside their modules knows which. On any other database nothing is written nor found.
"""

from django.db import connection

from . import fts5, tsvector
from .jetons import lire

TABLES = {"sqlite": fts5, "postgresql": tsvector}


def disponible():
    return connection.vendor in TABLES


def ecrire(documents, sequence):
    """Put the tokens of these documents, and the words met into the vocabulary."""
    if not disponible():  # words that nothing would read, nor take away with a withdrawn entry
        return
    flux, formes = [], {}
    for document in documents:
        flux.append((document.pk, lire(document, formes)))
    _table().ecrire(flux)
    _table().ajouter_formes([(forme, ecrit, sequence) for forme, ecrit in sorted(formes.items())])


def oublier(ids):
    if disponible():
        _table().oublier(ids)


def trouver(lectures, total):
    """``[(document id, bm25 × part)]`` for ``[(Expression, part)]``; a smaller bm25 is better.

    ``total``: how many documents there are.
    """
    return _table().trouver(lectures, total) if disponible() else []


def trouver_ensembles(expressions):
    """The list of ids of each Expression, in one round trip."""
    if not expressions or not disponible():
        return [[] for _expression in expressions]
    return _table().trouver_ensembles(expressions)


def frequences(jetons, au_plus=1_000):
    """``{token: number of documents}`` of those that are indexed; beyond ``au_plus``, a database
    that has to count them need not go on."""
    jetons = [jeton for jeton in jetons if jeton]
    return _table().frequences(jetons, au_plus) if jetons and disponible() else {}


def _table():
    return TABLES[connection.vendor]
