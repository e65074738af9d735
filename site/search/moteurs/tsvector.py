"""Full text on PostgreSQL: ``tsvector`` and GIN over the same tokens (see ``plein_texte``).

``texte`` has every token: those of the name are labelled A, of other names B, of themes C, of
places and description D. ``noms`` has the names again, and the exact keys: most questions ask
what has the words in its names, which labels alone would make PostgreSQL read each row for.
Scores are in ``bm25``.
"""

import json

from django.db import connection

from . import expressions as e
from .jetons import jeton_de_cle

TABLE = "search_plein_texte"
COMPTER = "search_frequence"
CREATION = (
    f"CREATE TABLE {TABLE} (document_id bigint PRIMARY KEY, longueur integer NOT NULL, "
    "texte tsvector NOT NULL, noms tsvector NOT NULL)",
    # Not compressed: scores read thousands of them.
    f"ALTER TABLE {TABLE} ALTER COLUMN texte SET STORAGE EXTERNAL",
    # Without a list of pending entries, which every search would walk.
    f"CREATE INDEX {TABLE}_texte ON {TABLE} USING gin (texte) WITH (fastupdate = off)",
    f"CREATE INDEX {TABLE}_noms ON {TABLE} USING gin (noms) WITH (fastupdate = off)",
    # A limit makes PostgreSQL walk the table, and a word that is hardly there is met at its end.
    f"CREATE FUNCTION {COMPTER}(jeton text, au_plus integer) RETURNS bigint LANGUAGE sql STABLE "  # noqa: S608 (constants)
    f"SET enable_seqscan = off AS $$ SELECT count(*) FROM (SELECT 1 FROM {TABLE} "
    "WHERE texte @@ quote_literal(jeton)::tsquery LIMIT au_plus) AS vus $$",
)
SUPPRESSION = (
    f"DROP FUNCTION IF EXISTS {COMPTER}(text, integer)",
    f"DROP TABLE IF EXISTS {TABLE}",
)

ETIQUETTES = {"nom": "A", "autres_noms": "B", "themes": "C", "lieux": "D", "description": "D"}
LIENS = {e.ET: " & ", e.OU: " | ", e.SAUF: " & !"}
# Places weigh more than a description, and there are only four labels: they are said twice.
REDITES = {"lieux": 2}
POSITION_MAX = 16_383
# Bytes; PostgreSQL refuses a tsvector of 1 MB.
TAILLE_MAX = 700_000

# ------------------------------------------------------------ writing


def ecrire(flux):
    """Put ``[(document id, {column: its tokens})]``."""
    lignes = [
        (
            pk,
            sum(map(len, colonnes.values())),
            vecteur(colonnes, ETIQUETTES),
            _vecteur_noms(colonnes),
        )
        for pk, colonnes in flux
    ]
    if not lignes:
        return
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {TABLE} (document_id, longueur, texte, noms) "  # noqa: S608 (constants)
            "SELECT * FROM unnest(%s::bigint[], %s::integer[], %s::text[]::tsvector[], "
            "%s::text[]::tsvector[]) ON CONFLICT (document_id) DO UPDATE SET "
            "longueur = excluded.longueur, texte = excluded.texte, noms = excluded.noms",
            [list(colonne) for colonne in zip(*lignes, strict=True)],
        )


def ajouter_formes(lignes):
    """Put ``[(form, as written, sequence)]`` into the vocabulary, where they are not yet."""
    if lignes:
        with connection.cursor() as curseur:
            curseur.execute(
                "INSERT INTO search_forme (forme, affichage, sequence) "
                "SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[]) ON CONFLICT DO NOTHING",
                [list(colonne) for colonne in zip(*lignes, strict=True)],
            )


def oublier(ids):
    with connection.cursor() as curseur:
        curseur.execute(f"DELETE FROM {TABLE} WHERE document_id = ANY(%s)", [list(ids)])  # noqa: S608 (constants)


def vecteur(colonnes, etiquettes):
    """The text of a tsvector: each token of those columns, with where it is.

    A column begins two places after the other: nobody says one's last word and the next one's
    first in a row. What does not go into a tsvector is left out.
    """
    places, position, taille = {}, 0, 0
    for nom, etiquette in etiquettes.items():
        for _fois in range(REDITES.get(nom, 1)):
            for jeton in colonnes[nom]:
                position = min(position + 1, POSITION_MAX)
                taille += 2 if jeton in places else 8 + 4 * len(jeton)
                if taille > TAILLE_MAX:
                    break
                places.setdefault(jeton, []).append(f"{position}{etiquette}")
            position = min(position + 1, POSITION_MAX)
    return " ".join(f"'{jeton}':{','.join(lieux)}" for jeton, lieux in places.items())


def _vecteur_noms(colonnes):
    noms = {nom: ETIQUETTES[nom] for nom in ("nom", "autres_noms")}
    return " ".join([vecteur(colonnes, noms), *(f"'{cle}'" for cle in colonnes["cles"])])


# ------------------------------------------------------------ reading


def trouver_ensembles(expressions):
    """The list of ids of each expression, in one round trip."""
    morceau = f"(SELECT array_agg(document_id)::text FROM {TABLE} WHERE {{}} @@ %s::tsquery)"  # noqa: S608 (constants)
    visees = [viser(dite) for dite in expressions]
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT " + ", ".join(morceau.format(colonne) for colonne, _requete in visees),
            [requete for _colonne, requete in visees],
        )
        return [lire_liste(ids) for ids in curseur.fetchone()]


def frequences(jetons, au_plus):
    """``{token: number of documents}`` of those that are indexed, counted up to ``au_plus``."""
    comptes = f"SELECT jeton, {COMPTER}(jeton, %s) AS nombre FROM unnest(%s::text[]) AS jeton"  # noqa: S608 (constants)
    with connection.cursor() as curseur:
        curseur.execute(
            f"SELECT jeton, nombre FROM ({comptes} OFFSET 0) AS comptes WHERE nombre > 0",  # noqa: S608 (constants)
            [au_plus, jetons],
        )
        return dict(curseur.fetchall())


def compiler(dite, etiquettes=""):
    """The tsquery of an expression; ``etiquettes``: the labels to look in, any otherwise."""
    if dite.operateur == e.JETON:
        return _lexeme(dite.termes[0], etiquettes)
    if dite.operateur == e.DEBUT:
        return _lexeme(dite.termes[0], f"*{etiquettes}")
    if dite.operateur == e.SUITE:
        return "(" + " <-> ".join(_lexeme(jeton, etiquettes) for jeton in dite.termes) + ")"
    if dite.operateur == e.CLE:
        return _lexeme(jeton_de_cle(dite.termes[0]))
    if dite.operateur == e.NOMS:
        return compiler(dite.termes[0], "AB")
    return "(" + LIENS[dite.operateur].join(compiler(t, etiquettes) for t in dite.termes) + ")"


def viser(dite):
    """(column, tsquery) of an expression: what is asked of the names alone is read there."""
    if dite.operateur == e.NOMS:
        return "noms", compiler(dite.termes[0])
    return "noms" if dite.operateur == e.CLE else "texte", compiler(dite)


def lire_liste(texte):
    """The numbers of an array in its text form: json reads them, several times quicker."""
    return json.loads(f"[{texte[1:-1]}]") if texte else []


def _lexeme(jeton, etiquettes=""):
    return f"'{jeton}':{etiquettes}" if etiquettes else f"'{jeton}'"


def trouver(lectures, total):
    """``[(document id, bm25 × part)]`` for ``[(expression, part)]`` among ``total`` documents."""
    from .bm25 import noter

    return noter(lectures, total)
