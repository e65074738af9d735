"""The plan of the site: what a visitor may open, as a tree, in two queries whatever its size."""

from dataclasses import dataclass, field

from wagtail.models import Page, PageViewRestriction

from annuaire.adresses import maillons
from socle.contexte import Portail


@dataclass(slots=True)
class Branche:
    """A page of the plan; ``dessous`` are the Branches right below it."""

    titre: str
    adresse: str
    dessous: list = field(default_factory=list)


def contexte_du_plan(page, request):
    """What home/plan.html draws."""
    return {"maillons": maillons(request), "branches": branches(page, request)}


def branches(page, request):
    """[Branche] of the pages right under the home page that *page* stands under.

    What is not published or not open to everybody is left out, with all that stands below.
    """
    racine = page.path[: -Page.steplen]
    lignes = list(
        Page.objects.filter(path__startswith=racine)
        .order_by("path")
        .values_list("path", "title", "url_path", "live")
    )
    if not lignes:  # a preview of a page that is not in the tree yet
        return []
    fermes = [path for path, _titre, _chemin, publiee in lignes if not publiee]
    fermes += PageViewRestriction.objects.values_list("page__path", flat=True)
    return _assembler(lignes, tuple(fermes), Portail(request).accueil)


def _assembler(lignes, fermes, accueil):
    base = lignes[0][2]  # the path of the home page, which addresses do not say
    par_place = {lignes[0][0]: Branche("", accueil)}
    for place, titre, chemin, _publiee in lignes[1:]:
        dessus = par_place.get(place[: -Page.steplen])
        if dessus is None or place.startswith(fermes):
            continue
        branche = Branche(titre, f"{accueil}{chemin.removeprefix(base)}")
        par_place[place] = branche
        dessus.dessous.append(branche)
    return par_place[lignes[0][0]].dessous
