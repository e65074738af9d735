"""What the search box offers while someone types: things of every kind, each with its address.

A room registers what it knows in ``AppConfig.ready``; the box is a plain field without script.
"""

from dataclasses import dataclass
from typing import Any

from .analyse import nettoyer

LONGUEUR_MIN = 2
LONGUEUR_MAX = 100
LIMITE = 8


@dataclass(frozen=True, slots=True)
class Proposition:
    """``libelle``: what it is called; ``genre``: its kind, in words; ``detail``: what tells it from
    another of that name; ``adresse``: where it is."""

    libelle: str
    genre: Any
    adresse: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Fournisseur:
    ordre: int
    part: int
    proposer: Any


_fournisseurs: dict[str, _Fournisseur] = {}


def enregistrer_suggestions(nom, proposer, *, ordre, part):
    """``proposer(request, texte, limite)`` returns [Proposition], best first. ``part`` of the
    list is theirs when others fill the rest; ``ordre`` sorts the kinds."""
    _fournisseurs[nom] = _Fournisseur(ordre, part, proposer)


def suggerer(request, texte):
    """Return at most ``LIMITE`` Propositions for the first letters *texte* (two at least)."""
    texte = " ".join(nettoyer(texte[:LONGUEUR_MAX]).split())
    if len(texte.replace(" ", "")) < LONGUEUR_MIN:
        return []
    rangs = sorted(_fournisseurs.items(), key=lambda paire: (paire[1].ordre, paire[0]))
    trouvees = [(f.part, f.proposer(request, texte, LIMITE)) for _nom, f in rangs]
    return _partager(trouvees)


def _partager(trouvees):
    """Each kind its part, in order; what some leave goes to the first that have more."""
    prises = [min(part, len(propositions)) for part, propositions in trouvees]
    for rang, (_part, propositions) in enumerate(trouvees):
        libres = LIMITE - sum(prises)
        prises[rang] += max(0, min(libres, len(propositions) - prises[rang]))
    return [
        proposition
        for nombre, (_part, propositions) in zip(prises, trouvees, strict=True)
        for proposition in propositions[:nombre]
    ][:LIMITE]
