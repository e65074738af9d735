"""What a process keeps in memory of every document: masks, positions, orders.

``suivi`` keeps a corpus equal
to the database; nothing else changes one.
"""

from array import array
from bisect import bisect_left, insort

from .debuts import Debuts
from .masques import ids_du, masque
from .ouverts import Ouverts
from .positions import Grille
from .semis import Semis

# Above this number of values a facet keeps lists of ids: 35,000 communes as masks of 100,000
# bits would weigh 437 MB.
VALEURS_DENSES = 2_000


class Facette:
    """The values of one facet and the documents that carry them."""

    def __init__(self):
        self.masques = {}
        self.listes = {}

    def ajouter(self, valeur, ids):
        """``ids`` carry ``valeur``; none of them did before."""
        if self.listes:
            self.listes.setdefault(valeur, set()).update(ids)
            return
        self.masques[valeur] = self.masques.get(valeur, 0) | masque(ids)
        if len(self.masques) > VALEURS_DENSES:
            self.listes = {nom: set(ids_du(bits)) for nom, bits in self.masques.items()}
            self.masques = {}

    def charger(self, ids_par_valeur):
        """Everything at once."""
        if len(ids_par_valeur) > VALEURS_DENSES:
            self.listes = {valeur: set(ids) for valeur, ids in ids_par_valeur.items()}
        else:
            self.masques = {valeur: masque(ids) for valeur, ids in ids_par_valeur.items()}

    def retirer(self, valeur, i):
        if self.listes:
            self.listes[valeur].discard(i)
        else:
            self.masques[valeur] &= ~(1 << i)

    def valeurs(self, debut):
        """The values that begin so."""
        return [valeur for valeur in self.listes or self.masques if valeur.startswith(debut)]

    def union(self, valeurs):
        """The mask of documents that carry one of ``valeurs``."""
        if self.listes:
            return masque(list(set().union(*(self.listes.get(v, ()) for v in valeurs))))
        total = 0
        for valeur in valeurs:
            total |= self.masques.get(valeur, 0)
        return total

    def comptes(self, bits):
        """``{value: number of documents of the mask}``, without zeros."""
        if self.listes:
            presents = set(ids_du(bits))
            paires = ((valeur, len(presents & ids)) for valeur, ids in self.listes.items())
        else:
            paires = ((valeur, (m & bits).bit_count()) for valeur, m in self.masques.items())
        return {valeur: nombre for valeur, nombre in paires if nombre}


class Corpus:
    """Everything but texts. Ids are those of ``Document``."""

    def __init__(self):
        self.vider()

    def vider(self):
        self.lectures = {}  # (type, locale) → mask
        self.facettes = {}
        self.fiches = {}  # id → Fiche
        self.poids = array("d")  # by id; 0 where there is no document
        self.periodes = {}  # id → (from, until) timestamps or None
        self.grille = Grille()
        self.ouverts = Ouverts()
        self._ordres = {}
        self._debuts = None
        self._semis = None
        self._invisibles = None
        self._secours = {}  # (type, locale) → the default locale's rows that stand in

    # ------------------------------------------------------------ writing

    def charger(self, fiches):
        """Fill an empty corpus from an iterable of ``Fiche``."""
        lectures, facettes = {}, {}
        for fiche in fiches:
            self._ficher(fiche)
            lectures.setdefault((fiche.type, fiche.locale), array("I")).append(fiche.id)
            for nom, valeur in fiche.valeurs:
                par_valeur = facettes.setdefault(nom, {})
                if valeur in par_valeur:
                    par_valeur[valeur].append(fiche.id)
                else:
                    par_valeur[valeur] = array("I", [fiche.id])
            self._situer(fiche)
        for cle, ids in lectures.items():
            self.lectures[cle] = masque(ids)
        for nom, par_valeur in facettes.items():
            self.facettes.setdefault(nom, Facette()).charger(par_valeur)

    def mettre(self, fiche):
        """Add or replace one document."""
        self.oter(fiche.id)
        self._ficher(fiche)
        self._secours.clear()
        cle = (fiche.type, fiche.locale)
        self.lectures[cle] = self.lectures.get(cle, 0) | 1 << fiche.id
        for nom, valeur in fiche.valeurs:
            self.facettes.setdefault(nom, Facette()).ajouter(valeur, (fiche.id,))
        self._situer(fiche)
        for nom, ordre in self._ordres.items():
            insort(ordre, fiche.id, key=self.cle_d_ordre(nom))
        if self._debuts:
            self._debuts.mettre(fiche.id)
        if self._semis:
            self._semis.mettre(fiche.id, fiche.positions)

    def oter(self, i):
        """Forget one document, known or not."""
        fiche = self.fiches.get(i)
        if fiche is None:
            return
        for nom, ordre in self._ordres.items():
            _retirer_de_l_ordre(ordre, i, self.cle_d_ordre(nom))
        if self._debuts:
            self._debuts.oter(i)
        del self.fiches[i]
        self.poids[i] = 0.0
        self._secours.clear()
        self.lectures[(fiche.type, fiche.locale)] &= ~(1 << i)
        for nom, valeur in fiche.valeurs:
            self.facettes[nom].retirer(valeur, i)
        self.grille.oter(i, fiche.positions)
        if self._semis:
            self._semis.oter(i, fiche.positions)
        self.ouverts.oter(i)
        if self.periodes.pop(i, None):
            self._invisibles = None

    def _ficher(self, fiche):
        self.fiches[fiche.id] = fiche
        if fiche.id >= len(self.poids):
            self.poids.frombytes(bytes(8 * (fiche.id + 1_000 - len(self.poids))))
        self.poids[fiche.id] = fiche.poids

    def _situer(self, fiche):
        self.grille.mettre(fiche.id, fiche.positions)
        self.ouverts.mettre(fiche.id, fiche.places)
        if fiche.periode:
            self.periodes[fiche.id] = fiche.periode
            self._invisibles = None

    # ------------------------------------------------------------ reading

    def base(self, types, locale, locale_defaut, instant):
        """What may be found at ``instant`` in a locale: its rows, and the default locale's
        rows of objects that have none."""
        total = 0
        for type in types:
            total |= self.lectures.get((type, locale), 0)
            if locale != locale_defaut:
                total |= self._sans_traduction(type, locale, locale_defaut)
        return total & ~self._invisibles_a(instant.timestamp())

    def restreindre(self, bits, choix):
        """The mask cut down to every facet of ``choix`` ({facet: values}, OR inside)."""
        for nom, valeurs in choix.items():
            bits &= self.facettes[nom].union(valeurs) if nom in self.facettes else 0
        return bits

    def encadrer(self, bits, cadre):
        """The mask cut down to what each dict of ``Requete.cadre`` lets through."""
        for choix in cadre:
            passent = 0
            for nom, valeurs in choix.items():
                passent |= self.facettes[nom].union(valeurs) if nom in self.facettes else 0
            bits &= passent
        return bits

    def ordre(self, nom):
        """Every id in the order « nom », « recent » or « poids »; kept up to date afterwards."""
        if nom not in self._ordres:
            self._ordres[nom] = sorted(self.fiches, key=self.cle_d_ordre(nom))
        return self._ordres[nom]

    def cle_d_ordre(self, nom):
        """The sort key of an id in that order: total, the id being its last part."""
        fiches = self.fiches
        if nom == "nom":
            return lambda i: (fiches[i].tri, i)
        if nom == "recent":
            return lambda i: (-fiches[i].nouveau_le, fiches[i].tri, i)
        return lambda i: (-fiches[i].poids, fiches[i].tri, i)

    def debuts(self):
        """The words of titles (see ``Debuts``); kept up to date afterwards."""
        if self._debuts is None:
            self._debuts = Debuts(self.fiches)
        return self._debuts

    def semis(self):
        """Positions by tiles of a map (see ``Semis``); kept up to date afterwards."""
        if self._semis is None:
            self._semis = Semis(self.grille.positions)
        return self._semis

    def _sans_traduction(self, type, locale, locale_defaut):
        if (type, locale) not in self._secours:
            defaut = self.lectures.get((type, locale_defaut), 0)
            traduits = ids_du(self.lectures.get((type, locale), 0))
            objets = {self.fiches[i].objet_id for i in traduits}
            if objets:
                caches = [i for i in ids_du(defaut) if self.fiches[i].objet_id in objets]
                defaut &= ~masque(caches)
            self._secours[(type, locale)] = defaut
        return self._secours[(type, locale)]

    def _invisibles_a(self, maintenant):
        if self._invisibles is None or not (
            self._invisibles[0] <= maintenant < self._invisibles[1]
        ):
            self._invisibles = self._calculer_les_invisibles(maintenant)
        return self._invisibles[2]

    def _calculer_les_invisibles(self, maintenant):
        """(from, until, mask): the mask holds between the two nearest changes."""
        avant, apres, caches = float("-inf"), float("inf"), []
        for i, (de, jusqua) in self.periodes.items():
            for borne in (de, jusqua):
                if borne is None:
                    continue
                if borne <= maintenant:
                    avant = max(avant, borne)
                else:
                    apres = min(apres, borne)
            if (de is not None and maintenant < de) or (
                jusqua is not None and jusqua <= maintenant
            ):
                caches.append(i)
        return avant, apres, masque(caches)


class Fiche:
    """What is kept of one document."""

    __slots__ = (
        "id",
        "locale",
        "nouveau_le",
        "objet_id",
        "periode",
        "places",
        "poids",
        "positions",
        "tri",
        "type",
        "valeurs",
    )

    def __init__(
        self,
        id,
        type,
        locale,
        objet_id,
        tri,
        valeurs,
        positions,
        nouveau_le,
        poids,
        periode,
        places=(),
    ):
        self.id, self.type, self.locale, self.objet_id = id, type, locale, objet_id
        self.tri, self.valeurs, self.positions = tri, valeurs, positions
        self.nouveau_le, self.poids, self.periode = nouveau_le, poids, periode
        self.places = places


def _retirer_de_l_ordre(ordre, i, cle):
    del ordre[bisect_left(ordre, cle(i), key=cle)]
