"""Rules that say which rows of the lists answer a query (docs/pertinence.md has the grammar)."""

import math
import re
from functools import cache

from bench.pertinence.lignes import LISTES, plier

_CONDITION = re.compile(
    r"(?P<sauf>sauf\s+)?(?P<colonne>[\w:@]+)\s*(?P<comment>[=~^])\s*(?P<mots>.*)"
)
_AUTOUR = re.compile(r"(?P<sauf>sauf\s+)?à\s+(?P<km>\d+(?:[.,]\d+)?)\s*km\s+de\s+(?P<lieu>.+)")


class RegleFausse(ValueError):  # noqa: N818 (the matter is named in French)
    """A rule that cannot be read, or that names no row; its message quotes it."""


def choisir(regle, rangees, lieux):
    """Return the rows (a list of Rangee) that *regle* names.

    *lieux*: folded name → (latitude, longitude). Raises RegleFausse.
    """
    source, reste = _source(regle)
    if reste.startswith("#"):
        cherche = reste[1:].strip()
        trouvees = [r for r in rangees if r.source == source and r.identifiant == cherche]
    else:
        conditions = [_condition(morceau, regle, lieux) for morceau in reste.split(";")]
        trouvees = [
            rangee
            for rangee in rangees
            if source in ("*", rangee.source) and all(tient(rangee) for tient in conditions)
        ]
    if not trouvees:
        raise RegleFausse(f"aucune ligne pour « {regle} »")
    return trouvees


def _source(regle):
    """Split « siae #12 » or « osm: shop = books » into its source and the rest."""
    ecrit = regle.strip()
    source = re.match(r"\*|\w+", ecrit)
    if source is None or source[0] not in ("*", *LISTES):
        raise RegleFausse(f"liste inconnue dans « {regle} »")
    reste = ecrit[source.end() :].strip()
    if not reste.startswith(("#", ":")):
        raise RegleFausse(f"ni « # » ni « : » dans « {regle} »")
    return source[0], reste.removeprefix(":").strip()


def _condition(morceau, regle, lieux):
    """A function of a Rangee: whether one condition holds."""
    morceau = morceau.strip()
    if autour := _AUTOUR.fullmatch(morceau):
        return _retourner(_autour(autour, lieux)) if autour["sauf"] else _autour(autour, lieux)
    lue = _CONDITION.fullmatch(morceau)
    if lue is None:
        raise RegleFausse(f"condition illisible, « {morceau} », dans « {regle} »")
    motif, colonne = _motif(lue["comment"], lue["mots"]), lue["colonne"]

    def trouve(rangee):
        return motif.search(rangee.cellules.get(colonne, "")) is not None

    return _retourner(trouve) if lue["sauf"] else trouve


def _autour(lue, lieux):
    """A function of a Rangee: whether it lies within so many kilometres of a place."""
    centre = lieux.get(plier(lue["lieu"]))
    if centre is None:
        raise RegleFausse(f"lieu sans position : « {lue['lieu']} »")
    km = float(lue["km"].replace(",", "."))
    return lambda rangee: rangee.position is not None and kilometres(centre, rangee.position) <= km


def _retourner(test):
    return lambda rangee: not test(rangee)


@cache
def _motif(comment, mots):
    """« = »: the whole cell; « ^ »: its first letters; « ~ »: words in a row (« * »: begins)."""
    choix = "|".join(_un(comment, choisi) for choisi in mots.split("|"))
    if comment == "=":
        return re.compile(f"^(?:{choix})$")
    return re.compile(f"^(?:{choix})" if comment == "^" else f"(?:^| )(?:{choix})(?= |$)")


def _un(comment, ecrit):
    if comment != "~":
        return re.escape(plier(ecrit))
    return " ".join(
        re.escape(plier(mot)) + ("[^ ]*" if mot.endswith("*") else "") for mot in ecrit.split()
    )


def kilometres(un, autre):
    """Great-circle distance of two (latitude, longitude)."""
    phi1, phi2 = math.radians(un[0]), math.radians(autre[0])
    demi = math.sin((phi2 - phi1) / 2) ** 2
    demi += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(autre[1] - un[1]) / 2) ** 2
    return 6371 * 2 * math.asin(math.sqrt(demi))
