"""The words of the corpus as people write them: beginnings, typing errors, synonyms."""

from bisect import bisect_left, insort

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..analyse import MOTS_VIDES, analyser_mot, decouper
from ..models import Forme, Synonyme
from ..notions import suite_de
from . import plein_texte

DEBUTS_LUS_MAX = 800
DEBUTS_MAX = 60
CORRECTIONS_MAX = 3
# Near words of one length that are looked at: more than are kept, since most are no typing error.
CANDIDATES_MAX = 60
# Words run together: how long they are in all, and each of them at least.
COLLES_MIN, COLLES_MAX = 8, 40
MORCEAU_MIN = 4


class Vocabulaire:
    """Every form met, sorted, and by length; follows the numbers of ``Lot``."""

    def __init__(self):
        self._vider()

    def _vider(self):
        self._ruptures = None
        self._numero = None
        self._repere = None
        self._formes = []
        self._par_longueur = {}
        self._affichages = {}

    def suivre(self, suivi):
        """Take in what was added; start again when something read was rolled back."""
        if self._ruptures != suivi.journal.ruptures:
            self._vider()
            self._ruptures = suivi.journal.ruptures
        if self._numero == suivi.numero:
            return
        self._numero = suivi.numero
        filtre, self._repere = suivi.journal.depuis(self._repere)
        lignes = Forme.objects.filter(**filtre or {}).values_list("forme", "affichage")
        # Another connection may have written between the two readings: some come twice.
        lignes = [ligne for ligne in lignes if ligne[0] not in self._affichages]
        beaucoup = len(lignes) > 1_000
        for forme, affichage in lignes:
            self._affichages[forme] = affichage
            self._par_longueur.setdefault(len(forme), []).append(forme)
            if not beaucoup:
                insort(self._formes, forme)
        if beaucoup:
            self._formes = sorted(self._affichages)

    def connait(self, forme):
        return forme in self._affichages

    def affichage(self, forme):
        return self._affichages[forme]

    def jetons_commencant_par(self, debut, langues):
        """Tokens of the forms that begin with ``debut``: at most 60, the most used ones."""
        rang = bisect_left(self._formes, debut)
        jetons = set()
        while rang < len(self._formes) and self._formes[rang].startswith(debut):
            jetons.update(analyser_mot(self._formes[rang], langue).jeton for langue in langues)
            rang += 1
            if len(jetons) > DEBUTS_LUS_MAX:
                break
        jetons.discard("")
        if len(jetons) <= DEBUTS_MAX:
            return sorted(jetons)
        nombres = plein_texte.frequences(jetons)
        return sorted(nombres, key=lambda jeton: (-nombres[jeton], jeton))[:DEBUTS_MAX]

    def proches(self, forme, langue, au_moins=1):
        """Up to 3 forms that ``forme`` may have been meant for, the most used first, each in
        ``au_moins`` documents or more.

        See ``erreurs_admises`` and ``est_une_faute`` for what passes for a typing error.
        """
        limite = erreurs_admises(forme)
        if not limite:
            return []
        candidates = []
        for longueur in range(len(forme) - limite, len(forme) + limite + 1):
            candidates += process.extract(
                forme,
                self._par_longueur.get(longueur, ()),
                scorer=OSA.distance,
                score_cutoff=limite,
                limit=CANDIDATES_MAX,
            )
        candidates = [
            (ecart, autre)
            for autre, ecart, _rang in candidates
            if est_une_faute(forme, autre, ecart)
        ]
        if not candidates:
            return []
        jeton_de = {autre: analyser_mot(autre, langue).jeton or autre for _e, autre in candidates}
        nombres = plein_texte.frequences(set(jeton_de.values()))
        candidates = [
            (ecart, -nombres[jeton_de[autre]], autre)
            for ecart, autre in candidates
            if nombres.get(jeton_de[autre], 0) >= au_moins
        ]
        candidates.sort()  # by errors, then by use
        return [autre for ecart, _n, autre in candidates if ecart == candidates[0][0]][
            :CORRECTIONS_MAX
        ]

    def morceaux(self, forme, langues):
        """The words that *forme* runs together, () when none are known: « epiceriesolidaire ».

        Two words of the corpus, a stop word between them or not (« restosducoeur »); of several
        ways to cut, the one whose rarer word is the most used.
        """
        if not forme.isalpha() or not COLLES_MIN <= len(forme) <= COLLES_MAX:
            return ()
        coupes = [
            (forme[:place], suite)
            for place in range(MORCEAU_MIN, len(forme) - MORCEAU_MIN + 1)
            if forme[:place] in self._affichages
            for suite in _sans_mot_vide(forme[place:], langues)
            if suite in self._affichages
        ]
        if len(coupes) > 1:
            jetons = {mot: analyser_mot(mot, langues[0]).jeton for coupe in coupes for mot in coupe}
            nombres = plein_texte.frequences(set(jetons.values()))
            coupes.sort(key=lambda coupe: -min(nombres.get(jetons[mot], 0) for mot in coupe))
        return coupes[0] if coupes else ()


def _sans_mot_vide(reste, langues):
    """What is left of a word once a stop word that it begins with is taken off, itself first."""
    suites = [reste]
    for longueur in (2, 3):
        if any(reste[:longueur] in MOTS_VIDES.get(langue, ()) for langue in langues):
            suites.append(reste[longueur:])
    return [suite for suite in suites if len(suite) >= MORCEAU_MIN]


def erreurs_admises(forme):
    """How many typing errors a word of this length may carry: one from 4 letters (a letter
    added, missing, changed, or two swapped), two from 9; none in shorter words and in numbers,
    where everything is close to everything."""
    if len(forme) < 4 or any(lettre.isdigit() for lettre in forme):
        return 0
    return 1 if len(forme) < 9 else 2


def est_une_faute(forme, autre, ecart):
    """Whether ``forme``, typed, may stand for ``autre``, ``ecart`` errors away.

    People seldom miss the first letter: it is the same, or swapped with the second. Up to 5
    letters, two are swapped or, of a word of 6, one is missing: a letter changed or added makes
    another word (« tesla » is not « tela »). Two errors leave the length within one letter.
    """
    if not ecart or abs(len(forme) - len(autre)) > 1:
        return False
    if autre[0] != forme[0] and autre[:2] != forme[1::-1]:
        return False
    if len(forme) > 5:
        return True
    if len(autre) == len(forme):
        return sorted(autre) == sorted(forme)
    return len(forme) == 5 and len(autre) == 6


class Synonymes:
    """The editors' groups, as token sequences by language."""

    def __init__(self):
        self._groupes = list(Synonyme.objects.all())
        self._par_langue = {}
        self.longueur = max(
            (len(decouper(terme)) for groupe in self._groupes for terme in groupe.liste()),
            default=1,
        )

    def de(self, suite, langue):
        """The other token sequences that mean the same as ``suite``."""
        if langue not in self._par_langue:
            self._par_langue[langue] = self._lire(langue)
        return self._par_langue[langue].get(suite, [])

    def _lire(self, langue):
        table = {}
        for groupe in self._groupes:
            suites = [suite_de(terme, langue) for terme in groupe.liste()]
            suites = [suite for suite in dict.fromkeys(suites) if suite]
            for rang, suite in enumerate(suites):
                if groupe.bidirectionnel or rang == 0:
                    autres = [autre for autre in suites if autre != suite]
                    table.setdefault(suite, []).extend(autres)
        return table
