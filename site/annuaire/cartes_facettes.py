"""Every term of the taxonomies in memory: one map a language, so that no page asks for labels.

Actors point at rows of the default locale and facets count ``translation_key``: the map gives both
their name in the language of the page. It is remembered as ``socle.memoires`` says.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from wagtail.models import Locale

from annuaire.models import Domaine, Geste, Public, Reseau, Source, TypeLabel
from socle.memoires import Memoire
from socle.palette import COULEUR_PAR_DEFAUT

MODELES = {
    "domaine": Domaine,
    "geste": Geste,
    "public": Public,
    "label": TypeLabel,
    "reseau": Reseau,
}
SURVEILLES = (*MODELES.values(), Source)


@dataclass(slots=True)
class Terme:
    """One term. ``cle`` is its facet key; ``parent`` the term above it, or None."""

    nature: str
    pk: int
    cle: str
    slug: str
    nom: str
    icone: str = ""
    couleur: str = ""
    parent: "Terme | None" = None
    enfants: list = field(default_factory=list)
    sigle: str = ""
    adresse: str = ""
    description: str = ""

    @property
    def racine(self):
        """The term at the top of its branch."""
        terme = self
        while terme.parent is not None:
            terme = terme.parent
        return terme

    @property
    def court(self):
        """Its acronym, else its name."""
        return self.sigle or self.nom

    @property
    def ascendants(self):
        """Terms above it, nearest first."""
        terme = self.parent
        while terme is not None:
            yield terme
            terme = terme.parent


class Termes:
    """The terms of one language: by key, by primary key, by slug, in order."""

    def __init__(self, langue):
        self.langue = langue
        self.par_cle, self.par_pk, self.par_slug = {}, {}, {}
        self.listes = {nature: [] for nature in MODELES}
        defaut = Locale.get_default()
        for nature, modele in MODELES.items():
            self._charger(nature, modele, defaut)
        self.sources = {source.pk: source for source in Source.objects.all()}

    def _charger(self, nature, modele, defaut):
        lignes = list(
            modele.objects.filter(locale__language_code__in={defaut.language_code, self.langue})
            .select_related("locale")
            .order_by("ordre", "nom")
        )
        noms = {x.cle: x for x in lignes if x.locale.language_code == self.langue}
        parents = {}
        for ligne in lignes:
            if ligne.locale_id != defaut.pk:
                continue
            lue = noms.get(ligne.cle, ligne)
            terme = Terme(
                nature,
                ligne.pk,
                ligne.cle,
                ligne.slug,
                lue.nom,
                icone=getattr(ligne, "icone", ""),
                couleur=getattr(ligne, "couleur", ""),
                sigle=getattr(lue, "sigle", ""),
                adresse=getattr(lue, "site_web", "") or getattr(lue, "adresse", ""),
                description=getattr(lue, "description", ""),
            )
            parents[ligne.pk] = getattr(ligne, "parent_id", None)
            self.par_pk[nature, ligne.pk] = self.par_cle[terme.cle] = terme
            self.par_slug[nature, ligne.slug] = terme
            self.listes[nature].append(terme)
        self._relier(nature, parents)

    def _relier(self, nature, parents):
        for pk, parent in parents.items():
            if dessus := self.par_pk.get((nature, parent)):
                terme = self.par_pk[nature, pk]
                terme.parent = dessus
                dessus.enfants.append(terme)
        for terme in self.listes[nature]:
            if nature == "domaine":
                terme.icone = terme.icone or terme.racine.icone
                terme.couleur = terme.couleur or terme.racine.couleur or COULEUR_PAR_DEFAUT

    def domaine(self, pk):
        """The domain of this primary key, or None."""
        return self.par_pk.get(("domaine", pk))


_cartes = Memoire()
oublier = _cartes.oublier


def termes(langue=None):
    """The map of *langue* (that of the page by default). No query while it is fresh."""
    langue = langue or get_language() or "fr"
    return _cartes.lire(langue, lambda: Termes(langue))
