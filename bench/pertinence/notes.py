"""Scores of answers against judgements: nothing here knows the product or the lists."""

import math
import statistics
from dataclasses import dataclass

PREMIERS = 10
# From this grade up, a row is what the person was looking for.
BON = 2
RIEN = "rien"
ENSEMBLE = "ensemble"


@dataclass(frozen=True, slots=True)
class Reponse:
    """What the engine answered: ``rangs``, for each result in order, the keys of its rows.

    ``trouve``: whether it says that something matches (a total, and not « close to » only).
    """

    rangs: tuple = ()
    trouve: bool = True
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Note:
    """The score of one query, each figure from 0 to 1; None for what does not apply to it."""

    succes_1: float | None
    succes_3: float | None
    ndcg_10: float | None
    rien: float | None
    ms: float


@dataclass(frozen=True, slots=True)
class Bilan:
    """Means over a family. ``rien``: share of the queries that rightly found nothing."""

    nombre: int
    succes_1: float | None
    succes_3: float | None
    ndcg_10: float | None
    rien: float | None
    p95_ms: float


def noter(degres, reponse, rien=False):
    """Score one Reponse. *degres*: key of a row → grade (3, 2, 1); others are worth 0."""
    if rien:
        return Note(None, None, None, float(not reponse.trouve), reponse.ms)
    gains = _gains(degres, reponse.rangs)
    return Note(
        succes_1=float(any(degre >= BON for degre in gains[:1])),
        succes_3=float(any(degre >= BON for degre in gains[:3])),
        ndcg_10=_ndcg(gains, degres.values()),
        rien=None,
        ms=reponse.ms,
    )


def _gains(degres, rangs):
    """The grade of each result; a row shown twice counts once."""
    restants, gains = dict(degres), []
    for cles in rangs:
        gains.append(max((restants.get(cle, 0) for cle in cles), default=0))
        for cle in cles:
            restants.pop(cle, None)
    return gains


def _ndcg(gains, possibles):
    """Discounted gain (2^grade − 1 over log2(rank + 1)) of ten, over that of the best order."""
    parfait = _cumul(sorted(possibles, reverse=True))
    return _cumul(gains) / parfait if parfait else 0.0


def _cumul(degres):
    return sum(
        (2**degre - 1) / math.log2(rang + 1)
        for rang, degre in enumerate(list(degres)[:PREMIERS], 1)
    )


def p95(durees):
    """The smallest of *durees* that at least 95 % of them do not exceed; 0 for none."""
    triees = sorted(durees)
    return triees[math.ceil(0.95 * len(triees)) - 1] if triees else 0.0


def dresser(notees):
    """Return {family: Bilan} in order of appearance, then that of all, from (family, Note) pairs.

    Means are over queries, not over families.
    """
    familles = {}
    for famille, note in notees:
        familles.setdefault(famille, []).append(note)
    bilans = {famille: _bilan(notes) for famille, notes in familles.items()}
    return bilans | {ENSEMBLE: _bilan([note for notes in familles.values() for note in notes])}


def _bilan(notes):
    def moyenne(nom):
        valeurs = [getattr(note, nom) for note in notes if getattr(note, nom) is not None]
        return statistics.fmean(valeurs) if valeurs else None

    return Bilan(
        len(notes),
        *(moyenne(nom) for nom in ("succes_1", "succes_3", "ndcg_10", "rien")),
        p95([note.ms for note in notes]),
    )
