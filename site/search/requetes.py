"""What is asked of an engine and what it answers: the same for every engine."""

import math
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.translation import gettext as _

from .analyse import nettoyer
from .ouvertures import FACETTE, QUAND

TRIS = ("pertinence", "distance", "nom", "recent")
LONGUEUR_MAX = 200
MOTS_MAX = 20
PAR_PAGE_MAX = 100
# Deeper than this nobody reads: a site with more results offers filters.
PROFONDEUR_MAX = 10_000
RAYON_MAX_KM = 1_000
# Tiles of a map: web mercator, 2**zoom of them a side.
ZOOM_MAX = 24
POINTS_MAX = 500
RIEN = MappingProxyType({})


@dataclass(frozen=True)
class Requete:
    """One search.

    texte: what was typed; anything is safe, cut to 200 characters and 20 words.
    types, locale: which documents are read (see ``Document``).
    facettes: what the person selected, OR inside a facet, AND between facets; a facet's own
    selection does not restrict its own counts. filtres: fixed restrictions (a territory, a
    preset page), OR inside, AND between; they restrict everything.
    cadre: what is searched at all: each of its dicts lets through what has one of its values,
    whatever the facet; all of them must. (A directory of one territory, of some domains.)
    centre: (latitude, longitude) in degrees; rayon_km: great-circle radius around it.
    boite: (south, west, north, east) in degrees, edges included: what has a position inside,
    whoever comes to the place asked for included; « quand » then looks at the places inside.
    zones: keys of the areas that cover the place asked for (« c:44109 », « d:44 », « fr »): what
    comes to that place is found too, wherever it stands; an area said in kilometres covers the
    centre. The facet « quand » takes the values of ``search.ouvertures.QUAND``.
    tri: one of ``TRIS``; « distance » needs a centre. page counts from 1.
    facettes_voulues: the facets to count. fuite: False refuses typing corrections and the
    « approche » suggestions.

    Raises ValueError with a sentence for people when a value makes no sense.
    """

    texte: str = ""
    types: tuple[str, ...] = ("acteur",)
    locale: str = "fr"
    facettes: dict[str, frozenset[str]] = field(default_factory=lambda: RIEN)
    filtres: dict[str, frozenset[str]] = field(default_factory=lambda: RIEN)
    cadre: tuple[dict[str, frozenset[str]], ...] = ()
    centre: tuple[float, float] | None = None
    rayon_km: float | None = None
    boite: tuple[float, float, float, float] | None = None
    zones: frozenset[str] = frozenset()
    tri: str = "pertinence"
    page: int = 1
    par_page: int = 20
    facettes_voulues: tuple[str, ...] = ()
    fuite: bool = True

    def __post_init__(self):
        poser = object.__setattr__
        poser(
            self, "texte", " ".join(nettoyer(self.texte[: 4 * LONGUEUR_MAX]).split())[:LONGUEUR_MAX]
        )
        poser(self, "types", tuple(self.types))
        poser(self, "facettes", _choix(self.facettes))
        poser(self, "filtres", _choix(self.filtres, garder_vides=True))
        poser(self, "cadre", tuple(_choix(un, garder_vides=True) for un in self.cadre))
        poser(self, "facettes_voulues", tuple(self.facettes_voulues))
        poser(self, "zones", frozenset(self.zones))
        if not self.facettes.get(FACETTE, frozenset()) <= set(QUAND):
            raise ValueError(_("Ce moment n’existe pas."))
        self._verifier_le_lieu()
        if self.tri not in TRIS:
            raise ValueError(_("Ce tri n’existe pas."))
        if self.page < 1 or self.par_page < 1 or self.par_page > PAR_PAGE_MAX:
            raise ValueError(_("Cette page n’existe pas."))

    def _verifier_le_lieu(self):
        if self.centre is not None:
            latitude, longitude = self.centre
            if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
                raise ValueError(_("Cette position n’est pas sur la Terre."))
        elif self.rayon_km is not None or self.tri == "distance":
            raise ValueError(_("Une distance se compte à partir d’un lieu\u202f: dites lequel."))
        if self.rayon_km is not None and not (
            math.isfinite(self.rayon_km) and 0 < self.rayon_km <= RAYON_MAX_KM
        ):
            raise ValueError(
                _("Le rayon doit être un nombre de kilomètres entre 0 et %(maximum)d.")
                % {"maximum": RAYON_MAX_KM}
            )

        if self.boite is not None:
            sud, ouest, nord, est = self.boite
            if not (-90 <= sud <= nord <= 90 and -180 <= ouest <= est <= 180):
                raise ValueError(_("Cette partie de la carte n’existe pas."))

    @property
    def debut(self):
        """Index of the first result of the page, from 0."""
        return (self.page - 1) * self.par_page


@dataclass(frozen=True)
class Resultat:
    """One result; ``distance_km`` to the nearest of its positions when there is a centre.

    intervient: its area of intervention covers the place asked for.
    trouve_dans: names of the text fields that explain the match, most telling first.
    extrait: [(text, is_match), …] from the live text, or None when nothing explains.
    """

    document_id: int
    type: str
    objet_id: int
    titre: str
    score: float
    distance_km: float | None = None
    intervient: bool = False
    trouve_dans: tuple[str, ...] = ()
    extrait: tuple[tuple[str, bool], ...] | None = None


@dataclass(frozen=True)
class Reponse:
    """The answer: ``total`` matches, the page's results, counts by facet and value.

    approche: nothing matches every word; ``resultats`` are then only suggestions and
    ``total`` is 0. correction: what the person probably meant, when a word was corrected.
    compris: [(words, facet, value)] of the meanings (search.notions) that also answered.
    inconnus: how many more there would be of those whose hours at the moment asked for are not
    known (0 when no moment is asked). ms: milliseconds spent in the engine. secours: the search
    server did not answer, the embedded engine did.
    """

    total: int
    resultats: tuple[Resultat, ...]
    facettes: dict[str, dict[str, int]]
    approche: bool = False
    correction: str | None = None
    compris: tuple[tuple[str, str, str], ...] = ()
    inconnus: int = 0
    ms: float = 0.0
    secours: bool = False


@dataclass(frozen=True)
class Carte:
    """Where the results of a ``Requete`` lie, for a map.

    total: number of positions, inside ``boite`` when there is one; a document may have several.
    points: [(document_id, type, objet_id, latitude, longitude)], one a position, when there are
    few enough, in no order. carreaux: otherwise, [(z, x, y, number, latitude, longitude)], the
    web mercator tiles that hold some, with the mean of the positions that each holds; numbers add
    up to the total. Positions beyond ±85.0511° lie in the outermost tiles. ms as in ``Reponse``.
    """

    total: int
    points: tuple[tuple[int, str, int, float, float], ...] = ()
    carreaux: tuple[tuple[int, int, int, int, float, float], ...] = ()
    ms: float = 0.0


def _choix(choix, garder_vides=False):
    """Frozen selections; an empty one restricts nothing, an empty *filter* lets nothing through."""
    return MappingProxyType(
        {
            nom: frozenset(map(str, valeurs))
            for nom, valeurs in choix.items()
            if valeurs or garder_vides
        }
    )
