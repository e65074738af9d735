"""Scores on PostgreSQL: bm25, from what ``ts_rank`` says of one word in one document.

``ts_rank`` and ``ts_rank_cd`` do not know how rare a word is. Of one word, though, ``ts_rank`` says
where it is and how often, labels weighed: that goes into the formula of FTS5, with the number of
documents that have the word and the length of each.
"""

import math
import re
from typing import NamedTuple

from django.db import connection

from . import expressions as e
from .tsvector import TABLE, compiler, lire_liste, viser

# Tenths of the weights of FTS5, from D to A: a weight is 1 at most.
POIDS = "'{0.1, 0.4, 0.8, 1}'"
# ts_rank counts the n-th mention 1/n², and divides by the limit of that sum; that of a phrase is
# not divided. In a description (weight 1) the number of mentions is found again, since twice is
# more than once there: the sum of n mentions is LIMITE − 1/(n + 0.5), within 0.02.
LIMITE = 1.64493406685
PLUSIEURS = 1.64
PAR_MOT = 10 * LIMITE
PAR_SUITE = 10.0
MOTS = re.compile(r"'[^']+'")
K1, B = 1.2, 0.75
IDF_MIN = 1e-6
# Of one word's alternatives (those that it begins above all), more than these share one term.
ALTERNATIVES_MAX = 8
# Documents from which the average length is reckoned.
ECHANTILLON = 1_000
# What PostgreSQL knows of the commonest words since it last analysed the table: counting them takes
# milliseconds, and their rarity needs no exactness. Words that are not there are counted.
COURANTS = f"""
SELECT unnest(most_common_elems::text::text[]) AS jeton, unnest(most_common_elem_freqs) AS part
FROM pg_stats
WHERE schemaname = current_schema() AND tablename = '{TABLE}' AND attname = 'texte'
"""  # noqa: S608 (constants)


class Terme(NamedTuple):
    """What one ``ts_rank`` looks at: ``nombre`` words of a tsquery, ``facteur`` for each."""

    colonne: str
    requete: str
    facteur: float
    nombre: int = 1


def noter(lectures, total):
    """``[(document id, bm25 × part)]`` for ``[(expression, part)]`` among ``total`` documents."""
    termes = [termes_de(dite) for dite, _part in lectures]
    tous = list(dict.fromkeys(terme for liste in termes for terme in liste))
    moyenne, comptes = _compter(tous, total)
    morceaux, valeurs, trouves = [], [], []
    for (dite, part), liste in zip(lectures, termes, strict=True):
        colonne, requete = viser(dite)
        rangs = [
            f"{t.facteur} * ts_rank({POIDS}, {t.colonne}, %s::tsquery) AS r{rang}"
            for rang, t in enumerate(liste)
        ]
        notes = [_note(f"r{rang}", t, comptes[t], total) for rang, t in enumerate(liste)]
        frein = f"{K1 * (1 - B)} + {K1 * B / moyenne} * longueur AS frein"
        # OFFSET keeps PostgreSQL from reckoning each rank as often as the formula names it.
        morceaux.append(
            "SELECT array_agg(document_id)::text, "  # noqa: S608 (constants)
            f"array_agg((-{part} * ({' + '.join(notes)}))::real)::text FROM "
            f"(SELECT document_id, {frein}, {', '.join(rangs)} FROM {TABLE} "
            f"WHERE {colonne} @@ %s::tsquery OFFSET 0) AS lus"
        )
        valeurs += [*(terme.requete for terme in liste), requete]
    with connection.cursor() as curseur:
        curseur.execute(" UNION ALL ".join(morceaux), valeurs)
        for ids, notes in curseur.fetchall():
            trouves += zip(lire_liste(ids), lire_liste(notes), strict=True)
    return trouves


def termes_de(dite, dans_les_noms=False):
    """The distinct ``Terme`` that an expression adds up."""
    return list(dict.fromkeys(_termes(dite, dans_les_noms)))


def _termes(dite, noms):
    if dite.operateur == e.NOMS:
        return _termes(dite.termes[0], True)
    if dite.operateur in (e.JETON, e.DEBUT, e.SUITE):
        par = PAR_SUITE if dite.operateur == e.SUITE else PAR_MOT
        return [Terme("noms" if noms else "texte", compiler(dite), par)]
    if dite.operateur == e.SAUF:
        return _termes(dite.termes[0], noms)
    termes, seuls = [], {}
    for fils in dite.termes:
        trouves = _termes(fils, noms)
        if dite.operateur == e.OU and len(trouves) == 1 and trouves[0].facteur == PAR_MOT:
            seuls.setdefault(trouves[0].colonne, []).append(trouves[0])
        else:
            termes += trouves
    for colonne, mots in seuls.items():
        if len(mots) > ALTERNATIVES_MAX:
            requete = " | ".join(mot.requete for mot in mots)
            mots = [Terme(colonne, requete, PAR_MOT * len(mots), len(mots))]
        termes += mots
    return termes


def _compter(termes, total):
    """(average length of a document, ``{Terme: how many documents have one of its words}``)."""
    comptes, valeurs = [], []
    for terme in termes:
        # A phrase is taken to be as rare as the rarest of its words: looking for it takes longer.
        seuls = MOTS.findall(terme.requete) if terme.facteur == PAR_SUITE else [terme.requete]
        parties = [_compte(terme.colonne, seul, total) for seul in seuls]
        comptes.append(f"least({', '.join(sql for sql, _valeurs in parties)})")
        valeurs += [valeur for _sql, siennes in parties for valeur in siennes]
    longueurs = f"SELECT longueur FROM {TABLE} ORDER BY document_id LIMIT {ECHANTILLON}"  # noqa: S608 (constants)
    moyenne = f"(SELECT avg(longueur)::real FROM ({longueurs}) AS premiers)"  # noqa: S608 (constants)
    with connection.cursor() as curseur:
        curseur.execute(
            f"WITH courants AS MATERIALIZED ({COURANTS}) SELECT " + ", ".join([moyenne, *comptes]),
            valeurs,
        )
        moyenne, *nombres = curseur.fetchone()
    return moyenne or 1.0, dict(zip(termes, nombres, strict=True))


def _compte(colonne, requete, total):
    """(the SQL of how many documents match a tsquery, its parameters)."""
    compte = f"(SELECT count(*) FROM {TABLE} WHERE {colonne} @@ %s::tsquery)"  # noqa: S608 (constants)
    if colonne != "texte" or not MOTS.fullmatch(requete):
        return compte, [requete]
    courant = "(SELECT part * %s FROM courants WHERE jeton = %s)"
    return f"coalesce({courant}, {compte})", [total, requete.strip("'"), requete]


def _note(rang, terme, nombre, total):
    """The SQL of what one term adds, *rang* being its column: idf × a frequency that saturates."""
    nombre = nombre / terme.nombre  # words that share a term are taken to be as rare
    idf = max(IDF_MIN, math.log((max(total, nombre) - nombre + 0.5) / (nombre + 0.5)))
    frequence = (
        f"(CASE WHEN {rang} = 0 THEN 0 WHEN {rang} < {PLUSIEURS} "
        f"THEN 1 / ({LIMITE} - {rang}) - 0.5 ELSE {rang} END)"
    )
    return f"{idf * (K1 + 1)} * (1 - frein / ({frequence} + frein))"
