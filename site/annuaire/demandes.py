"""What a search of the directory asks, once its form has been read: ``preparer(form)``."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language

from annuaire.cartes_facettes import termes
from annuaire.comprehension import REFUS, comprendre
from annuaire.forms import FACETTES, PAR_PAGE, TAXONOMIES
from annuaire.lieux_de_carte import Vers
from annuaire.lieux_de_recherche import ecriture
from search.analyse import sans_controles
from search.ouvertures import FACETTE as QUAND
from search.requetes import Requete
from territoires.lieux import POSITION, cles_d_appartenance, cles_qui_couvrent

# Around a commune distances mean something; around a département's centre they do not.
GENRES_PONCTUELS = {"commune", "code_postal", POSITION}


@dataclass
class Demande:
    """What is asked, once the form has been read.

    ``question``: a Resolution that leaves the place unknown or ambiguous; nothing is then
    searched, since an answer without the place would pass for an answer.
    ``autres``: namesakes of a ``lieu`` taken because it is by far the best known.
    ``dit``: the LieuDit that ``texte`` holds when the place was read there; ``cherche`` are then
    the words left. ``propose``: one that the words may hold. ``lieu_refuse``: none is to be read.
    ``dedans``: no distance is wanted, whatever the sentence says. ``cadre``: what the directory
    that answers publishes at all (see ``Requete``); ``tri_de_la_page``: the order it prefers.
    ``boite``: the part of the map that is searched, (south, west, north, east).
    """

    parametres: dict
    texte: str = ""
    lieu: Any = None
    question: Any = None
    autres: tuple = ()
    rayon: float | None = None
    boite: tuple | None = None
    facettes: dict = field(default_factory=dict)
    tri: str = ""
    page: int = 1
    avertissements: list = field(default_factory=list)
    cherche: str = ""
    dit: Any = None
    propose: Any = None
    lieu_refuse: bool = False
    dedans: bool = False
    cadre: tuple = ()
    tri_de_la_page: str = ""

    @property
    def mots(self):
        """The words to look for: without those that say where."""
        return self.cherche or self.texte

    @property
    def ou(self):
        """What the field « Où ? » holds."""
        return self.parametres.get("ou", "")

    @property
    def situe(self):
        """Whether results have a distance worth saying."""
        return bool(self.lieu and self.lieu.centre) and (
            self.rayon is not None or self.lieu.genre in GENRES_PONCTUELS
        )

    @property
    def vers(self):
        """Which place of an actor answers: see annuaire.lieux_de_carte."""
        dans = self.lieu is not None and self.rayon is None
        return Vers(
            self.lieu.centre if self.situe else None,
            frozenset(self.lieu.cles_territoire) if dans else frozenset(),
            tuple(self.facettes.get(QUAND, ())),
            self.boite,
        )

    @property
    def tri_par_defaut(self):
        """The order when none is asked: nearest first when there is a place and no word, that of
        the page while nothing is asked at all."""
        if self.est_vide and self.tri_de_la_page:
            return self.tri_de_la_page
        return "distance" if self.situe and not self.texte else "pertinence"

    @property
    def tri_effectif(self):
        """The order in force."""
        if self.tri == "distance" and not self.situe:
            return "pertinence"
        return self.tri or self.tri_par_defaut

    @property
    def est_vide(self):
        """Whether nothing narrows the list."""
        return not (self.texte or self.lieu or self.question or self.facettes or self.boite)

    def parametres_sans(self, nom, valeur=None):
        """The query string without a value, or without a whole name; back to page 1."""
        restes = {cle: v for cle, v in self.parametres.items() if cle != "page"}
        if valeur is not None and isinstance(restes.get(nom), list):
            restes[nom] = [autre for autre in restes[nom] if autre != valeur]
        else:
            restes.pop(nom, None)
        if nom == "ou":
            restes.pop("rayon", None)
            restes.pop("lieu", None)
            if self.dit:
                restes["lieu_dit"] = REFUS
        return restes

    def requete(self, *, locale, par_page=PAR_PAGE, facettes_voulues=FACETTES, fuite=True):
        """The Requete of the engine. Raises ValueError with a sentence when it makes no sense."""
        filtres, centre, zones = {}, None, frozenset()
        if self.lieu is not None:
            zones = cles_qui_couvrent(self.lieu)
            if self.situe:
                centre = self.lieu.centre
            if self.rayon is None or self.lieu.centre is None:
                filtres["territoire"] = frozenset(self.lieu.cles_territoire)
        return Requete(
            texte=self.mots,
            locale=locale,
            facettes={nom: frozenset(self._cles(nom)) for nom in self.facettes},
            filtres=filtres,
            cadre=self.cadre,
            centre=centre,
            rayon_km=self.rayon if centre else None,
            boite=self.boite,
            zones=zones,
            tri=self.tri_effectif,
            page=self.page,
            par_page=par_page,
            facettes_voulues=facettes_voulues,
            fuite=fuite,
        )

    def _cles(self, nom):
        """Facet keys of what is selected; under a selected branch, its selected leaves decide."""
        valeurs = self.facettes[nom]
        if nom not in TAXONOMIES:
            return valeurs
        choisis = [termes().par_slug[nom, slug] for slug in valeurs]
        au_dessus = {id(ascendant) for terme in choisis for ascendant in terme.ascendants}
        return [terme.cle for terme in choisis if id(terme) not in au_dessus]


def preparer(form, page=None, nom_moteur=None):
    """Read a valid RechercheForm, or one whose place alone is wrong, in the language in force.

    *page*: the AnnuairePage that answers; without one, every actor is searched.
    """
    demande = _lire(form, page)
    comprise = demande if form.errors else comprendre(demande, get_language(), nom_moteur)
    return comprise if comprise.lieu or comprise.question else replace(comprise, rayon=None)


def _lire(form, page):
    """What the form says, word for word."""
    donnees = form.cleaned_data
    resolution, choisi = donnees.get("ou"), donnees.get("lieu")
    lieu = choisi or (resolution.lieu if resolution else None)
    question = None
    if "ou" in form.errors:
        question = form.fields["ou"].resolution
    elif lieu is None and resolution is not None:
        question = resolution
    return Demande(
        parametres=_parametres(form, donnees, lieu),
        texte=donnees.get("q") or "",
        lieu=lieu,
        question=question,
        autres=() if choisi or resolution is None else _homonymes(resolution),
        rayon=donnees.get("rayon") or None,
        boite=donnees.get("boite"),
        facettes=donnees["facettes"],
        tri=donnees.get("tri") or "",
        page=donnees.get("page") or 1,
        avertissements=form.avertissements,
        lieu_refuse=bool(donnees.get("lieu_dit")),
        dedans=donnees.get("rayon") == 0,
        cadre=page.cadre if page else (),
        tri_de_la_page=page.tri if page else "",
    )


def _parametres(form, donnees, lieu):
    """The shareable query string of a form, as a dict without empty values."""
    rayon = donnees.get("rayon")
    parametres = {
        "q": donnees.get("q") or "",
        "lieu_dit": donnees.get("lieu_dit") or "",
        "ou": ecriture(lieu) if lieu else sans_controles(form.data.get("ou", "")),
        "lieu": lieu.valeur if lieu and lieu.genre == POSITION else "",
        "rayon": "" if rayon is None else f"{rayon:g}",
        "boite": ",".join(f"{degres:.7g}" for degres in donnees.get("boite") or ()),
        **donnees["facettes"],
        "tri": donnees.get("tri") or "",
        "page": donnees.get("page") or "",
    }
    return {nom: valeur for nom, valeur in parametres.items() if valeur}


def _homonymes(resolution):
    """The other places of that name, but those that hold the one taken (Paris is in Paris)."""
    lieu = resolution.lieu
    tenants = set(cles_d_appartenance(lieu.code)) if lieu and lieu.genre == "commune" else ()
    return tuple(
        autre for autre in resolution.autres if not set(autre.cles_territoire).issubset(tenants)
    )
