"""Wagtail's search on SQLite, matched and ranked in one pass over the full text.

Stock joins the full text to the index in one statement: SQLite may then walk the index and run
the match again for each of its rows, and it always does to rank them. Measured at 10,000
images: 93 s for a common word. Here the match is a materialised table of its own.
"""

import json

from django.db import connections
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from wagtail.search.query import MatchAll, Not

from .requetes import RequetesPropres

EN_LISTE = 500  # rows asked by their keys; beyond, all that match are read
TROUVER = """
    WITH trouvees AS MATERIALIZED (
        SELECT rowid AS entree, bm25({texte}) AS score FROM {texte} WHERE {texte} MATCH %s
    )
    SELECT object_id, score * {poids} FROM trouvees JOIN {index} ON {index}.id = entree
    WHERE content_type_id IN (SELECT value FROM json_each(%s))
"""


class UnSeulPassage:
    """For a query compiler: the keys that match are found first, whatever is done with them."""

    poids = "1"

    @cached_property
    def _requete(self):
        return normalize(self.query)

    @property
    def a_un_rang(self):
        """False for « everything » and for a negation: nothing ranks what matches."""
        return not isinstance(self._requete, (MatchAll, Not))

    @cached_property
    def rangs(self):
        """``{key: score}`` of the rows that match, best first: a smaller bm25, then the newest."""
        requete = self._requete.subquery if isinstance(self._requete, Not) else self._requete
        base = connections[self.queryset.db]
        compilateur = SQLiteFTSIndexEntry.objects.all().query.get_compiler(connection=base)
        expression = MatchExpression(
            self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(requete)
        )
        _sql, (texte,) = expression.as_sql(compilateur, base)
        modele = self.queryset.model
        sql = TROUVER.format(
            texte=SQLiteFTSIndexEntry._meta.db_table,
            index=IndexEntry._meta.db_table,
            poids=self.poids,
        )
        with base.cursor() as curseur:
            types = json.dumps([int(pk) for pk in get_descendants_content_types_pks(modele)])
            curseur.execute(sql, [texte, types])
            lues = [(modele._meta.pk.to_python(pk), score) for pk, score in curseur.fetchall()]
        return dict(sorted(sorted(lues, reverse=True), key=lambda lue: lue[1]))

    def search(self, config, start, stop, score_field=None):
        """Return the rows that match, in the queryset's own order or the newest first."""
        if isinstance(self._requete, MatchAll):
            return self.queryset[start:stop]
        if isinstance(self._requete, Not) and isinstance(self._requete.subquery, MatchAll):
            return self.queryset.none()
        trouvees = {"pk__in": RawSQL("SELECT value FROM json_each(%s)", [self._cles()])}
        if self.a_un_rang:
            queryset = self.queryset.filter(**trouvees)
        else:
            queryset = self.queryset.exclude(**trouvees)
        if self.order_by_relevance or not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def _cles(self):
        champ, base = self.queryset.model._meta.pk, connections[self.queryset.db]
        return json.dumps([champ.get_db_prep_value(pk, base) for pk in self.rangs])


class CompilateurDeMots(UnSeulPassage, SQLiteSearchQueryCompiler):
    """Whole words; a short title weighs more than a long one, as in stock."""

    poids = "(1 + title_norm)"


class CompilateurDeDebuts(UnSeulPassage, SQLiteAutocompleteQueryCompiler):
    """Words, the last of which may be the beginning of one."""


class Resultats(SQLiteSearchResults):
    """Results by rank: keys first, then the rows of the page that is asked."""

    def _do_search(self):
        compilateur = self.query_compiler
        if not (compilateur.order_by_relevance and compilateur.a_un_rang):
            return self._noter(super()._do_search())
        toutes = compilateur.search(None, None, None)
        permises = set(toutes.order_by().values_list("pk", flat=True))
        voulues = [pk for pk in compilateur.rangs if pk in permises][self.start : self.stop]
        if len(voulues) <= EN_LISTE:
            toutes = compilateur.queryset.filter(pk__in=voulues)
        objets = {objet.pk: objet for objet in toutes}
        return self._noter([objets[pk] for pk in voulues if pk in objets])

    def _noter(self, objets):
        """Give each object the score that was asked for (``annotate_score``)."""
        if self._score_field and self.query_compiler.a_un_rang:
            for objet in objets:
                setattr(objet, self._score_field, self.query_compiler.rangs[objet.pk])
        return objets


class MoteurSqlite(RequetesPropres, SQLiteSearchBackend):
    """Wagtail's own, given clean queries and matched once."""

    query_compiler_class = CompilateurDeMots
    autocomplete_query_compiler_class = CompilateurDeDebuts
    results_class = Resultats
