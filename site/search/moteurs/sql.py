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
from django.utils.translation import gettext as _

from ..analyse import cle as cle_exacte
from ..analyse import cle_de_tri
from ..ouvertures import FACETTE, QUAND
from ..requetes import POINTS_MAX, PROFONDEUR_MAX, ZOOM_MAX, Carte, Reponse, Resultat
from . import classement, plein_texte
from .base import Moteur
from .expressions import dans_les_noms, ou
from .lecteur import Lecteur
from .masques import masque
from .perimetre import TERRITOIRE, tracer
from .question import Question
from .resultats import lire_les_resultats
from .suivi import Suivi

# Beyond, only what matches in a name is scored: reading 14,000 scores takes 40 ms.
NOTES_MAX = 10_000
APPROCHES_MAX = 20
CACHE_MAX = 256  # masks, or quarters of thousands of scores


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


@dataclass(frozen=True, slots=True)
class Portee:
    """What a search may find: where, among what, by which words, and the facets to choose in."""

    perimetre: object
    cadre: int
    appariement: Appariement | None
    facettes: dict


class MoteurSql(Moteur):
    nom = "sql"

    def __init__(self):
        self.suivi = Suivi()
        self.lecteur = Lecteur()
        self._cache = OrderedDict()

    # ------------------------------------------------------------ indexing hooks

    def ecrire(self, documents, sequence):
        plein_texte.ecrire(documents, sequence)

    def oublier(self, ids):
        plein_texte.oublier(ids)

    # ------------------------------------------------------------ searching

    def echauffer(self):
        """Read what the first search of a process reads: seconds at 100,000 documents."""
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            corpus.debuts()
            self.lecteur.suivre(self.suivi)
            for valeur in QUAND:
                corpus.ouverts.moment(valeur, int(timezone.now().timestamp() // 60))

    def chercher(self, requete):
        depart = perf_counter()
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            portee = self._porter(corpus, requete)
            cadre, appariement, perimetre = portee.cadre, portee.appariement, portee.perimetre
            bits = cadre & appariement.bits if appariement else cadre
            comptes, retenus, inconnus = _facettes(portee.facettes, bits, requete)
            total = retenus.bit_count()
            approche = False
            if not total and appariement and requete.fuite:
                cadre &= _choisis(portee.facettes, requete.facettes)
                page = self._approcher(corpus, appariement.question, cadre, requete)
                approche = bool(page)
            else:
                page = self._page(corpus, retenus, appariement, requete)
            distances = _distances(corpus, page, requete.centre)
        resultats = lire_les_resultats(page, distances, perimetre.couverts, appariement)
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

    def cartographier(self, requete, zoom, limite=POINTS_MAX):
        if not 0 <= zoom <= ZOOM_MAX:
            raise ValueError(_("Cette échelle de carte n’existe pas."))
        depart = perf_counter()
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            portee = self._porter(corpus, replace(requete, tri="nom"))
            bits = portee.cadre & (portee.appariement.bits if portee.appariement else -1)
            bits &= _choisis(portee.facettes, requete.facettes)
            total, trouves, carreaux = corpus.semis().montrer(bits, requete.boite, zoom, limite)
            points = [
                (i, corpus.fiches[i].type, corpus.fiches[i].objet_id, *position)
                for i, *position in trouves or ()
            ]
        ms = (perf_counter() - depart) * 1_000
        return Carte(total, tuple(points), tuple(carreaux), ms)

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

    def voisins(self, requete):
        with self.suivi.verrou:
            corpus = self.suivi.a_jour()
            base = corpus.base(
                requete.types, requete.locale, settings.LANGUAGE_CODE, timezone.now()
            )
            base = corpus.restreindre(corpus.encadrer(base, requete.cadre), requete.filtres)
            trouves = corpus.grille.plus_proches(
                requete.centre,
                requete.rayon_km,
                requete.debut + requete.par_page,
                lambda i: base >> i & 1,
                lambda i: (corpus.fiches[i].tri, i),
            )
            return tuple(
                Resultat(i, fiche.type, fiche.objet_id, "", 0.0, distance_km=km)
                for km, i in trouves[requete.debut :]
                for fiche in (corpus.fiches[i],)
            )

    # ------------------------------------------------------------ matching

    def _porter(self, corpus, requete):
        """The Portee of a ``Requete``: everything but the selections in facets."""
        instant = timezone.now()
        base = corpus.base(requete.types, requete.locale, settings.LANGUAGE_CODE, instant)
        base = corpus.encadrer(base, requete.cadre)
        perimetre = tracer(corpus, requete)
        return Portee(
            perimetre,
            _cadre(corpus, base, perimetre, requete),
            self._apparier(requete, corpus, base) if requete.texte else None,
            {**corpus.facettes, FACETTE: corpus.ouverts.facette(instant, perimetre)},
        )

    def _apparier(self, requete, corpus, base):
        langues = tuple(dict.fromkeys((requete.locale, settings.LANGUAGE_CODE)))
        self.lecteur.suivre(self.suivi)
        question = self.lecteur.lire(requete.texte, langues)
        appariement = self._lire_les_ensembles(corpus, question, requete)
        if question.finit_court and requete.fuite and not appariement.bits & base:
            question = question.sans_le_dernier()
            appariement = self._lire_les_ensembles(corpus, question, requete)
        if question.groupes and requete.fuite and not appariement.bits & base:
            ensembles = self._ensembles_des_groupes(question, _sens(corpus, question))
            nombres = [(trouves & base).bit_count() for trouves in ensembles]
            corrigee, correction = self.lecteur.corriger(question, nombres)
            if corrigee is not question:
                autre = self._lire_les_ensembles(corpus, corrigee, requete)
                if autre.bits & base:
                    appariement = replace(autre, correction=correction)
        if question.groupes and requete.tri == "pertinence" and appariement.bits:
            self._noter(appariement)
        return appariement

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
            # Some words are met by their meaning: the others still say which answers best, unless
            # so much has one of them that it says little and takes long to read.
            partielle = appariement.question.expression_partielle()
            (partiels,) = self._ensembles([partielle])
            if partiels.bit_count() <= NOTES_MAX:
                lectures.append((partielle, 1.0))
        if appariement.bits.bit_count() <= NOTES_MAX:
            appariement.lignes = self._lignes(lectures)
        elif reduce(or_, [trouves for trouves, _part in appariement.noms]).bit_count() <= NOTES_MAX:
            noms = [(dans_les_noms(expression), part) for expression, part in lectures]
            appariement.lignes = self._lignes(noms)

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
        ensembles = self._ensembles_des_groupes(question, sens)
        for groupe, trouves in zip(question.groupes, ensembles, strict=True):
            for _fois in range(groupe.compte):
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

    def _lignes(self, lectures):
        cle = (self.suivi.numero, "lignes", *lectures)
        lignes = self._cache.get(cle)
        if lignes is None:
            lignes = plein_texte.trouver(lectures, len(self.suivi.corpus.fiches))
            self._garder(cle, lignes)  # unless there are too many: the answer does not come from it
        return lignes

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
    """What says nothing of the facets of a group that may be unsaid (a mask without end)."""
    bits = -1
    for nom in groupe.facettes_facultatives & set(corpus.facettes):
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
