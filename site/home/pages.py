"""Editorial pages: what their templates are given."""

from wagtail.models import Page

from annuaire.adresses import maillons
from home.corps_du_guide import dessiner_un_corps
from socle.contexte import Portail

TITRES_D_UN_SOMMAIRE = 3  # a shorter page is read at a glance


def contexte_de_page(page, request):
    """What home/page.html draws: the body, its contents when it is long, the pages below."""
    corps = dessiner_un_corps(page.corps, request)
    return {
        "maillons": maillons(request, *dessus(page, request)),
        "corps": corps,
        "sommaire": corps.sommaire if len(corps.sommaire) >= TITRES_D_UN_SOMMAIRE else [],
        "dessous": _dessous(page, request),
    }


def dessus(page, request):
    """[(title, address)] of the published pages between the home page and *page*. One query."""
    accueil = Portail(request).accueil
    ancetres = Page.objects.ancestor_of(page).live().filter(depth__gt=1).order_by("depth")
    adresses = ((ancetre.title, ancetre.get_url(request)) for ancetre in ancetres)
    return [(titre, adresse) for titre, adresse in adresses if adresse and adresse != accueil]


def _dessous(page, request):
    """[(title, description, address)] of the public pages right below. Two queries, or none."""
    if not page.numchild:
        return []
    filles = Page.objects.child_of(page).live().public().order_by("path")
    return [(fille.title, fille.search_description, fille.get_url(request)) for fille in filles]
