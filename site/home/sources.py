"""What a sheet rests on: what was read and when, which law says so."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format


@dataclass(frozen=True, slots=True)
class SourceCitee:
    """A source as a page shows it; ``publiee`` in words, "" when unknown."""

    titre: str
    editeur: str
    adresse: str
    publiee: str
    consulte_le: date


@dataclass(frozen=True, slots=True)
class LoiCitee:
    """A law and the article that says it."""

    texte: str
    article: str


def sources(fiche):
    """[SourceCitee] of a FichePage."""
    return [
        SourceCitee(
            bloc.value["titre"],
            bloc.value["editeur"],
            bloc.value["adresse"],
            date_en_mots(bloc.value["date_publication"]),
            bloc.value["consulte_le"],
        )
        for bloc in fiche.sources
    ]


def lois(fiche):
    """[LoiCitee] of a FichePage."""
    return [LoiCitee(bloc.value["texte"], bloc.value["article"]) for bloc in fiche.lois]


def date_en_mots(brute):
    """« 2024-10-28 » → « 28 octobre 2024 », « 2024-10 » → « octobre 2024 »; else as it is."""
    lue = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", brute or "")
    if not lue or not lue[2]:
        return brute or ""
    try:
        jour = date(int(lue[1]), int(lue[2]), int(lue[3] or 1))
    except ValueError:
        return brute
    return date_format(jour, "j F Y" if lue[3] else "F Y")
