"""Words that people use for what a facet says: « fringues » is the domain of clothes.

A room registers where they come from in ``AppConfig.ready``; a question whose words are one of
them then also matches what carries that value, in every engine.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .analyse import analyser_mot, decouper


class Notion(NamedTuple):
    """A value of a facet that some words mean. ``champ``: the text field that says the same to
    people (see ``Resultat.trouve_dans``). ``facultative``: beside other words, what says nothing
    at all of that facet is not left out (most lists do not say what one does there). ``precise``:
    it says what is looked for, rather than for whom or with which label."""

    facette: str
    valeur: str
    champ: str
    facultative: bool = False
    precise: bool = False


_fournisseurs: list[Callable[[], Iterable[tuple[str, str, Notion]]]] = []


def enregistrer_notions(fournisseur):
    """*fournisseur()* yields (expression, its language, Notion); it is asked again after each
    write of the search tables: open a ``Lot`` when its words change."""
    _fournisseurs.append(fournisseur)


class Notions:
    """Every expression as tokens, by language, as they stand now."""

    def __init__(self):
        self._par_langue = {}
        self.longueur = 1
        for fournisseur in _fournisseurs:
            for expression, langue, notion in fournisseur():
                if suite := suite_de(expression, langue):
                    self.longueur = max(self.longueur, len(suite))
                    table = self._par_langue.setdefault(langue, {})
                    table.setdefault(suite, {})[notion] = None

    def de(self, suite, langue):
        """The Notions that this sequence of tokens means, in the order they were given."""
        return tuple(self._par_langue.get(langue, {}).get(suite, ()))


def suite_de(expression, langue):
    """The tokens of an expression's words, one a word, as a question reads them."""
    lus = (analyser_mot(mot, langue).jeton for mot in decouper(expression))
    return tuple(jeton for jeton in lus if jeton)
