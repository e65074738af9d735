"""Who is open: the facet « quand », whose values hold for a minute.

Places that keep the same hours share one ``Horaire``, and a mask of who is open serves until
something opens or closes: at 100,000 documents a search reads it in microseconds.

A document with several places that keep different hours is looked at place by place: the one
that is open must be the one that lies where somebody searches.
"""

import json
from array import array
from bisect import bisect_right
from dataclasses import dataclass

from ..ouvertures import QUAND, SANS_FIN, fenetre
from .masques import ids_du, masque

MARGE = 1_000  # texts of hours kept beyond twice those in use


class Horaire:
    """Flat spans in minutes (see ``search.ouvertures``), and the documents that keep them."""

    __slots__ = ("doute", "fuseau", "ids", "ouvert")

    def __init__(self, fuseau, ouvert, doute):
        self.fuseau = fuseau
        self.ouvert = array("I", ouvert)
        self.doute = array("I", doute)
        self.ids = set()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a document: its Horaire, None when its hours are not known."""

    horaire: Horaire | None
    position: tuple[float, float] | None
    territoires: frozenset


@dataclass(slots=True)
class Moment:
    """The masks of one value of the facet, and until which minute they serve."""

    fenetres: dict
    prochain: int
    ouverts: int
    doutes: int


class Ouverts:
    """The hours of every document of a corpus."""

    def __init__(self):
        self.horaires = {}
        self.places = {}  # id → (Place, …)
        self.multiples = set()  # ids whose places do not keep the same hours
        self._lus = {}  # JSON text → (Place, …)
        self._moments = {}
        self._connus = None
        self._fuseaux = None

    def lire(self, texte):
        """The places of a document's JSON; the same text gives the same places."""
        if not texte or texte == "[]":
            return ()
        if not isinstance(texte, str):
            texte = json.dumps(texte)
        if texte not in self._lus:
            self._lus[texte] = tuple(map(self._place, json.loads(texte)))
        return self._lus[texte]

    def _place(self, element):
        horaire = None
        if element["fuseau"]:
            cle = (element["fuseau"], tuple(element["ouvert"]), tuple(element["doute"]))
            horaire = self.horaires.get(cle) or self.horaires.setdefault(cle, Horaire(*cle))
        position = tuple(element["position"]) if "position" in element else None
        return Place(horaire, position, frozenset(element.get("territoires", ())))

    def mettre(self, i, places):
        if not places:
            return
        self.places[i] = places
        if len(places) > 1:
            self.multiples.add(i)
        else:
            places[0].horaire.ids.add(i)
        self.oublier_les_masques()

    def oter(self, i):
        places = self.places.pop(i, None)
        if places is None:
            return
        self.multiples.discard(i)
        if len(places) == 1:
            places[0].horaire.ids.discard(i)
        self.oublier_les_masques()

    def oublier_les_masques(self):
        """Reckon every moment again at the next search."""
        self._moments.clear()
        self._connus = self._fuseaux = None
        if len(self._lus) > 2 * len(self.places) + MARGE:
            self._elaguer()

    def _elaguer(self):
        """Forget the hours that nobody keeps any more: each day brings new ones."""
        tenues = {id(places) for places in self.places.values()}
        self._lus = {texte: p for texte, p in self._lus.items() if id(p) in tenues}
        self.horaires = {
            (place.horaire.fuseau, tuple(place.horaire.ouvert), tuple(place.horaire.doute)): (
                place.horaire
            )
            for places in self._lus.values()
            for place in places
            if place.horaire
        }

    @property
    def connus(self):
        """The mask of documents of which some hours are known."""
        if self._connus is None:
            self._connus = masque(list(self.places))
        return self._connus

    def moment(self, valeur, minute):
        """The Moment of a value at a minute."""
        if self._fuseaux is None:
            self._fuseaux = {horaire.fuseau for horaire in self.horaires.values()}
        fenetres = {fuseau: fenetre(valeur, minute, fuseau) for fuseau in self._fuseaux}
        garde = self._moments.get(valeur)
        if garde is None or not _sert_encore(garde, fenetres):
            garde = self._moments[valeur] = self._calculer(fenetres)
        return garde

    def _calculer(self, fenetres):
        """Masks of documents with one schedule, then of the others wherever their places are."""
        ouverts, doutes, prochain = [], [], SANS_FIN
        for horaire in self.horaires.values():
            if not horaire.ids:
                continue
            ouvert, suivant = _croise(horaire.ouvert, *fenetres[horaire.fuseau])
            prochain = min(prochain, suivant)
            if ouvert:
                ouverts.extend(horaire.ids)
            elif horaire.doute:
                doute, suivant = _croise(horaire.doute, *fenetres[horaire.fuseau])
                prochain = min(prochain, suivant)
                if doute:
                    doutes.extend(horaire.ids)
        for i in self.multiples:
            ouvert, doute, suivant = etat_de(self.places[i], fenetres)
            prochain = min(prochain, suivant)
            if ouvert:
                ouverts.append(i)
            elif doute:
                doutes.append(i)
        return Moment(fenetres, prochain, masque(ouverts), masque(doutes))

    def facette(self, instant, perimetre):
        """The facet « quand » at an aware *instant*, where a ``Perimetre`` says to look."""
        return FacetteQuand(self, int(instant.timestamp() // 60), perimetre)


def _croise(bornes, debut, fin):
    """(whether a flat span meets [debut, fin), the next bound after debut)."""
    rang = bisect_right(bornes, debut)
    suivant = bornes[rang] if rang < len(bornes) else SANS_FIN
    return bool(rang & 1) or suivant < fin, suivant


def etat_de(places, fenetres):
    """(open, else in doubt, next bound) of some places of one document."""
    ouvert, doute, prochain = False, False, SANS_FIN
    for place in places:
        if place.horaire is None:
            doute = True
            continue
        bornes = fenetres[place.horaire.fuseau]
        croise, suivant = _croise(place.horaire.ouvert, *bornes)
        ouvert |= croise
        douteux, apres = _croise(place.horaire.doute, *bornes)
        doute |= douteux
        prochain = min(prochain, suivant, apres)
    return ouvert, doute, prochain


def _sert_encore(moment, fenetres):
    """Whether masks reckoned for some windows hold for others: each ends at the same minute and
    starts before anything opened or closed."""
    for fuseau, (debut, fin) in fenetres.items():
        avant = moment.fenetres.get(fuseau)
        if avant is None or (debut != avant[0] and not avant[0] < debut < moment.prochain):
            return False
        # « maintenant » is one minute long and ends with its start.
        if fin != avant[1] and not (fin - debut == avant[1] - avant[0] == 1):
            return False
    return True


class FacetteQuand:
    """« quand » for one search: masks of who is open where it looks. As ``corpus.Facette``."""

    def __init__(self, ouverts, minute, perimetre):
        self.ouverts, self.minute, self.perimetre = ouverts, minute, perimetre
        self._lus = {}

    def union(self, valeurs):
        """The mask of documents open at one of these moments."""
        total = 0
        for valeur in valeurs:
            total |= self._masques(valeur)[0]
        return total

    def comptes(self, bits):
        """``{value: number of documents of the mask}``, without zeros."""
        paires = ((valeur, (self._masques(valeur)[0] & bits).bit_count()) for valeur in QUAND)
        return {valeur: nombre for valeur, nombre in paires if nombre}

    def inconnus(self, bits, valeurs):
        """The mask of those of *bits* of which nothing sure is known for these moments."""
        sans_horaires, doutes = bits & ~self.ouverts.connus, 0
        for valeur in valeurs:
            doutes |= self._masques(valeur)[1]
        return (sans_horaires | doutes & bits) & ~self.union(valeurs)

    def _masques(self, valeur):
        """(open, in doubt); of places apart, those inside the perimeter decide."""
        if valeur not in self._lus:
            moment = self.ouverts.moment(valeur, self.minute)
            ouverts, doutes = moment.ouverts, moment.doutes
            if self.perimetre.restreint and self.ouverts.multiples:
                ouverts, doutes = self._par_place(ouverts, doutes, moment.fenetres)
            self._lus[valeur] = ouverts, doutes
        return self._lus[valeur]

    def _par_place(self, ouverts, doutes, fenetres):
        tous = masque(list(self.ouverts.multiples))
        gagnes, hesitants = [], []
        for i in ids_du(tous & self.perimetre.bits & ~self.perimetre.couverts):
            dedans = [p for p in self.ouverts.places[i] if self.perimetre.contient(p)]
            ouvert, doute, _suivant = etat_de(dedans, fenetres)
            if ouvert:
                gagnes.append(i)
            elif doute or not dedans:
                hesitants.append(i)
        ecartes = tous & ~self.perimetre.couverts
        return ouverts & ~ecartes | masque(gagnes), doutes & ~ecartes | masque(hesitants)
