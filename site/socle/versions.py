"""The same page in the other languages of the site: for ``hreflang``, and for who reads.

A version is a live, public translation of the page; what follows the address of a page that has
addresses of its own (an entry, the glossary) follows that of its translation too. Remembered for
visitors, until a page changes.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import Resolver404, resolve, translate_url
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from socle.routes import VUE, est_visiteur, memoire_de_l_arbre, site_de

_versions = memoire_de_l_arbre()


@dataclass(frozen=True, slots=True)
class Version:
    """``adresse``: a path. ``exacte``: the same page; else the home page of that language.

    ``demande``: what was asked of the page (words, filters), which its version is asked too.
    """

    langue: str
    adresse: str
    exacte: bool
    courante: bool
    demande: str = ""

    @property
    def lien(self):
        """Where who reads is led."""
        return f"{self.adresse}?{self.demande}" if self.exacte and self.demande else self.adresse

    @property
    def nom(self):
        """The language in its own words."""
        return capfirst(get_language_info(self.langue)["name_local"])


def versions(request):
    """[Version] of what *request* shows, the current one included; [] in a site of one language.

    In the order of ``LANGUAGES``.
    """
    site = site_de(request)
    if site is None:
        return []
    accueils = _lire(request, site, site.root_page)
    if len(accueils) < 2:
        return []
    ici = get_language() or settings.LANGUAGE_CODE
    exactes = _exactes(request, site, accueils, ici)
    return [
        Version(
            langue,
            exactes.get(langue, accueils[langue]),
            exacte=langue in exactes,
            courante=langue == ici,
            demande=request.META.get("QUERY_STRING", ""),
        )
        for langue, _nom in settings.LANGUAGES
        if langue in accueils
    ]


def alternatives(request):
    """[(language code or « x-default », absolute address)] of what exists in several languages."""
    exactes = [version for version in versions(request) if version.exacte]
    if len(exactes) < 2:
        return []
    liens = [(v.langue, request.build_absolute_uri(v.adresse)) for v in exactes]
    defaut = next((lien for langue, lien in liens if langue == settings.LANGUAGE_CODE), liens[0][1])
    return [*liens, ("x-default", defaut)]


def _exactes(request, site, accueils, ici):
    """``{language: path}`` of the very same thing."""
    route = getattr(request, "_wagtail_route_for_request", None)
    if route is None:
        return _hors_des_pages(request, accueils)
    traductions = _lire(request, site, route.page)
    debut = traductions.get(ici)
    if not debut or not request.path.startswith(debut):
        return {}  # a draft, or a page that visitors do not see
    suite = request.path.removeprefix(debut)
    return {langue: f"{adresse}{suite}" for langue, adresse in traductions.items()}


def _hors_des_pages(request, accueils):
    """A view that is no page (the search of the site) answers under the prefix of each language."""
    try:
        vue = resolve(request.path_info)
    except Resolver404:
        return {}
    traduites = {langue: translate_url(request.path, langue) for langue in accueils}
    une_par_langue = len(set(traduites.values())) == len(traduites)
    return traduites if une_par_langue and vue.url_name != VUE else {}


def _lire(request, site, page):
    """``{language: path}`` of the live translations of *page* that everybody may see, itself
    included."""

    def chercher():
        soeurs = Page.objects.live().filter(translation_key=page.translation_key)
        pages = list(soeurs.select_related("locale"))
        if len(pages) > 1:  # else nothing is said of it
            pages = [traduction for traduction in pages if not _fermee(traduction)]
        adresses = [(soeur.locale.language_code, soeur.get_url(request) or "") for soeur in pages]
        # One of another site would come with its host.
        return {langue: adresse for langue, adresse in adresses if adresse.startswith("/")}

    if not est_visiteur(request):
        return chercher()
    return _versions.lire((site.pk, page.translation_key), chercher)


def _fermee(page):
    return page.get_view_restrictions().exists()
