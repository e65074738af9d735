"""From what was typed to an expression over tokens.

A question is a list of groups that must all match; a group is a list of alternatives (the word
itself, its synonyms, the words it begins, its corrections); an alternative is one or several
tokens that must all be there.
"""

import re
from dataclasses import dataclass, field, replace

from ..analyse import (
    analyser_mot,
    cle,
    est_de_question,
    mots_de_la_question,
    mots_pleins,
    mots_utiles,
    parties,
)
from ..familles import apparentes
from ..requetes import MOTS_MAX
from . import expressions


@dataclass(frozen=True)
class Alternative:
    """Tokens that must all be present; ``noms``: only in the names; ``rang``: 0 the word
    itself, 1 a synonym, 2 a longer word it begins or a correction; ``debut``: any token that
    begins so; ``suite``: one after the other, but for stop words."""

    jetons: tuple[str, ...]
    noms: bool = False
    rang: int = 0
    debut: bool = False
    suite: bool = False

    def expression(self):
        feuille = expressions.debut if self.debut else expressions.jeton
        dite = expressions.et(map(feuille, self.jetons))
        if self.suite:
            dite = expressions.suite(self.jetons)
        return expressions.dans_les_noms(dite) if self.noms else dite


@dataclass(frozen=True)
class Groupe:
    """What one word (or several that mean something together) may match as: by its words, or by
    the ``notions`` (search.notions) that they mean, or, of several words, each of them apart
    (``parties``)."""

    ecrit: str
    forme: str
    alternatives: tuple[Alternative, ...]
    notions: tuple = ()
    parties: tuple["Groupe", ...] = ()

    def expression(self):
        dites = [alternative.expression() for alternative in self.alternatives]
        if self.parties:
            dites.append(expressions.et(partie.expression() for partie in self.parties))
        return expressions.ou(dict.fromkeys(dites))

    def jusqua(self, rang):
        """The same group without what is further than *rang* from what was typed (see
        ``Alternative``); its words apart are as far as a synonym."""
        gardees = tuple(a for a in self.alternatives if a.rang <= rang)
        return replace(
            self, alternatives=gardees or self.alternatives, parties=self.parties if rang else ()
        )

    def exact(self):
        """The same group without synonyms, beginnings and corrections."""
        return self.jusqua(0)

    def rangs(self):
        """How far from what was typed it may match."""
        return {a.rang for a in self.alternatives} | ({1} if self.parties else set())

    @property
    def compte(self):
        """How many words it counts for where not all are found: one that says what is looked for
        (a meaning that editors gave it) is worth two others (« midi », « petit »)."""
        return 2 if any(notion.precise for notion in self.notions) else 1

    @property
    def facultatif(self):
        """Whether something that it means may be unsaid (see ``Notion``)."""
        return bool(self.facettes_facultatives)

    @property
    def facettes_facultatives(self):
        """The facets of what it means that may be unsaid."""
        return {notion.facette for notion in self.notions if notion.facultative}

    def tous(self):
        """The group and those of its parts."""
        return (self, *self.parties)

    def avec(self, alternatives):
        return replace(self, alternatives=(*self.alternatives, *alternatives))


@dataclass(frozen=True)
class Question:
    """``cle`` is the exact key of the whole text; ``langues`` those it is read in; ``formes``
    its words as typed (folded), question words included, stop words not."""

    texte: str
    cle: str
    langues: tuple[str, ...]
    groupes: tuple[Groupe, ...] = field(default=())
    formes: tuple[str, ...] = ()

    def expression(self):
        return expressions.et(groupe.expression() for groupe in self.groupes)

    def expressions_par_rang(self):
        """[(how far from what was typed, what is found so and not nearer)], nearest first."""
        trouvees, deja = [], []
        for rang in sorted({0}.union(*(groupe.rangs() for groupe in self.groupes))):
            tout = expressions.et(groupe.jusqua(rang).expression() for groupe in self.groupes)
            trouvees.append((rang, expressions.sauf(tout, deja[-1]) if deja else tout))
            deja.append(tout)
        return trouvees

    @property
    def finit_court(self):
        """Whether the last of several words is one or two letters: most often one being typed."""
        return len(self.groupes) > 1 and re.fullmatch(r"[^\W\d]{1,2}", self.groupes[-1].forme)

    def sans_le_dernier(self):
        return replace(self, groupes=self.groupes[:-1])

    def expression_de_cle(self):
        return expressions.cle(self.cle)

    def expression_partielle(self):
        """What has some of the words as typed, not all of them."""
        une = expressions.ou(groupe.exact().expression() for groupe in self.groupes)
        return expressions.sauf(une, self.expression())

    def alternatives(self):
        return [a for groupe in self.groupes for g in groupe.tous() for a in g.alternatives]

    def notions(self):
        """Every Notion that some of its words mean, once."""
        dites = (n for groupe in self.groupes for g in groupe.tous() for n in g.notions)
        return tuple(dict.fromkeys(dites))


def lire(texte, langues, synonymes, notions, vocabulaire):
    """The ``Question`` of a text, synonyms and notions included; ``synonymes`` is a ``Synonymes``,
    ``notions`` a ``Notions``, ``vocabulaire`` the ``Vocabulaire`` of the corpus."""
    connait = vocabulaire.connait
    mots = mots_de_la_question(texte)[:MOTS_MAX]
    # Words that only put a question may belong to an expression: « faire le ménage ».
    restants = mots_pleins(mots, langues) if mots_utiles(mots, langues) else []
    restants = mots if len(mots) == 1 else restants
    groupes = []
    while restants:
        pris, groupe = _groupe(restants, langues, synonymes, notions, connait)
        if pris == 1 and len(mots) > 1 and est_de_question(restants[0], langues):
            restants = restants[1:]
            continue
        if pris == 1 and len(restants) > 1 and (soude := _soude(restants, langues, connait)):
            pris, groupe = 2, soude
        if pris == 1 and (elision := _sans_l_elision(restants[0], langues, connait)):
            groupe = groupe.avec(elision)
        elif pris == 1 and not groupe.notions and not connait(groupe.forme):
            groupe = groupe.avec(_separes(groupe.forme, langues, vocabulaire))
        groupes.append(groupe)
        restants = restants[pris:]
    lus = [analyser_mot(mot, langues[0]) for mot in mots]
    formes = tuple(dict.fromkeys(lu.forme for lu in lus if lu.jeton))
    return Question(texte, cle(" ".join(mots)), langues, tuple(groupes), formes)


def _groupe(mots, langues, synonymes, notions, connait):
    """The group that begins at the first word, and how many words it takes."""
    for pris in range(min(max(synonymes.longueur, notions.longueur), len(mots)), 0, -1):
        alternatives, autres, sens = [], [], []
        for langue in langues:
            jetons = tuple(_jeton(mot, langue) for mot in mots[:pris])
            alternatives.append(Alternative(jetons, suite=pris > 1))
            dits = mots_utiles(mots[:pris], langues)
            if 0 < len(dits) < pris:
                utiles = tuple(_jeton(mot, langue) for mot in dits)
                alternatives.append(Alternative(utiles, suite=len(utiles) > 1))
            autres += synonymes.de(jetons, langue)
            sens += notions.de(jetons, langue)
        if autres or sens or pris == 1:
            break
    parties = ()
    if pris == 1:
        alternatives += _morceaux(mots[0], langues)
        autres += _de_la_famille(mots[0], langues, connait)
    else:
        parties = tuple(
            _groupe([mot], langues, synonymes, notions, connait)[1]
            for mot in mots_utiles(mots[:pris], langues) or mots[:pris]
        )
    # Words of a synonym that stand apart mean something else: « centre » and « réemploi ».
    alternatives += [Alternative(jetons, rang=1, suite=len(jetons) > 1) for jetons in autres]
    ecrit = " ".join(mots[:pris])
    forme = analyser_mot(mots[0], langues[0]).forme if pris == 1 else ""
    return pris, Groupe(
        ecrit, forme, tuple(dict.fromkeys(alternatives)), tuple(dict.fromkeys(sens)), parties
    )


def _de_la_famille(mot, langues, connait):
    """The tokens of words of the same family that the corpus has: « livreur », « livraison »."""
    return [
        (_jeton(autre, langue),)
        for langue in langues
        for autre in apparentes(analyser_mot(mot, langue).forme, langue)
        if connait(autre) and _jeton(autre, langue) != _jeton(mot, langue)
    ]


_ELISION_COLLEE = re.compile(r"(?:qu|[ldjmtsnc])(?=[aeiouyhœàâéèêëîïôùûü])(?P<reste>\w{4,})")


def _sans_l_elision(mot, langues, connait):
    """« lepicerie » is « l’épicerie », where the corpus has the one and not the other."""
    colle = _ELISION_COLLEE.fullmatch(mot)
    if not colle or connait(analyser_mot(mot, langues[0]).forme):
        return []
    reste = colle["reste"]
    if not connait(analyser_mot(reste, langues[0]).forme):
        return []
    return [Alternative((_jeton(reste, langue),)) for langue in langues]


def _separes(forme, langues, vocabulaire):
    """« epiceriesolidaire » is also « épicerie solidaire », where the corpus has both words."""
    mots = vocabulaire.morceaux(forme, langues)
    suites = (tuple(_jeton(mot, langue) for mot in mots) for langue in langues)
    return [Alternative(suite) for suite in dict.fromkeys(suites) if suite]


def _soude(mots, langues, connait):
    """« électro ménager » is also « électroménager », where the corpus writes it so."""
    colle = mots[0] + mots[1]
    if not colle.isalpha() or not connait(analyser_mot(colle, langues[0]).forme):
        return None
    alternatives = []
    for langue in langues:
        alternatives.append(Alternative((_jeton(mots[0], langue), _jeton(mots[1], langue))))
        alternatives.append(Alternative((_jeton(colle, langue),)))
    return Groupe(f"{mots[0]} {mots[1]}", "", tuple(dict.fromkeys(alternatives)))


def _jeton(mot, langue):
    lu = analyser_mot(mot, langue)
    return lu.jeton or lu.forme


def _morceaux(mot, langues):
    """« cap44 » also matches « CAP 44 »."""
    coupes = parties(mot)
    if not coupes:
        return []
    return [Alternative(tuple(_jeton(partie, langue) for partie in coupes)) for langue in langues]
