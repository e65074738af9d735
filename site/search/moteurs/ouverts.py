"""Who is open: the facet « quand », whose values hold for a minute.

Places that keep the same hours share one ``Horaire``, and the masks of who is open are kept: at
100,000 documents a search reads them in microseconds. As time goes by, only what opens or closes
is looked at again; so is a document that changed.

A document with several places that keep different hours is looked at place by place: the one
that is open must be the one that lies where somebody searches.
"""

import json
from array import array
from dataclasses import dataclass, field

from ..ouvertures import QUAND, SANS_FIN, fenetre, rencontre
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
    """The masks of one value of the facet for some windows, {zone: (start, end)}.

    ``echeances``: {minute: what may change then: Horaire, or ids that are looked at one by one};
    ``prochain``: the first of these minutes; ``touches``: ids that changed since.
    """

    fenetres: dict
    ouverts: int = 0
    doutes: int = 0
    echeances: dict = field(default_factory=dict)
    prochain: int = SANS_FIN
    touches: set = field(default_factory=set)

    def attendre(self, minute, quoi):
        """Have *quoi* looked at again at that minute."""
        if minute < SANS_FIN:
            self.echeances.setdefault(minute, set()).add(quoi)
        self.prochain = min(self.prochain, minute)

    def echus(self):
        """What may have changed since the windows were others; it is no longer waited for.

        A window that moved on starts now; those of other zones start now too, or later.
        """
        limite = min((debut for debut, _fin in self.fenetres.values()), default=0)
        if self.prochain > limite:
            return []
        minutes = [minute for minute in self.echeances if minute <= limite]
        echus = [quoi for minute in minutes for quoi in self.echeances.pop(minute)]
        self.prochain = min(self.echeances, default=SANS_FIN)
        return echus


class Ouverts:
    """The hours of every document of a corpus."""

    def __init__(self):
        self.horaires = {}
        self.places = {}  # id → (Place, …)
        self.multiples = set()  # ids whose places do not keep the same hours
        self._lus = {}  # JSON text → (Place, …)
        self._moments = {}
        self._connus = None
        self._fuseaux = set()

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
            self._fuseaux.add(horaire.fuseau)
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
        if self._connus is not None:
            self._connus |= 1 << i
        self._toucher(i)

    def oter(self, i):
        places = self.places.pop(i, None)
        if places is None:
            return
        self.multiples.discard(i)
        if len(places) == 1:
            places[0].horaire.ids.discard(i)
        if self._connus is not None:
            self._connus &= ~(1 << i)
        self._toucher(i)

    def _toucher(self, i):
        for moment in self._moments.values():
            moment.touches.add(i)
        if len(self._lus) > 2 * len(self.places) + MARGE:
            self._elaguer()

    def oublier_les_masques(self):
        """Reckon every moment anew at the next search, as the first one of a process does."""
        self._moments.clear()

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
        fenetres = {fuseau: fenetre(valeur, minute, fuseau) for fuseau in self._fuseaux}
        moment = self._moments.get(valeur)
        if moment is None or not _se_poursuit(moment.fenetres, fenetres):
            moment = self._moments[valeur] = Moment(fenetres)
            self._regarder(moment, self.horaires.values(), self.multiples)
            return moment
        moment.fenetres = fenetres
        echus = moment.echus()
        if echus or moment.touches:
            horaires = [quoi for quoi in echus if isinstance(quoi, Horaire)]
            ids = moment.touches.union(quoi for quoi in echus if not isinstance(quoi, Horaire))
            moment.touches = set()
            self._regarder(moment, horaires, ids)
        return moment

    def _regarder(self, moment, horaires, ids):
        """Put the documents of some Horaires, and some documents, where they are in the masks."""
        vus, ouverts, doutes = [], [], []

        def ranger(siens, etat, quoi):
            ouvert, doute, prochain = etat
            vus.extend(siens)
            if ouvert:
                ouverts.extend(siens)
            elif doute:
                doutes.extend(siens)
            moment.attendre(prochain, quoi)

        for horaire in horaires:
            if horaire.ids:
                ranger(horaire.ids, _etat(horaire, moment.fenetres[horaire.fuseau]), horaire)
        for i in ids:
            places = self.places.get(i, ())
            # What waits for the hours of one place waits for all who keep them.
            quoi = places[0].horaire if len(places) == 1 else i
            ranger([i], etat_de(places, moment.fenetres), quoi)
        autres = ~masque(vus)
        moment.ouverts = moment.ouverts & autres | masque(ouverts)
        moment.doutes = moment.doutes & autres | masque(doutes)

    def facette(self, instant, perimetre):
        """The facet « quand » at an aware *instant*, where a ``Perimetre`` says to look."""
        return FacetteQuand(self, int(instant.timestamp() // 60), perimetre)


def _etat(horaire, bornes):
    """(open, else in doubt, next bound) of those who keep these hours."""
    ouvert, prochain = rencontre(horaire.ouvert, *bornes)
    doute = False
    if not ouvert and horaire.doute:
        doute, suivant = rencontre(horaire.doute, *bornes)
        prochain = min(prochain, suivant)
    return ouvert, doute, prochain


def etat_de(places, fenetres):
    """(open, else in doubt, next bound) of some places of one document."""
    ouvert, doute, prochain = False, False, SANS_FIN
    for place in places:
        if place.horaire is None:
            doute = True
            continue
        bornes = fenetres[place.horaire.fuseau]
        croise, suivant = rencontre(place.horaire.ouvert, *bornes)
        ouvert |= croise
        douteux, apres = rencontre(place.horaire.doute, *bornes)
        doute |= douteux
        prochain = min(prochain, suivant, apres)
    return ouvert, doute, prochain


def _se_poursuit(avant, fenetres):
    """Whether windows are others further on: each ends where it did and starts no earlier."""
    for fuseau, (debut, fin) in fenetres.items():
        if fuseau not in avant:
            return False
        ancien_debut, ancienne_fin = avant[fuseau]
        # « maintenant » is one minute long and ends with its start.
        minute = fin - debut == ancienne_fin - ancien_debut == 1
        if debut < ancien_debut or not (fin == ancienne_fin or minute):
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
