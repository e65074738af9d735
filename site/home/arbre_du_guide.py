"""The guide as a tree: its questions, their sheets; three queries, or none from memory."""

from dataclasses import dataclass

from django.utils.translation import get_language
from wagtail.models import PageViewRestriction

from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

MOTS_PAR_MINUTE = 220  # silent reading of French prose; rounded up, one minute at least
_arbres = memoire_de_l_arbre()


def minutes(mots):
    """Reading time of so many words, in whole minutes."""
    return max(1, -(-mots // MOTS_PAR_MINUTE))


@dataclass(frozen=True, slots=True)
class Fiche:
    """A sheet as a list shows it. ``path`` is its place in the tree of pages."""

    pk: int
    path: str
    titre: str
    chapo: str
    adresse: str
    mots: int

    @property
    def minutes(self):
        return minutes(self.mots)


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A question, with its sheets. ``rang`` counts from 1."""

    pk: int
    path: str
    rang: int
    titre: str
    question: str
    introduction: str
    adresse: str
    fiches: tuple

    @property
    def minutes(self):
        return minutes(sum(fiche.mots for fiche in self.fiches))


@dataclass(frozen=True, slots=True)
class Arbre:
    """A guide that is published, and what is published in it."""

    pk: int
    path: str
    titre: str
    chapo: str
    adresse: str
    rubriques: tuple

    @property
    def fiches(self):
        """Every sheet, in reading order."""
        return [fiche for rubrique in self.rubriques for fiche in rubrique.fiches]

    def rubrique(self, chemin):
        """The Rubrique at this place of the tree, or above it; None when it is not published."""
        return next((r for r in self.rubriques if chemin.startswith(r.path)), None)

    def autour(self, elements, chemin):
        """(rank from 1 or None, what comes before, what comes after) of *chemin* in *elements*."""
        rang = next((n for n, e in enumerate(elements) if e.path == chemin), None)
        if rang is None:
            return None, None, None
        avant = elements[rang - 1] if rang else None
        apres = elements[rang + 1] if rang + 1 < len(elements) else None
        return rang + 1, avant, apres


SANS_GUIDE = Arbre(0, "", "", "", "", ())


def guide_de(site):
    """The live guide of a site in the language of the page, or None. One query."""
    from home.models import GuidePage

    guides = GuidePage.objects.live().filter(locale__language_code=get_language()).order_by("path")
    return next((guide for guide in guides if guide.get_site() == site), None)


def arbre_du_site(request):
    """The Arbre of the request's site in the language of the page, or None. Remembered for
    visitors: every page asks for its address."""
    site = site_de(request)
    if site is None:
        return None

    def lire():
        guide = guide_de(site)
        return arbre_de(guide, request) if guide else None

    if not est_visiteur(request):
        return lire()
    return _arbres.lire((site.pk, get_language()), lire)


def arbre_qui_tient(page, request):
    """The Arbre that holds *page*; read anew when it is not that of the site (a draft's), and that
    of the site for a page that stands in no guide."""
    from home.models import GuidePage

    arbre = arbre_du_site(request)
    if arbre is not None and page.path.startswith(arbre.path):
        return arbre
    guide = GuidePage.objects.ancestor_of(page, inclusive=True).first()
    if guide is None:  # a model stands in none: its preview shows what is around sheets
        return arbre or SANS_GUIDE
    return arbre_de(guide, request)


def arbre_de(guide, request):
    """Read the Arbre of a GuidePage: what is published in it and open to everybody."""
    from home.models import FichePage, RubriquePage

    fermes = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    adresse = guide.get_url(request) or ""
    colonnes = ("pk", "path", "title", "slug")
    rubriques = RubriquePage.objects.descendant_of(guide).live().order_by("path")
    fiches = FichePage.objects.descendant_of(guide).live().order_by("path")
    rubriques = rubriques.values_list(*colonnes, "question", "introduction")
    par_rubrique = {}
    for pk, path, titre, slug, chapo, mots in fiches.values_list(*colonnes, "chapo", "mots"):
        if not path.startswith(fermes):
            dessus = path[: -guide.steplen]
            par_rubrique.setdefault(dessus, []).append((pk, path, titre, chapo, slug, mots))
    ouvertes = [ligne for ligne in rubriques if not ligne[1].startswith(fermes)]
    return Arbre(
        guide.pk,
        guide.path,
        guide.title,
        guide.chapo,
        adresse,
        tuple(
            _rubrique(rang, ligne, adresse, par_rubrique.get(ligne[1], ()))
            for rang, ligne in enumerate(ouvertes, 1)
        ),
    )


def _rubrique(rang, ligne, base, fiches):
    pk, path, titre, slug, question, introduction = ligne
    adresse = f"{base}{slug}/"
    return Rubrique(
        pk,
        path,
        rang,
        titre,
        question or titre,
        introduction,
        adresse,
        tuple(
            Fiche(pk_f, path_f, titre_f, chapo, f"{adresse}{slug_f}/", mots)
            for pk_f, path_f, titre_f, chapo, slug_f, mots in fiches
        ),
    )
