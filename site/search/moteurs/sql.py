"""The embedded engine: full text in the database, filters and facets in memory.

The full text (``plein_texte``) says which documents match and how well; a mask of them meets the
masks of filters, facets and places that the process keeps (``corpus``, ``suivi``); facets are
counted by intersections of masks; texts are read for the results of the page only.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from time import perf_counter

from django.conf import settings
from django.utils import timezone

from ..analyse import analyser_mot, cle_de_tri
from ..analyse import cle as cle_exacte
from ..explications import expliquer
from ..models import Document
from ..notions import Notions
from ..ouvertures import FACETTE
from ..requetes import PROFONDEUR_MAX, Reponse, Resultat
from . import classement, plein_texte
from .base import Moteur
from .expressions import dans_les_noms, ou
from .masques import masque
from .perimetre import TERRITOIRE, tracer
from .question import Alternative, Question, lire
from .suivi import Suivi
from .vocabulaire import Synonymes, Vocabulaire

# Beyond, only what matches in a name is scored: reading 14,000 scores takes 40 ms.
NOTES_MAX = 10_000
APPROCHES_MAX = 20
CACHE_MAX = 256  # masks, or quarters of thousands of scores
# When nothing has all the words, one that fewer documents have may be an error, if another word
# close to it is so many times more used.
RARES = 5
DIX_FOIS = 10


@dataclass
class Appariement:
    """What a question matched, before filters."""

    question: object
    bits: int
    connus: int = 0  # by their exact name or number
    lignes: list = field(default_factory=list)  # (id, bm25), lessened where widened
    noms: list = field(default_factory=list)  # [(every word in a name, so read; its part)]
    sens: dict = field(default_factory=dict)  # {Notion of the question: what carries its value}
    # Every word somewhere, as typed, where what words mean is to be weighed (see classement).
    entiers: int | None = None
    correction: str | None = None


class MoteurSql(Moteur):
    nom = "sql"

    def __init__(self):
        self.suivi = Suivi()
        self.vocabulaire = Vocabulaire()
        self._lexique = (None, None, None)
        self._cache = OrderedDict()

    # ------------------------------------------------------------ indexing hooks

    def ecrire(self, documents, sequence):
        plein_texte.ecrire(documents, sequence)

    def oublier(self, ids):
        plein_texte.oublier(ids)

    # ------------------------------------------------------------ searching

    def chercher(self, requete):
        depart = perf_counter()
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            instant = timezone.now()
            base = corpus.base(requete.types, requete.locale, settings.LANGUAGE_CODE, instant)
            base = corpus.encadrer(base, requete.cadre)
            perimetre = tracer(corpus, requete)
            cadre = _cadre(corpus, base, perimetre, requete)
            appariement = self._apparier(requete, corpus, base) if requete.texte else None
            bits = cadre & appariement.bits if appariement else cadre
            quand = corpus.ouverts.facette(instant, perimetre)
            facettes = {**corpus.facettes, FACETTE: quand}
            comptes, retenus, inconnus = _facettes(facettes, bits, requete)
            total = retenus.bit_count()
            approche = False
            if not total and appariement and requete.fuite:
                cadre &= _choisis(facettes, requete.facettes)
                page = self._approcher(corpus, appariement.question, cadre, requete)
                approche = bool(page)
            else:
                page = self._page(corpus, retenus, appariement, requete)
            distances = _distances(corpus, page, requete.centre)
        resultats = _resultats(page, distances, perimetre.couverts, appariement)
        return Reponse(
            total=total,
            resultats=resultats,
            facettes=comptes,
            approche=approche,
            correction=appariement.correction if appariement else None,
            compris=_compris(appariement, bits) if appariement else (),
            inconnus=inconnus,
            ms=(perf_counter() - depart) * 1_000,
        )

    def nomme(self, requete):
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            base = corpus.base(
                requete.types, requete.locale, settings.LANGUAGE_CODE, timezone.now()
            )
            question = Question(requete.texte, cle_exacte(requete.texte), ())
            if not question.cle:
                return False
            (connus,) = self._ensembles([question.expression_de_cle()])
            return bool(connus & base)

    def suggerer(self, types, locale, texte, limite):
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            base = corpus.base(types, locale, settings.LANGUAGE_CODE, timezone.now())
            trouves = corpus.debuts().trouver(cle_de_tri(texte).split(), base, limite)
            fiches = [corpus.fiches[i] for i in trouves]
            return [(fiche.type, fiche.objet_id, fiche.tri) for fiche in fiches]

    def compter(self, types, locale, facette, choix):
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            base = corpus.base(types, locale, settings.LANGUAGE_CODE, timezone.now())
            portee = corpus.facettes.get(facette)
            return [(portee.union(v) & base).bit_count() if portee else 0 for v in choix]

    # ------------------------------------------------------------ matching

    def _apparier(self, requete, corpus, base):
        langues = tuple(dict.fromkeys((requete.locale, settings.LANGUAGE_CODE)))
        self.vocabulaire.suivre(self.suivi)
        question = lire(requete.texte, langues, *self._lexique_a_jour(), self.vocabulaire.connait)
        question = self._completer(question)
        appariement = self._lire_les_ensembles(corpus, question, requete)
        if question.finit_court and requete.fuite and not appariement.bits & base:
            question = question.sans_le_dernier()
            appariement = self._lire_les_ensembles(corpus, question, requete)
        if question.groupes and requete.fuite and not appariement.bits & base:
            corrigee, correction = self._corriger(corpus, question, base)
            if corrigee is not question:
                autre = self._lire_les_ensembles(corpus, corrigee, requete)
                if autre.bits & base:
                    appariement = replace(autre, correction=correction)
        if question.groupes and requete.tri == "pertinence" and appariement.bits:
            self._noter(appariement)
        return appariement

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

    def _corriger(self, corpus, question, base):
        """The question with corrections for its words that match nothing (or hardly anything,
        such as another person's error), and how it reads then."""
        groupes, ecrits = [], []
        ensembles = self._ensembles_des_groupes(question, _sens(corpus, question))
        for groupe, trouves in zip(question.groupes, ensembles, strict=True):
            langue = question.langues[0]
            nombre, proches = (trouves & base).bit_count(), []
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

    def _lire_les_ensembles(self, corpus, question, requete):
        """Which documents match, by their words, by what these mean or by a key; and in their
        names, where relevance will ask for it: one round trip for all."""
        sens = _sens(corpus, question)
        expressions = [question.expression()] if question.groupes and not sens else []
        if question.cle:
            expressions.append(question.expression_de_cle())
        lectures = _lectures(question) if requete.tri == "pertinence" else []
        expressions += [dans_les_noms(expression) for expression, _part in lectures]
        ensembles = iter(self._ensembles(expressions))
        if sens:
            bits = reduce(and_, self._ensembles_des_groupes(question, sens, corpus))
        else:
            bits = next(ensembles) if question.groupes else 0
        connus = next(ensembles) if question.cle else 0
        return Appariement(
            question,
            bits | connus,
            connus,
            noms=[(trouves, part) for trouves, (_e, part) in zip(ensembles, lectures, strict=True)],
            sens=sens,
        )

    def _noter(self, appariement):
        """Read the bm25 of what matches; of what matches in the names only, when it is too much."""
        lectures = _lectures(appariement.question)
        if appariement.sens and appariement.bits.bit_count() <= classement.SENS_MAX:
            (appariement.entiers,) = self._ensembles([lectures[0][0]])
        if appariement.sens and len(appariement.question.groupes) > 1:
            # Some words are met by their meaning: the others still say which answers best.
            lectures.append((appariement.question.expression_partielle(), 1.0))
        if appariement.bits.bit_count() <= NOTES_MAX:
            appariement.lignes = self._lignes(lectures)
        elif reduce(or_, [trouves for trouves, _part in appariement.noms]).bit_count() <= NOTES_MAX:
            noms = [(dans_les_noms(expression), part) for expression, part in lectures]
            appariement.lignes = self._lignes(noms)

    def _lexique_a_jour(self):
        """The Synonymes and Notions of editors."""
        numero, *lexique = self._lexique
        if None in lexique or numero != self.suivi.numero:
            lexique = [Synonymes(), Notions()]
            self._lexique = (self.suivi.numero, *lexique)
        return lexique

    # ------------------------------------------------------------ the page

    def _page(self, corpus, bits, appariement, requete):
        """``[(id, score)]`` of the page asked for; empty beyond the end or too deep."""
        debut, fin = requete.debut, requete.debut + requete.par_page
        if debut >= bits.bit_count() or fin > PROFONDEUR_MAX:
            return []
        if requete.tri == "distance":
            premiers = classement.par_distance(corpus, bits, requete.centre, fin)
        elif requete.tri != "pertinence":
            premiers = classement.par_ordre(corpus, bits, requete.tri, fin)
        elif appariement:
            premiers = classement.par_note(corpus, bits, appariement, fin)
        else:
            premiers = classement.par_ordre(corpus, bits, "poids", fin)
        return premiers[debut:fin]

    def _approcher(self, corpus, question, cadre, requete):
        """The best partial matches: those of the most words first."""
        niveaux, sens = [cadre], _sens(corpus, question)
        for trouves in self._ensembles_des_groupes(question, sens):
            niveaux.append(0)
            for rang in range(len(niveaux) - 1, 0, -1):
                niveaux[rang] |= niveaux[rang - 1] & trouves
        bits = next((niveau for niveau in reversed(niveaux[1:]) if niveau), 0)
        if not bits or requete.page > 1:
            return []
        proche = Appariement(question, bits, sens=sens)
        if bits.bit_count() <= NOTES_MAX:
            proche.lignes = self._lignes_parmi(question, bits)
        return classement.par_note(corpus, bits, proche, min(requete.par_page, APPROCHES_MAX))

    def _lignes_parmi(self, question, bits):
        """bm25 of partial matches, from the words that are not too common."""
        ensembles = self._ensembles([g.expression() for g in question.groupes])
        rares = [
            groupe.expression()
            for groupe, trouves in zip(question.groupes, ensembles, strict=True)
            if trouves & bits and trouves.bit_count() <= NOTES_MAX
        ]
        return self._lignes([(ou(rares), 1.0)]) if rares else []

    # ------------------------------------------------------------ reading, remembered

    def _existent(self, jetons):
        cle = (self.suivi.numero, "existent", " ".join(sorted(jetons)))
        if cle not in self._cache:
            self._garder(cle, int(bool(plein_texte.frequences(jetons, 1))))
        return bool(self._cache[cle])

    def _lignes(self, lectures):
        cle = (self.suivi.numero, "lignes", *lectures)
        if cle not in self._cache:
            total = len(self.suivi.corpus.fiches)
            self._garder(cle, plein_texte.trouver(lectures, total))
        return self._cache[cle]

    def _ensembles_des_groupes(self, question, sens, corpus=None):
        """One mask a group of words: what has them, what they mean, or what each means apart; with
        a *corpus*, what says nothing of it too where the meaning is ``facultative``."""
        tous = [groupe for entier in question.groupes for groupe in entier.tous()]
        lus = self._ensembles([groupe.expression() for groupe in tous])
        masques = {
            groupe: trouves | _union(sens, groupe.notions)
            for groupe, trouves in zip(tous, lus, strict=True)
        }
        if corpus and not all(groupe.facultatif for groupe in question.groupes):
            for groupe in question.groupes:
                if groupe.facultatif:
                    masques[groupe] |= _muets(corpus, groupe)
        return [
            masques[groupe] | reduce(and_, [masques[p] for p in groupe.parties])
            if groupe.parties
            else masques[groupe]
            for groupe in question.groupes
        ]

    def _ensembles(self, expressions):
        """One mask an expression; those already read at this number are not read again."""
        cles = [(self.suivi.numero, "ensemble", expression) for expression in expressions]
        manquants = [c for c in dict.fromkeys(cles) if c not in self._cache]
        lus = plein_texte.trouver_ensembles([c[2] for c in manquants])
        trouves = {c: masque(ids) for c, ids in zip(manquants, lus, strict=True)}
        trouves |= {c: self._cache[c] for c in cles if c not in trouves}
        for c in cles:
            self._garder(c, trouves[c])
        return [trouves[c] for c in cles]

    def _garder(self, cle, valeur):
        """Remember an answer; the oldest go first, and long lists of scores count for many."""
        self._cache[cle] = valeur
        self._cache.move_to_end(cle)
        while sum(map(_poids_en_cache, self._cache.values())) > CACHE_MAX:
            self._cache.popitem(last=False)


def _poids_en_cache(valeur):
    return 1 + (len(valeur) // 250 if isinstance(valeur, list) else 0)


def _sens(corpus, question):
    """``{Notion: mask of what carries its value}`` of those that the question's words mean."""
    return {
        notion: corpus.facettes[notion.facette].union((notion.valeur,))
        for notion in question.notions()
        if notion.facette in corpus.facettes
    }


def _compris(appariement, bits):
    """[(words, facet, value)] of the meanings that something of the mask has."""
    return tuple(
        (groupe.ecrit, notion.facette, notion.valeur)
        for entier in appariement.question.groupes
        for groupe in entier.tous()
        for notion in groupe.notions
        if appariement.sens.get(notion, 0) & bits
    )


def _muets(corpus, groupe):
    """What says nothing of the facets that a group means (a mask without end)."""
    bits = -1
    for nom in {notion.facette for notion in groupe.notions} & set(corpus.facettes):
        facette = corpus.facettes[nom]
        bits &= ~facette.union(facette.valeurs(""))
    return bits


def _union(sens, notions):
    bits = 0
    for notion in notions:
        bits |= sens.get(notion, 0)
    return bits


def _lectures(question):
    """``[(expression, part of its bm25)]``: what was typed, then what it was widened to."""
    if not question.groupes:
        return []
    return [
        (expression, classement.PARTS[rang]) for rang, expression in question.expressions_par_rang()
    ]


def _cadre(corpus, base, perimetre, requete):
    """What filters and the place leave of the base."""
    autres = {nom: v for nom, v in requete.filtres.items() if nom != TERRITOIRE}
    return corpus.restreindre(base, autres) & perimetre.bits


def _choisis(facettes, choix):
    """The mask of what every selection of the person leaves."""
    bits = -1
    for nom, valeurs in choix.items():
        bits &= facettes[nom].union(valeurs) if nom in facettes else 0
    return bits


def _facettes(facettes, bits, requete):
    """({facet: {value: count}}, what is left once every selection applies, how many more there
    would be of those whose hours are not known).

    A facet is counted among what the *other* facets leave: choosing a second value of the same
    facet adds to the results, and its count says how many it would have alone.
    """
    choix = {nom: _choisis(facettes, {nom: v}) for nom, v in requete.facettes.items()}

    def parmi(facette):
        """What the selections in other facets leave."""
        restent = bits
        for autre, selection in choix.items():
            if autre != facette:
                restent &= selection
        return restent

    comptes = {
        nom: facettes[nom].comptes(parmi(nom)) if nom in facettes else {}
        for nom in requete.facettes_voulues
    }
    inconnus = 0
    if moments := requete.facettes.get(FACETTE):
        inconnus = facettes[FACETTE].inconnus(parmi(FACETTE), moments).bit_count()
    return comptes, parmi(None), inconnus


def _distances(corpus, page, centre):
    if centre is None:
        return {}
    return {i: corpus.grille.distance(i, centre) for i, _note in page}


def _resultats(page, distances, couverts, appariement):
    utiles = ("id", "type", "objet_id", "titre")
    if appariement:
        utiles = (*utiles, "langue", "cles", "textes")
    documents = Document.objects.only(*utiles).in_bulk([i for i, _note in page])
    resultats = []
    for i, note in page:
        document = documents.get(i)
        if document is None:  # taken away by another process since the masks were read
            continue
        trouve_dans, extrait = (), None
        if appariement:
            trouve_dans, extrait = expliquer(document, appariement.question)
            trouve_dans = _avec_le_sens(trouve_dans, appariement.sens, i)
        resultats.append(
            Resultat(
                document_id=i,
                type=document.type,
                objet_id=document.objet_id,
                titre=document.titre,
                score=round(note, 3),
                distance_km=distances.get(i),
                intervient=bool(couverts >> i & 1),
                trouve_dans=trouve_dans,
                extrait=extrait,
            )
        )
    return tuple(resultats)


def _avec_le_sens(champs, sens, i):
    """The fields that explain a match, with those that say what the words mean."""
    dits = [notion.champ for notion, bits in sens.items() if bits >> i & 1]
    return tuple(dict.fromkeys((*champs, *dits)))
