"""The territories in memory: one index per process, built from the database at first need.

About 35,000 communes with their names in every useful form; docs/territoires.md gives its size.
A place's number is its rank (0 = the most populated), so that the smallest numbers are the answer.
"""

import threading
import time
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from territoires.models import (
    AncienCode,
    AncienneCommune,
    Chargement,
    Commune,
    Departement,
    Epci,
    Region,
)
from territoires.orthographe import (
    arrondissement,
    formes_serrees,
    genre_annonce,
    plier,
    sans_liaison,
)

# A process that did not load the territories itself asks the database this often (seconds).
VERIFIER_TOUTES_LES = 30
# A département is searched less often than its size says: its rank among suggestions is lowered.
POIDS = {"commune": 1.0, "epci": 0.2, "departement": 0.3, "region": 0.1, "ancienne": 0.0}
# Names of former régions are left out: « Alsace » is not the whole of Grand Est.
ALIAS = {
    "departement": {"974": ["ile de la reunion"]},
    "epci": {
        "200046977": ["grand lyon"],
        "200093201": ["mel", "lille metropole"],
        "200054807": ["aix marseille metropole"],
        "200054781": ["grand paris"],
    },
    "region": {
        "11": ["idf"],
        "24": ["cvl"],
        "27": ["bfc"],
        "32": ["hdf"],
        "52": ["pays de loire"],
        "84": ["aura"],
        "93": ["paca", "region sud"],
    },
}


class Fiche(NamedTuple):
    """One place.

    `parent` is the code of what holds it: the commune of an arrondissement, the present commune of
    a former one, the région of a département, else "".
    """

    genre: str  # commune, ancienne, epci, departement or region
    code: str
    nom: str
    population: int = 0
    departement: str = ""
    epci: str = ""
    parent: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Index:
    """Places by rank, name, code and postcode. Read only once built."""

    def __init__(self, fiches, liens, anciens_codes, version):
        """*liens*: pairs (INSEE code, postcode); *anciens_codes*: {former: present}."""
        self.version = version
        self.fiches = sorted(fiches, key=_rang)
        self.par_genre = {genre: {} for genre in POIDS}
        self.arrondissements = defaultdict(list)
        self.anciennes_de = defaultdict(list)
        self.grille = None  # made by proximite at first need
        self.noms_du_code_postal = {}  # filled by adresses as postcodes are met
        self.noms = {}
        debuts, suites = [], []
        for rang, fiche in enumerate(self.fiches):
            self.par_genre[fiche.genre][fiche.code] = rang
            if fiche.genre == "commune" and fiche.parent:
                self.arrondissements[fiche.parent].append(fiche.code)
            elif fiche.genre == "ancienne":
                self.anciennes_de[fiche.parent].append(rang)
            for cle in _cles(fiche):
                self.noms[cle] = (*self.noms.get(cle, ()), rang)
            cle = plier(fiche.nom)
            debuts.append((cle, rang))
            suites += [(cle[i + 1 :], rang) for i, c in enumerate(cle) if c == " "]
        # Two parallel lists weigh half of a list of pairs.
        self.debuts, self.rangs_debuts = _paralleles(debuts)
        self.suites, self.rangs_suites = _paralleles(suites)
        self.anciens_codes = anciens_codes
        self.codes_postaux = self._codes_postaux(liens)

    def _codes_postaux(self, liens):
        """{postcode: ranks}; a parent commune gives way to its arrondissements."""
        communes = self.par_genre["commune"]
        par_code = defaultdict(list)
        for insee, code in liens:
            par_code[code].append(communes[insee])
        for code, rangs in par_code.items():
            parentes = {self.fiches[rang].parent for rang in rangs}
            par_code[code] = tuple(sorted(r for r in rangs if self.fiches[r].code not in parentes))
        return dict(sorted(par_code.items()))

    @cached_property
    def liste_codes_postaux(self):
        """Postcodes in order, for a search by prefix."""
        return list(self.codes_postaux)

    @cached_property
    def serres(self):
        """{name without articles and spaces: ranks}, made when a first name is not found."""
        serres = {}
        for cle, rangs in self.noms.items():
            for forme in {*formes_serrees(cle)}:
                deja = serres.get(forme)
                serres[forme] = tuple(sorted({*deja, *rangs})) if deja else rangs
        return serres

    def serre(self, cle):
        """Ranks of the places whose name is *cle* but for spaces and articles."""
        for forme in formes_serrees(cle):
            if len(forme) > 2 and (rangs := self.serres.get(forme)):
                return rangs
        return ()

    @cached_property
    def cles(self):
        """Every name key, for the tolerance to typos."""
        return list(self.noms)

    def epci_commencant(self, prefixe):
        """Ranks of the EPCI one of whose names starts with *prefixe*."""
        return sorted(
            {
                rang
                for cle, rang in self.noms_d_epci
                if cle.startswith(prefixe) and (cle + " ")[len(prefixe)] == " "
            }
        )

    @cached_property
    def noms_d_epci(self):
        """(name, rank) of every EPCI under each of its names."""
        return [
            (cle, rang)
            for rang in self.par_genre["epci"].values()
            for cle in _cles(self.fiches[rang])
        ]

    def fiche(self, genre, code):
        """Return the `Fiche`, or None."""
        rang = self.par_genre[genre].get(code)
        return None if rang is None else self.fiches[rang]

    def commune(self, code):
        """Return the `Fiche` of the commune that *code* (present or former) leads to, or None."""
        trouvee = self.fiche("commune", code) or self.fiche(
            "commune", self.anciens_codes.get(code, "")
        )
        if trouvee is None and (ancienne := self.fiche("ancienne", code)):
            trouvee = self.fiche("commune", ancienne.parent)
        return trouvee

    def region_du(self, departement):
        """INSEE code of the région of a département's number."""
        fiche = self.fiche("departement", departement)
        return fiche.parent if fiche else ""

    def commencant(self, prefixe, limite, *, mots=False):
        """Return at most *limite* ranks of names that start with *prefixe*.

        With *mots*, it is another word than the first that starts with it.
        """
        noms, rangs = (self.suites, self.rangs_suites) if mots else (self.debuts, self.rangs_debuts)
        debut, fin = bisect_left(noms, prefixe), bisect_left(noms, prefixe + "\uffff")
        return sorted(set(rangs[debut:fin]))[:limite]


def _rang(fiche):
    return (-fiche.population * POIDS[fiche.genre], -fiche.population, fiche.nom, fiche.code)


def _paralleles(paires):
    paires.sort()
    return [nom for nom, _ in paires], [rang for _, rang in paires]


def _cles(fiche):
    """Every folded name a place answers to, without repeats."""
    cle = plier(fiche.nom)
    cles = {cle: None}
    if fiche.genre == "commune" and fiche.parent:
        cles[arrondissement(cle)] = None
    elif fiche.genre == "epci":
        cles |= dict.fromkeys(_noms_d_epci(fiche.nom))
    elif fiche.genre in ("departement", "region"):
        cles[sans_liaison(cle)] = None
    cles |= dict.fromkeys(ALIAS.get(fiche.genre, {}).get(fiche.code, ()))
    return [c for c in cles if c]


def _noms_d_epci(nom):
    """« CC du Pays de Retz (CCPR) » answers to « pays de retz » and « ccpr » too."""
    dehors, _, dedans = nom.partition("(")
    yield from (plier(dehors), plier(dedans))
    for partie in {dehors, *dehors.split(" - ")}:
        genre, reste = genre_annonce(plier(partie))
        # « CA Paris - Vallée de la Marne » does not answer to « Paris ».
        if genre and (partie == dehors or " " in reste):
            yield from (reste, f"{plier(partie).split()[0]} {reste}")
        elif partie == dehors:
            yield sans_liaison(reste)
    if dehors.startswith("Métropole "):
        reste = sans_liaison(plier(dehors).removeprefix("metropole "))
        yield from (reste, f"metropole {reste}", f"{reste} metropole")


_verrou = threading.Lock()
_courant: Index | None = None
_verifie = 0.0


def index() -> Index:
    """Return the index of this process, built again when the territories were loaded anew."""
    global _courant, _verifie
    courant, maintenant = _courant, time.monotonic()
    if courant is not None:
        if maintenant - _verifie < VERIFIER_TOUTES_LES:
            return courant
        _verifie = maintenant
        if _version() == courant.version:
            return courant
    with _verrou:
        if _courant is None or _courant is courant:
            _courant, _verifie = construire(), maintenant
        return _courant


def oublier(**_):
    """Drop the index of this process; the next need builds it. Also a signal receiver."""
    global _courant
    _courant = None


def _version():
    return Chargement.objects.values_list("version", flat=True).first()


def construire() -> Index:
    """Read the database (eight queries) and return a fresh `Index`."""
    version = _version()
    communes = list(
        Commune.objects.order_by().values_list(
            "code_insee",
            "nom",
            "population",
            "departement_id",
            "epci_id",
            "commune_parente_id",
            "latitude",
            "longitude",
        )
    )
    fiches = [
        Fiche("commune", code, nom, pop or 0, dep, epci or "", parente or "", lat, lon)
        for code, nom, pop, dep, epci, parente, lat, lon in communes
    ]
    departements = {c: d for c, _, _, d, *_ in communes}
    fiches += [
        Fiche("ancienne", code, nom, 0, departements[commune], "", commune)
        for code, nom, commune in AncienneCommune.objects.order_by().values_list(
            "code", "nom", "commune_id"
        )
    ]
    fiches += _fiches_larges(communes)
    liens = Commune.codes_postaux.through.objects.values_list("commune_id", "codepostal_id")
    return Index(fiches, liens, dict(AncienCode.objects.values_list("code", "commune_id")), version)


def _fiches_larges(communes):
    """Yield EPCI, départements and régions at the mean position of their inhabitants."""
    regions_des = dict(Departement.objects.values_list("code", "region_id"))
    par = {
        "epci": defaultdict(_Somme),
        "departement": defaultdict(_Somme),
        "region": defaultdict(_Somme),
    }
    for _, _, population, departement, epci, parente, latitude, longitude in communes:
        if parente:
            continue
        for genre, code in (
            ("epci", epci),
            ("departement", departement),
            ("region", regions_des[departement]),
        ):
            par[genre][code].ajouter(population or 0, departement, latitude, longitude)
    for genre, modele in (("epci", Epci), ("departement", Departement), ("region", Region)):
        for code, nom in modele.objects.order_by().values_list("pk", "nom"):
            somme = par[genre][code]
            yield Fiche(
                genre,
                code,
                nom,
                somme.population,
                code if genre == "departement" else somme.departement(),
                "",
                regions_des[code] if genre == "departement" else "",
                *somme.centre(),
            )


class _Somme:
    """Adds up communes: population, mean position weighted by it, main département."""

    def __init__(self):
        self.population, self.poids, self.latitude, self.longitude = 0, 0, 0.0, 0.0
        self.departements = defaultdict(int)

    def ajouter(self, population, departement, latitude, longitude):
        self.population += population
        self.departements[departement] += population
        if latitude is not None:
            poids = population + 1
            self.poids += poids
            self.latitude += latitude * poids
            self.longitude += longitude * poids

    def centre(self):
        if not self.poids:
            return None, None
        return round(self.latitude / self.poids, 5), round(self.longitude / self.poids, 5)

    def departement(self):
        return max(self.departements, key=self.departements.get, default="")
