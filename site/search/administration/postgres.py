"""Wagtail's search on PostgreSQL: its index serves the match and each row is ranked once."""

from wagtail.search.backends.database.postgres.postgres import PostgresSearchBackend

from .requetes import RequetesPropres


class MoteurPostgres(RequetesPropres, PostgresSearchBackend):
    """Wagtail's own, given clean queries: « - » alone answered 500."""
