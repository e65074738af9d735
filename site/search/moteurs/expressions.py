"""What is looked for in the full text, as a tree that each database compiles.

``jeton("velo")``, ``debut("vel")`` (any token that begins so), ``suite(("tier", "lieu"))`` (one
after the other, but for stop words) and ``cle("lacollecterie")`` (a whole exact key) are joined by
``et``, ``ou`` and ``sauf``; ``dans_les_noms`` keeps what it holds to the names.
"""

JETON, DEBUT, SUITE, CLE = "jeton", "debut", "suite", "cle"
ET, OU, SAUF, NOMS = "et", "ou", "sauf", "noms"


class Expression:
    """A node: its ``operateur`` and ``termes``, texts under a leaf and nodes elsewhere.

    Answers are remembered by expression, so its hash is reckoned once.
    """

    __slots__ = ("_empreinte", "operateur", "termes")

    def __init__(self, operateur, *termes):
        self.operateur, self.termes = operateur, termes
        self._empreinte = hash((operateur, termes))

    def __hash__(self):
        return self._empreinte

    def __eq__(self, autre):
        return self is autre or (
            isinstance(autre, Expression)
            and self._empreinte == autre._empreinte
            and self.operateur == autre.operateur
            and self.termes == autre.termes
        )

    def __repr__(self):
        return f"{self.operateur}({', '.join(map(repr, self.termes))})"

    def feuilles(self):
        """Its leaves, as often as they are there; not what ``sauf`` takes away."""
        if self.operateur in (JETON, DEBUT, SUITE, CLE):
            return [self]
        gardes = self.termes[:1] if self.operateur == SAUF else self.termes
        return [feuille for terme in gardes for feuille in terme.feuilles()]


def jeton(texte):
    return Expression(JETON, texte)


def debut(texte):
    return Expression(DEBUT, texte)


def suite(jetons):
    return Expression(SUITE, *jetons)


def cle(texte):
    return Expression(CLE, texte)


def et(expressions):
    return _joindre(ET, expressions)


def ou(expressions):
    return _joindre(OU, expressions)


def sauf(expression, autre):
    """What matches the first and not the second."""
    return Expression(SAUF, expression, autre)


def dans_les_noms(expression):
    return Expression(NOMS, expression)


def _joindre(operateur, expressions):
    termes = tuple(expressions)
    return termes[0] if len(termes) == 1 else Expression(operateur, *termes)
