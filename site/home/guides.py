"""The ESS guide: where it is, its sheets in order, what a sheet needs around its text."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire.adresses import adresse_de_la_liste
from socle.blocs import ancre
from socle.contexte import Portail
from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

MOTS_PAR_MINUTE = 220  # silent reading of French prose; rounded up, one minute at least
_MOT = re.compile(r"\w+")
_adresses = memoire_de_l_arbre()
_presentes = memoire_de_l_arbre()


@dataclass(frozen=True, slots=True)
class Question:
    """A sheet as a list shows it. ``minutes`` of reading."""

    titre: str
    resume: str
    adresse: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SourceCitee:
    """A line of the sources: what, where ("" without address), when it was read."""

    intitule: str
    adresse: str
    consulte: str


def adresse_du_guide(request):
    """Path of the site's guide in the language of the page, or "". Every page asks: remembered."""
    site = site_de(request)
    if site is None:
        return ""

    def chercher():
        guide = guide_de(site)
        return (guide.get_url(request) or "") if guide else ""

    return _adresses.lire((site.pk, get_language()), chercher)


def guide_presente(request):
    """(guide, its path, its Questions) for the home page, (None, "", []) without one.

    Remembered for visitors: every sheet is read to tell how long it takes.
    """
    site = site_de(request)
    if site is None:
        return None, "", []

    def lire():
        guide = guide_de(site)
        if guide is None:
            return None, "", []
        return guide, guide.get_url(request) or "", questions(guide, request)

    return _presentes.lire((site.pk, get_language()), lire) if est_visiteur(request) else lire()


def guide_de(site):
    """The live guide of a site in the language of the page, or None. One query."""
    from home.models import GuidePage

    guides = GuidePage.objects.live().filter(locale__language_code=get_language()).order_by("path")
    return next((guide for guide in guides if guide.get_site() == site), None)


def fiches_de(guide):
    """Live public sheets of a guide, in their order. One query."""
    from home.models import FichePage

    return list(FichePage.objects.child_of(guide).live().order_by("path"))


def questions(guide, request):
    """The sheets of a guide as Question, in one query."""
    base = guide.get_url(request)
    return [
        Question(fiche.title, fiche.resume, f"{base}{fiche.slug}/", minutes(fiche))
        for fiche in fiches_de(guide)
    ]


def minutes(fiche):
    """Reading time of a sheet in whole minutes."""
    texte = " ".join([fiche.resume, *(strip_tags(str(bloc.value)) for bloc in fiche.corps)])
    return max(1, -(-len(_MOT.findall(texte)) // MOTS_PAR_MINUTE))


def sommaire(fiche):
    """[(anchor, text)] of the headings of a sheet."""
    textes = [bloc.value["texte"] for bloc in fiche.corps if bloc.block_type == "intertitre"]
    return [(ancre(texte), texte) for texte in textes]


def sources(fiche):
    """The sources of a sheet, one a line: « intitulé | adresse | consulté le »."""
    trouvees = []
    for ligne in fiche.sources.splitlines():
        morceaux = [morceau.strip() for morceau in ligne.split("|")]
        if not morceaux[0]:
            continue
        adresse = next((m for m in morceaux[1:] if m.startswith(("https://", "http://"))), "")
        reste = [m for m in morceaux[1:] if m and m != adresse]
        trouvees.append(SourceCitee(morceaux[0], adresse, " ".join(reste)))
    return trouvees


def maillons(request, *suite):
    """Breadcrumbs from the home page."""
    return [(_("Accueil"), Portail(request).accueil), *suite]


def contexte_de_fiche(fiche, request):
    """What home/fiche.html draws around a sheet: its rank, contents, sources, neighbours."""
    guide = fiche.get_parent()
    suite = questions(guide, request)
    adresses = [question.adresse for question in suite]
    ici = f"{guide.get_url(request)}{fiche.slug}/"
    rang = adresses.index(ici) if ici in adresses else None
    return {
        "maillons": maillons(request, (guide.title, guide.get_url(request))),
        "guide": guide,
        "adresse_du_guide": guide.get_url(request),
        "rang": None if rang is None else rang + 1,
        "nombre": len(suite),
        "suivante": suite[rang + 1] if rang is not None and rang + 1 < len(suite) else None,
        "minutes": minutes(fiche),
        "sommaire": sommaire(fiche),
        "sources_citees": sources(fiche),
        "liste": adresse_de_la_liste(request),
    }
