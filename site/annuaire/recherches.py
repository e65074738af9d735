"""One search of the directory, from its form to what the page, and the command, show of it.

``annuaire.demandes`` says what is asked; ``interroger(demande, …)`` asks the engine.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from annuaire.cartes import FAMILLES
from annuaire.cartes_facettes import termes
from annuaire.comprehension import en_clair
from annuaire.forms import FACETTES, MODALITES, PAGES_MAX, PAR_PAGE, RAYONS, TAXONOMIES, TRIS
from annuaire.lieux_de_recherche import distinction, ecriture
from search.analyse import cle_de_tri
from search.moteurs import moteur
from search.ouvertures import FACETTE as QUAND
from search.ouvertures import QUAND as MOMENTS
from search.ouvertures import fenetre, minute
from socle.pagination import Pages
from socle.typographie import nombre
from territoires.lieux import POSITION

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
AUTRES_LIEUX_MAX = 4
COMPRIS_MAX = 3
SOUS, COCHEE = mark_safe(' class="facettes__sous"'), mark_safe(" checked")
ORDRE = ("q", "lieu_dit", "ou", "lieu", "rayon", "boite", *FACETTES, "tri", "page")


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

    @property
    def coches(self):
        """The ``<li>`` of its values: a hundred a page, and slow to draw as template nodes."""
        return format_html_join(
            "",
            '<li{}><label class="coche" for="{}"><input type="checkbox" id="{}" name="{}"'
            ' value="{}" form="recherche"{}><span>{}</span><span class="compte">{}</span></label>'
            "</li>",
            (
                (
                    SOUS if valeur.niveau else "",
                    valeur.id,
                    valeur.id,
                    self.nom,
                    valeur.valeur,
                    COCHEE if valeur.cochee else "",
                    valeur.libelle,
                    nombre(valeur.compte),
                )
                for valeur in self.valeurs
            ),
        )


@dataclass(frozen=True, slots=True)
class Puce:
    """A filter in force, and the address without it."""

    libelle: str
    adresse: str
    id: str


def adresse(base, parametres):
    """*base* with this query string, in one order and without empty values."""
    choisis = [(nom, parametres[nom]) for nom in ORDRE if parametres.get(nom)]
    return f"{base}?{urlencode(choisis, doseq=True)}" if choisis else base


def interroger(demande, *, locale, nom_moteur=None, **options):
    """Ask the engine. Returns its Reponse."""
    return moteur(nom_moteur).chercher(demande.requete(locale=locale, **options))


class Recherche:
    """What the list shows of a Demande and of its Reponse (None when nothing was searched: the
    place is in question, or the form was refused)."""

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

    @property
    def correction(self):
        """How the words were read when nothing answers them as they were typed, or ""."""
        return (self.total and self.reponse.correction) or ""

    @cached_property
    def resume(self):
        """(« 35 acteurs », « pour « épicerie » à moins de 10 km de Nantes »).

        Of words that were corrected, it says what found them and that the typed ones find nobody.
        """
        if self.demande.question is not None:
            return (_("Quel lieu ?"), "")
        if self.reponse is None:
            return (_("Nous n’avons pas compris cette recherche."), "")
        if not self.total:
            compte = _("Aucun acteur trouvé")
        else:
            compte = ngettext("%(nombre)s acteur", "%(nombre)s acteurs", self.total) % {
                "nombre": nombre(self.total)
            }
        if not self.correction:
            return (compte, self.precision)
        aucun = _("aucun pour « %(texte)s »") % {"texte": self.demande.mots}
        return (compte, f"{self.precision}, {aucun}")

    @property
    def precision(self):
        """« pour « épicerie » à Nantes »: the words as they were read, and the place."""
        return " ".join(filter(None, (self._pour_quoi(), self.ou_en_mots())))

    def _pour_quoi(self):
        texte = self.correction or self.demande.mots
        return _("pour « %(texte)s »") % {"texte": texte} if texte else ""

    def ou_en_mots(self):
        """« à moins de 10 km de Nantes (44) », « à Nantes », « Loire-Atlantique »."""
        lieu = self.demande.lieu
        if lieu is None:
            return _("dans la zone de la carte") if self.demande.boite else ""
        if lieu.genre == POSITION:
            autour = _("autour de vous")  # the distance that was asked for was refused
            if self.demande.rayon:
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
        restes = {nom: v for nom, v in en_clair(self.demande).parametres.items() if nom != "page"}
        return [
            (distinction(lieu), adresse(self.base, {**restes, "ou": ecriture(lieu)}))
            for lieu in self.demande.autres[:AUTRES_LIEUX_MAX]
        ]

    @cached_property
    def compris(self):
        """(words, name, address) of the domains and gestures that the words were also taken for,
        but those that bear the very name."""
        dits = {}
        for mots, facette, cle in self.reponse.compris if self.reponse else ():
            terme = termes().par_cle.get(cle)
            if terme and cle_de_tri(terme.nom) != cle_de_tri(mots):
                dits.setdefault(cle, (mots, facette, terme))
        restes = {
            nom: v for nom, v in self.demande.parametres.items() if nom in ("ou", "lieu", "rayon")
        }
        return [
            (f"«\xa0{mots}\xa0»", terme.nom, adresse(self.base, {**restes, facette: [terme.slug]}))
            for mots, facette, terme in list(dits.values())[:COMPRIS_MAX]
        ]

    @cached_property
    def lieux_proposes(self):
        """(words, address) of the places that the words may name, when none was taken."""
        dit = self.demande.propose
        if dit is None:
            return []
        restes = {
            nom: v
            for nom, v in self.demande.parametres.items()
            if nom not in ("q", "ou", "lieu", "page")
        }
        lieux = [dit.lieu] if dit.lieu else dit.autres
        quoi = f"«\xa0{dit.reste}\xa0»" if dit.reste else _("tous les acteurs")
        return [
            (
                _("%(quoi)s à %(lieu)s") % {"quoi": quoi, "lieu": distinction(lieu)}
                if lieu.genre == "commune"
                else _("%(quoi)s dans : %(lieu)s") % {"quoi": quoi, "lieu": lieu.libelle},
                adresse(self.base, {**restes, "q": dit.reste, "ou": ecriture(lieu)}),
            )
            for lieu in lieux[:AUTRES_LIEUX_MAX]
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
        if self.demande.dit:
            trouvees.append(self._puce(capfirst(self.ou_en_mots()), "ou"))
        if self.demande.rayon and "rayon" in self.demande.parametres:
            libelle = _("Moins de %(km)s km") % {"km": f"{self.demande.rayon:g}"}
            # Around a position a distance always holds: it goes with the place.
            moi = self.demande.lieu is not None and self.demande.lieu.genre == POSITION
            trouvees.append(self._puce(libelle, "ou" if moi else "rayon"))
        if self.demande.boite:
            trouvees.append(self._puce(_("Zone de la carte"), "boite"))
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
        gardes = {
            nom: v for nom, v in parametres.items() if nom in ("q", "lieu_dit", "ou", "lieu", "tri")
        }
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
