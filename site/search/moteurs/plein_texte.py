"""The full-text table of the embedded engine: SQLite FTS5 over tokens analysed in Python.

Nothing outside this module knows that it is FTS5. On another database every function does
nothing or finds nothing; its engine brings its own table.
"""

import json

from django.db import connection

from ..analyse import COLONNE_DU_CHAMP, COLONNES, analyser, cles

TABLE = "search_plein_texte"
TABLE_JETONS = "search_plein_texte_jetons"
CHAMPS = (*COLONNES, "cles")
# One weight a column: name, other names, themes, places, description; keys never count.
POIDS = "10.0, 8.0, 4.0, 2.0, 1.0, 0.0"
# Whole keys are one token with a prefix that no analysed word can have.
MARQUE_DE_CLE = "0k"

# Tokens are letters and digits of any script, already folded: nothing is left to remove.
CREATION = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5({', '.join(CHAMPS)}, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co'\")",
    f"CREATE VIRTUAL TABLE {TABLE_JETONS} USING fts5vocab({TABLE}, row)",
)
SUPPRESSION = (f"DROP TABLE IF EXISTS {TABLE_JETONS}", f"DROP TABLE IF EXISTS {TABLE}")


def disponible():
    return connection.vendor == "sqlite"


def ecrire(documents, sequence):
    """Put the tokens of these documents, and the words met into the vocabulary."""
    if not disponible():  # words that nothing would read, nor take away with a withdrawn entry
        return
    lignes, formes = [], {}
    for document in documents:
        lignes.append((document.pk, *_flux(document, formes)))
    with connection.cursor() as curseur:
        curseur.executemany(
            f"INSERT OR REPLACE INTO {TABLE} (rowid, {', '.join(CHAMPS)}) "  # noqa: S608 (constants)
            "VALUES (%s, %s, %s, %s, %s, %s, %s)",
            lignes,
        )
        curseur.executemany(
            "INSERT INTO search_forme (forme, affichage, sequence) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [(forme, ecrit, sequence) for forme, ecrit in sorted(formes.items())],
        )


def oublier(ids):
    if disponible():
        with connection.cursor() as curseur:
            curseur.executemany(
                f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608 (constants)
                [(pk,) for pk in ids],
            )


def trouver(expressions):
    """``[(document id, bm25 × part)]`` for ``[(FTS5 expression, part)]``, in one round trip; a
    smaller bm25 is better."""
    if not disponible():
        return []
    morceau = f"SELECT rowid, bm25({TABLE}, {POIDS}) * %s FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608 (constants)
    with connection.cursor() as curseur:
        curseur.execute(
            " UNION ALL ".join([morceau] * len(expressions)),
            [valeur for expression, part in expressions for valeur in (part, expression)],
        )
        return curseur.fetchall()


def trouver_ensembles(expressions):
    """The list of ids of each FTS5 expression, in one round trip.

    As JSON: measured 2.3 times quicker than as many rows.
    """
    if not expressions or not disponible():
        return [[] for _expression in expressions]
    morceau = f"(SELECT json_group_array(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608 (constants)
    with connection.cursor() as curseur:
        curseur.execute("SELECT " + ", ".join([morceau] * len(expressions)), expressions)
        return [json.loads(ids) for ids in curseur.fetchone()]


def frequences(jetons):
    """``{token: number of documents}`` of those that are indexed."""
    jetons = list(jetons)
    if not jetons or not disponible():
        return {}
    trous = ", ".join(["%s"] * len(jetons))
    with connection.cursor() as curseur:
        curseur.execute(
            f"SELECT term, doc FROM {TABLE_JETONS} WHERE term IN ({trous})",  # noqa: S608 (constants)
            jetons,
        )
        return dict(curseur.fetchall())


def jeton_de_cle(cle):
    return MARQUE_DE_CLE + cle


def _flux(document, formes):
    """One string of tokens a column; fills ``formes`` with the words met."""
    colonnes = {nom: [] for nom in COLONNES}
    textes = document.textes
    if "nom" not in textes and "titre" not in textes:
        textes = {"titre": document.titre, **textes}
    for champ, texte in textes.items():
        jetons = colonnes[COLONNE_DU_CHAMP.get(champ, "description")]
        for ecrit, forme, jeton in analyser(texte, document.langue):
            if jeton:
                jetons.append(jeton)
                if forme not in formes and not forme.isdigit():
                    formes[forme] = ecrit
    flux = [" ".join(jetons) for jetons in colonnes.values()]
    flux.append(" ".join(map(jeton_de_cle, cles([document.titre, *document.cles]))))
    return flux
