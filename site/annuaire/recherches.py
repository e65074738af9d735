"""One search of the directory, from its form to what the page, and the command, show of it.

``preparer(form)`` says what is asked; ``chercher(…)`` asks the engine and gives a ``Recherche``.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from annuaire.cartes import FAMILLES
from annuaire.cartes_facettes import termes
from annuaire.forms import FACETTES, MODALITES, PAGES_MAX, PAR_PAGE, RAYONS, TAXONOMIES, TRIS
from annuaire.lieux_de_carte import Vers
from annuaire.lieux_de_recherche import distinction, ecriture
from search.analyse import sans_controles
from search.moteurs import moteur
from search.ouvertures import FACETTE as QUAND
from search.ouvertures import QUAND as MOMENTS
from search.ouvertures import fenetre, minute
from search.requetes import Requete
from socle.pagination import Pages
from socle.typographie import nombre
from territoires.lieux import POSITION, cles_d_appartenance, cles_qui_couvrent

TITRES = {
    QUAND: gettext_lazy("Ouvert"),
    "domaine": gettext_lazy("Domaine"),
    "geste": gettext_lazy("Ce que vous voulez faire"),
    "public": gettext_lazy("Public accueilli"),
    "label": gettext_lazy("Label ou agrément vérifié"),
    "famille": gettext_lazy("Famille"),
    "fauteuil": gettext_lazy("Accessibilité"),
    # With a context: « Comment » is also a word of Wagtail, which makes it « Commenter ».
    "modalite": pgettext_lazy("de quelle façon", "Comment"),
}
OUVERTES = {"domaine", "geste"}
# Around a commune distances mean something; around a département's centre they do not.
GENRES_PONCTUELS = {"commune", "code_postal", POSITION}
AUTRES_LIEUX_MAX = 4
ORDRE = ("q", "ou", "lieu", "rayon", *FACETTES, "tri", "page")


@dataclass(frozen=True, slots=True)
class Valeur:
    """One value of a facet. ``valeur`` is what the address says, ``niveau`` its depth from 0."""

    valeur: str
    libelle: str
    compte: int
    cochee: bool
    id: str
    niveau: int = 0


@dataclass(frozen=True, slots=True)
class Facette:
    """A facet of the drawer, with the values that some result has or that are selected."""

    nom: str
    titre: str
    valeurs: tuple
    ouverte: bool


@dataclass(frozen=True, slots=True)
class Puce:
    """A filter in force, and the address without it."""

    libelle: str
    adresse: str
    id: str


@dataclass
class Demande:
    """What is asked, once the form has been read.

    ``question``: a Resolution that leaves the place unknown or ambiguous; nothing is then
    searched, since an answer without the place would pass for an answer.
    ``autres``: namesakes of a ``lieu`` taken because it is by far the best known.
    """

    parametres: dict
    texte: str = ""
    lieu: Any = None
    question: Any = None
    autres: tuple = ()
    rayon: float | None = None
    facettes: dict = field(default_factory=dict)
    tri: str = ""
    page: int = 1
    avertissements: list = field(default_factory=list)

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
        )

    @property
    def tri_par_defaut(self):
        """The order when none is asked: nearest first when there is a place and no word."""
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
        return not (self.texte or self.lieu or self.question or self.facettes)

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
            texte=self.texte,
            locale=locale,
            facettes={nom: frozenset(self._cles(nom)) for nom in self.facettes},
            filtres=filtres,
            centre=centre,
            rayon_km=self.rayon if centre else None,
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


def preparer(form):
    """Read a valid RechercheForm, or one whose place alone is wrong."""
    donnees = form.cleaned_data
    resolution = donnees.get("ou")
    choisi = donnees.get("lieu")
    lieu = choisi or (resolution.lieu if resolution else None)
    question = None
    if "ou" in form.errors:
        question = form.fields["ou"].resolution
    elif lieu is None and resolution is not None:
        question = resolution
    parametres = {
        "q": donnees.get("q") or "",
        "ou": ecriture(lieu) if lieu else sans_controles(form.data.get("ou", "")),
        "lieu": lieu.valeur if lieu and lieu.genre == POSITION else "",
        "rayon": f"{donnees['rayon']:g}" if donnees.get("rayon") else "",
        **donnees["facettes"],
        "tri": donnees.get("tri") or "",
        "page": donnees.get("page") or "",
    }
    return Demande(
        parametres={nom: valeur for nom, valeur in parametres.items() if valeur},
        texte=donnees.get("q") or "",
        lieu=lieu,
        question=question,
        autres=() if choisi or resolution is None else _homonymes(resolution),
        rayon=donnees.get("rayon"),
        facettes=donnees["facettes"],
        tri=donnees.get("tri") or "",
        page=donnees.get("page") or 1,
        avertissements=form.avertissements,
    )


def _homonymes(resolution):
    """The other places of that name, but those that hold the one taken (Paris is in Paris)."""
    lieu = resolution.lieu
    tenants = set(cles_d_appartenance(lieu.code)) if lieu and lieu.genre == "commune" else ()
    return tuple(
        autre for autre in resolution.autres if not set(autre.cles_territoire).issubset(tenants)
    )


def adresse(base, parametres):
    """*base* with this query string, in one order and without empty values."""
    choisis = [(nom, parametres[nom]) for nom in ORDRE if parametres.get(nom)]
    return f"{base}?{urlencode(choisis, doseq=True)}" if choisis else base


def interroger(demande, *, locale, nom_moteur=None, **options):
    """Ask the engine. Returns its Reponse."""
    return moteur(nom_moteur).chercher(demande.requete(locale=locale, **options))


class Recherche:
    """What the list shows of a Demande and of its Reponse (None while the place is in question)."""

    def __init__(self, demande, reponse, base):
        self.demande, self.reponse, self.base = demande, reponse, base

    @property
    def total(self):
        """Number of exact results."""
        return self.reponse.total if self.reponse else 0

    @property
    def approche(self):
        """Whether what is listed only looks like what was asked."""
        return bool(self.reponse and self.reponse.approche)

    @property
    def adresse(self):
        """The shareable address of this search."""
        return adresse(self.base, self.demande.parametres)

    @property
    def trop_loin(self):
        """Whether the page asked for lies after the last one."""
        return self.demande.page > 1 and self.demande.page > self.derniere_page

    @property
    def derniere_page(self):
        return min(max(1, -(-self.total // PAR_PAGE)), PAGES_MAX)

    @cached_property
    def pages(self):
        """socle.pagination.Pages."""
        parametres = self.demande.parametres
        return Pages(
            min(self.demande.page, self.derniere_page),
            self.derniere_page,
            lambda numero: adresse(self.base, {**parametres, "page": numero if numero > 1 else ""}),
        )

    @cached_property
    def resume(self):
        """(« 35 acteurs », « pour « épicerie » à moins de 10 km de Nantes »)."""
        if self.demande.question is not None:
            return (_("Quel lieu ?"), "")
        if not self.total:
            compte = _("Aucun acteur trouvé")
        else:
            compte = ngettext("%(nombre)s acteur", "%(nombre)s acteurs", self.total) % {
                "nombre": nombre(self.total)
            }
        return (compte, " ".join(filter(None, (self._pour_quoi(), self.ou_en_mots()))))

    def _pour_quoi(self):
        texte = self.demande.texte
        return _("pour « %(texte)s »") % {"texte": texte} if texte else ""

    def ou_en_mots(self):
        """« à moins de 10 km de Nantes (44) », « à Nantes », « Loire-Atlantique »."""
        lieu = self.demande.lieu
        if lieu is None:
            return ""
        if lieu.genre == POSITION:
            autour = _("à moins de %(km)s km de vous") % {"km": _km(self.demande.rayon)}
            return f"{autour} ({lieu.detail})" if lieu.detail else autour
        if self.demande.rayon:
            return _("à moins de %(km)s km de %(lieu)s") % {
                "km": _km(self.demande.rayon),
                "lieu": lieu.libelle,
            }
        if lieu.genre == "commune":
            return _("à %(lieu)s") % {"lieu": lieu.libelle}
        return _("dans : %(lieu)s") % {"lieu": lieu.libelle}

    @cached_property
    def autres_lieux(self):
        """(words, address) of the namesakes of a place that was taken without asking."""
        restes = {nom: v for nom, v in self.demande.parametres.items() if nom != "page"}
        return [
            (distinction(lieu), adresse(self.base, {**restes, "ou": ecriture(lieu)}))
            for lieu in self.demande.autres[:AUTRES_LIEUX_MAX]
        ]

    @cached_property
    def facettes(self):
        """The facets that have something to offer, but the moments, which stand apart."""
        construites = (self._facette(nom) for nom in FACETTES if nom != QUAND)
        return [facette for facette in construites if facette.valeurs]

    @cached_property
    def moments(self):
        """The four moments with how many are open then; [] when no hours are known at all."""
        comptes = (self.reponse.facettes if self.reponse else {}).get(QUAND, {})
        choisis = self.demande.facettes.get(QUAND, ())
        if not comptes and not choisis:
            return []
        return [
            Valeur(valeur, court, comptes.get(valeur, 0), valeur in choisis, f"f-quand-{valeur}")
            for valeur, court, _libelle in _moments()
        ]

    @cached_property
    def inconnus(self):
        """(« 30 autres acteurs… », the address without the moment), or None."""
        autres = self.reponse.inconnus if self.reponse else 0
        if not autres:
            return None
        phrase = ngettext(
            "%(nombre)s autre acteur n’a pas d’horaires connus pour ce moment.",
            "%(nombre)s autres acteurs n’ont pas d’horaires connus pour ce moment.",
            autres,
        )
        return (
            phrase % {"nombre": nombre(autres)},
            adresse(self.base, self.demande.parametres_sans(QUAND)),
        )

    def _facette(self, nom):
        comptes = (self.reponse.facettes if self.reponse else {}).get(nom, {})
        choisis = set(self.demande.facettes.get(nom, ()))
        if nom in TAXONOMIES:
            valeurs = tuple(self._termes(nom, comptes, choisis))
        else:
            valeurs = tuple(self._fixes(nom, comptes, choisis))
        return Facette(nom, TITRES[nom], valeurs, nom in OUVERTES or bool(choisis))

    def _termes(self, nom, comptes, choisis):
        """Top terms by count; the children of a branch once something in it is selected."""

        def montrer(liste, niveau):
            for terme in sorted(liste, key=lambda t: -comptes.get(t.cle, 0)):
                cochee = terme.slug in choisis
                dedans = cochee or _choisi_dessous(terme, choisis)
                compte = comptes.get(terme.cle, 0)
                if compte or dedans:
                    yield Valeur(
                        terme.slug, terme.nom, compte, cochee, f"f-{nom}-{terme.slug}", niveau
                    )
                if dedans:
                    yield from montrer(terme.enfants, niveau + 1)

        yield from montrer([t for t in termes().listes[nom] if t.parent is None], 0)

    def _fixes(self, nom, comptes, choisis):
        for valeur, libelle in libelles_fixes(nom):
            compte = comptes.get(valeur, 0)
            if compte or valeur in choisis:
                yield Valeur(valeur, libelle, compte, valeur in choisis, f"f-{nom}-{valeur}")

    @cached_property
    def puces(self):
        """The filters in force; the words and the place have their own fields."""
        trouvees = []
        if self.demande.rayon:
            libelle = _("Moins de %(km)s km") % {"km": f"{self.demande.rayon:g}"}
            # Around a position a distance always holds: it goes with the place.
            moi = self.demande.lieu is not None and self.demande.lieu.genre == POSITION
            trouvees.append(self._puce(libelle, "ou" if moi else "rayon"))
        for nom in FACETTES:
            noms = libelles(nom)
            for valeur in self.demande.facettes.get(nom, ()):
                trouvees.append(self._puce(noms[valeur], nom, valeur))
        return trouvees

    def _puce(self, libelle, nom, valeur=None):
        sans = adresse(self.base, self.demande.parametres_sans(nom, valeur))
        return Puce(str(libelle), sans, f"p-{nom}-{valeur or ''}")

    @property
    def sans_filtre(self):
        """The address with the words and the place alone."""
        parametres = self.demande.parametres
        gardes = {nom: v for nom, v in parametres.items() if nom in ("q", "ou", "lieu", "tri")}
        return adresse(self.base, gardes)

    @property
    def rayons(self):
        """(km, selected) for the choice of a distance; the one in force is always there."""
        choisi = self.demande.rayon
        tous = sorted({float(km) for km in RAYONS} | ({choisi} if choisi else set()))
        return [(f"{km:g}", km == choisi) for km in tous]

    @property
    def tris(self):
        """(value, words, selected): distance only when there is one.

        The default order has no value: chosen, it would outlive the search it is the default of.
        """
        en_cours, defaut = self.demande.tri_effectif, self.demande.tri_par_defaut
        return [
            ("" if valeur == defaut else valeur, libelle, valeur == en_cours)
            for valeur, libelle in TRIS
            if valeur != "distance" or self.demande.situe
        ]


def _km(rayon):
    return nombre(rayon, 0 if rayon.is_integer() else 1)


def _choisi_dessous(terme, choisis):
    return any(
        enfant.slug in choisis or _choisi_dessous(enfant, choisis) for enfant in terme.enfants
    )


def libelles_fixes(nom):
    """(value, words) of a facet that is not a taxonomy, in order."""
    if nom == "famille":
        return [
            *[(v, x) for v, x in FAMILLES.items() if v != "association_locale"],
            ("association_locale", _("Association (Alsace-Moselle)")),
        ]
    if nom == QUAND:
        return [(valeur, libelle) for valeur, _court, libelle in _moments()]
    if nom == "fauteuil":
        return [("oui", _("Accessible en fauteuil roulant"))]
    return list(MODALITES)


def _moments():
    """[(value, short words, words)]: « samedi » is a date, since people plan with it.

    Days are those of the site's zone.
    """
    maintenant = minute(timezone.now())
    dits = [
        ("maintenant", _("Ouvert maintenant"), _("Ouvert maintenant")),
        ("soir", _("Ce soir"), _("Ouvert ce soir")),
    ]
    for valeur in MOMENTS[2:]:
        debut = fenetre(valeur, maintenant, timezone.get_default_timezone_name())[0]
        jour = timezone.localtime(datetime.fromtimestamp(60 * debut, UTC))
        libelle = _("Ouvert %(jour)s") % {"jour": date_format(jour, "l j F")}
        dits.append((valeur, capfirst(date_format(jour, "l j")), libelle))
    return dits


def libelles(nom):
    """``{value of the address: words}`` of a facet."""
    if nom in TAXONOMIES:
        return {terme.slug: terme.nom for terme in termes().listes[nom]}
    return dict(libelles_fixes(nom))
