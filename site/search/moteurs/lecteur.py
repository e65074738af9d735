"""What was typed, read with the words of the corpus and those of editors: for every engine."""

from dataclasses import replace

from ..analyse import analyser_mot
from ..notions import Notions
from . import plein_texte
from .question import Alternative, lire
from .vocabulaire import Synonymes, Vocabulaire

# When nothing has all the words, one that fewer documents have may be an error, if another word
# close to it is so many times more used.
RARES = 5
DIX_FOIS = 10


class Lecteur:
    """The vocabulary, synonyms and notions as they stand, and what they make of a text.

    Not safe between threads: called under the lock of its engine.
    """

    def __init__(self):
        self.vocabulaire = Vocabulaire()
        self._numero = None
        self._lexique = None
        self._existants = {}

    def suivre(self, suivi):
        """Take in what changed; *suivi* has the ``numero`` last read and its ``journal``."""
        self.vocabulaire.suivre(suivi)
        if self._lexique is None or self._numero != suivi.numero:
            self._lexique = (Synonymes(), Notions())
            self._numero = suivi.numero
            self._existants.clear()

    def lire(self, texte, langues):
        """The ``Question`` of a text, its last word completed."""
        return self._completer(lire(texte, langues, *self._lexique, self.vocabulaire))

    def _completer(self, question):
        """The last word may be the first letters of a longer one: of a name when it is itself
        a word of the corpus or has one or two letters after others, of any word otherwise."""
        if not question.groupes:
            return question
        dernier = question.groupes[-1]
        if question.finit_court:
            debut = Alternative((dernier.forme,), noms=True, rang=2, debut=True)
            return replace(question, groupes=(*question.groupes[:-1], dernier.avec([debut])))
        if len(dernier.forme) < 2:
            return question
        propres = {jeton for a in dernier.exact().alternatives for jeton in a.jetons}
        connu = self._existent(propres)
        if connu and dernier.forme.isdigit():
            return question
        debuts = self.vocabulaire.jetons_commencant_par(dernier.forme, question.langues)
        suites = [Alternative((j,), noms=connu, rang=2) for j in debuts if j not in propres]
        return replace(question, groupes=(*question.groupes[:-1], dernier.avec(suites)))

    def corriger(self, question, nombres):
        """The question with corrections for its words that match nothing (or hardly anything,
        such as another person's error), and how it reads then; (itself, None) when there are none.

        *nombres*: how many documents each of its groups matches, where one searches at all.
        """
        groupes, ecrits = [], []
        for groupe, nombre in zip(question.groupes, nombres, strict=True):
            langue, proches = question.langues[0], []
            if nombre < RARES:
                au_moins = max(1, DIX_FOIS * nombre)
                proches = self.vocabulaire.proches(groupe.forme, langue, au_moins)
            if not proches:
                groupes.append(groupe)
                ecrits.append(groupe.ecrit)
                continue
            jetons = dict.fromkeys(analyser_mot(forme, langue).jeton for forme in proches)
            alternatives = [Alternative((jeton,), rang=2) for jeton in jetons if jeton]
            groupes.append(groupe.avec(alternatives))
            ecrits.append(self.vocabulaire.affichage(proches[0]))
        if groupes == list(question.groupes):
            return question, None
        return replace(question, groupes=tuple(groupes)), " ".join(ecrits)

    def _existent(self, jetons):
        """Whether the corpus has one of these tokens."""
        cle = frozenset(jetons)
        if cle not in self._existants:
            self._existants[cle] = bool(plein_texte.frequences(jetons, 1))
        return self._existants[cle]
