"""From the words of a list to our taxonomies, matched in memory, read once a run.

A category is ours when it has the same tokens (case, accents, plurals, stop words aside) as
a name, a slug, or one of the ``mots`` of a row; then as a synonym that editors keep. Words
that several rows claim settle nothing: what is not certain is not guessed.
"""

import re
from collections import defaultdict
from functools import lru_cache

from django.utils.translation import gettext as _

from annuaire.models import Domaine, Geste, Public, Reseau, TypeLabel
from annuaire.taxonomies_par_defaut import correspondances
from search.analyse import jetons, plier
from search.models import Synonyme

# How a row bears a word, the surest first: a name beats a slug, which beats a loose word.
NOM, ADRESSE, MOT = 0, 1, 2
_SEPARATEURS = re.compile(r"\s*(?:[/,;&+()·•]|\bet\b|\s-\s)\s*", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def cle(texte):
    """Return what two ways to write one category have in common."""
    return " ".join(jetons(texte, "fr"))


class Vocabulaire:
    """The words of one taxonomy, in the language in which actors point at it."""

    def __init__(self, modele):
        self.rangees = {r.pk: r for r in modele.objects.sources()}
        self.par_slug = {r.slug: r.pk for r in self.rangees.values()}
        self.noms = set()
        prises = defaultdict(dict)
        for rangee in self.rangees.values():
            for rang, texte in _appellations(rangee):
                if clef := cle(texte):
                    if rang == NOM:
                        self.noms.add(clef)
                    deja = prises[clef].get(rangee.pk, MOT)
                    prises[clef][rangee.pk] = min(deja, rang)
        self.par_cle = {clef: self._choisir(porteurs) for clef, porteurs in prises.items()}

    def _choisir(self, porteurs):
        """The row that bears a word best; a parent when only its children compete; else None."""
        mieux = min(porteurs.values())
        meilleurs = [pk for pk, rang in porteurs.items() if rang == mieux]
        if len(meilleurs) == 1:
            return meilleurs[0]
        familles = {getattr(self.rangees[pk], "parent_id", None) or pk for pk in meilleurs}
        return familles.pop() if len(familles) == 1 else None

    def trouver(self, texte):
        """Return the primary key that *texte* names, or None."""
        return self.par_cle.get(cle(texte))

    def du_slug(self, slug):
        """Return the primary key of a slug, None when editors removed it."""
        return self.par_slug.get(slug)


def _appellations(rangee):
    yield NOM, rangee.nom
    yield ADRESSE, rangee.slug.replace("-", " ")
    if sigle := getattr(rangee, "sigle", ""):
        yield NOM, sigle
    for mot in rangee.liste_mots:
        yield MOT, mot


class Classeur:
    """Every taxonomy, the synonyms and the correspondences, for one run."""

    def __init__(self):
        self.domaines = Vocabulaire(Domaine)
        self.gestes = Vocabulaire(Geste)
        self.publics = Vocabulaire(Public)
        self.reseaux = Vocabulaire(Reseau)
        self.labels = Vocabulaire(TypeLabel)
        self.correspondances = correspondances()
        self._synonymes = _synonymes()
        self._domaines_lus = {}

    def domaines_de(self, categorie):
        """Return the domains that a category names (a tuple of keys): whole, else by its parts."""
        if categorie not in self._domaines_lus:
            if len(self._domaines_lus) > 20_000:
                self._domaines_lus.clear()
            self._domaines_lus[categorie] = self._domaines_de(categorie)
        return self._domaines_lus[categorie]

    def _domaines_de(self, categorie):
        if pk := self._un_domaine(categorie):
            return (pk,)
        parties = [p for p in _SEPARATEURS.split(categorie) if p]
        trouves = [self._un_domaine(partie) for partie in parties] if len(parties) > 1 else []
        # All the parts or nothing: half of a category would be lost in silence.
        return tuple(dict.fromkeys(trouves)) if trouves and all(trouves) else ()

    def _un_domaine(self, texte):
        if pk := self.domaines.trouver(texte):
            return pk
        candidats = {self.domaines.par_cle.get(c) for c in self._synonymes.get(cle(texte), ())}
        candidats.discard(None)
        return candidats.pop() if len(candidats) == 1 else None

    def classer(self, categories):
        """Return (distinct domains, categories that none of them matched), in their order."""
        domaines, restes = [], []
        for categorie in categories:
            trouves = self.domaines_de(categorie)
            domaines += trouves
            if not trouves:
                restes.append(categorie)
        return list(dict.fromkeys(domaines)), restes

    def sans_labels(self, fiche, mots):
        """Return *mots* without names of labels: a free word must not pass for a certificate."""
        gardes = [mot for mot in mots if cle(mot) not in self.labels.noms]
        for mot in mots:
            if mot not in gardes:
                fiche.remarquer(
                    "label",
                    _("« %s » est un label : à déclarer comme tel.") % mot[:80],
                )
        return gardes

    def domaine_naf(self, code):
        """Return the domain of the longest NAF prefix we know, None for a code too vague."""
        if not code or code in self.correspondances["siae"]["naf_ignores"]:
            return None
        table = self.correspondances["naf"]
        for longueur in range(len(code), 1, -1):
            if slug := table.get(code[:longueur]):
                return self.domaines.du_slug(slug)
        return None

    def famille(self, texte):
        """Return the family of the ESS that a legal form settles, else ""."""
        clef = " ".join(re.findall(r"\w+", plier(texte)))
        return self.correspondances["familles"].get(clef, "")


def _synonymes():
    """{key: keys that mean the same} from the synonyms that editors keep."""
    tables = defaultdict(list)
    for groupe in Synonyme.objects.all():
        cles = [clef for clef in map(cle, groupe.liste()) if clef]
        for clef in cles:
            tables[clef] += [autre for autre in cles if autre != clef]
    return dict(tables)
