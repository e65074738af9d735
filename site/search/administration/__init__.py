"""Wagtail's own search (lists and choosers of the administration), hardened.

It stays on the database, so that editors never depend on a search server; what citizens search
is `search.moteurs`. Stock, on SQLite, a lone « " » answered 500, and a common word took
seconds at 10,000 pages: the match was run again for each row to be ranked.
"""

from django.db import connection


def SearchBackend(params):  # noqa: N802 (the name that WAGTAILSEARCH_BACKENDS asks for)
    """Return the back end of the database in use; each one only imports on its own."""
    if connection.vendor == "postgresql":
        from .postgres import MoteurPostgres

        return MoteurPostgres(params)
    from .sqlite import MoteurSqlite

    return MoteurSqlite(params)
