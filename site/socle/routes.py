"""Wagtail's routing from memory: the site, its home page and the pages right under it.

Wagtail asks nine queries before a page says a word. A process remembers their answers
(`socle.memoires`), and forgets them whenever a page, a site, a language or a restriction changes.
Whoever has a session is answered from the database: editors see what they have just published, and
restrictions are theirs to pass.
"""

from copy import copy
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import Http404
from django.utils.translation import get_language
from wagtail import signals
from wagtail.models import Locale, Page, PageViewRestriction, Site, get_page_models

from socle.memoires import Memoire

VUE = "wagtail_serve"
_de_l_arbre = []


def memoire_de_l_arbre():
    """Return a new Memoire that forgets whenever the page tree, or who may see it, changes."""
    memoire = Memoire()
    _de_l_arbre.append(memoire)
    return memoire


_sites = memoire_de_l_arbre()
_pages = memoire_de_l_arbre()


def est_visiteur(request):
    """Whether nothing tells this request from another: it may be answered from memory."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


class RoutesMiddleware:
    """Give Wagtail the site and the route that it would look for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, vue, args, kwargs):
        """Leave to Wagtail whatever is not one of its pages, and the site that it has not got."""
        if request.resolver_match.url_name != VUE or not est_visiteur(request):
            return
        if site := site_de(request):
            request._wagtail_route_for_request = _route(request, site, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Connue:
    """A page as it was read; ``ouverte``: nothing restricts who may see it."""

    page: Page
    ouverte: bool

    @classmethod
    def lire(cls, page):
        """Read what is remembered of *page*, in its own class."""
        return cls(page, not page.get_view_restrictions().exists())

    def exemplaire(self):
        """A copy for one request, which may write on it."""
        page = copy(self.page)
        if self.ouverte:
            page.get_view_restrictions = PageViewRestriction.objects.none
        return page


def site_de(request):
    """The Site of *request*, or None (which is not remembered)."""

    def chercher():
        if (site := Site.find_for_request(request)) is None:
            raise Site.DoesNotExist
        return site

    if est_visiteur(request) and not hasattr(request, "_wagtail_site"):
        try:
            site = copy(_sites.lire((request.get_host(), request.get_port()), chercher))
        except Site.DoesNotExist:
            return None
        site.root_page = copy(site.root_page)
        request._wagtail_site = site
    return Site.find_for_request(request)


def _route(request, site, path):
    """What ``Page.route_for_request`` answers: a RouteResult, or None."""
    morceaux = [morceau for morceau in path.split("/") if morceau]
    racine = _racine(site)
    try:
        if morceaux and type(racine).route is Page.route:
            return _fille(racine, morceaux[0]).route(request, morceaux[1:])
        return racine.route(request, morceaux)
    except Http404:
        return None


def _racine(site):
    """The home page of *site* in the language of the request."""
    cle = (site.pk, get_language())
    return _pages.lire(cle, lambda: Connue.lire(site.root_page.localized.specific)).exemplaire()


def _fille(racine, slug):
    """The page right under *racine*, live or not. Raises Http404 when there is none."""

    def chercher():
        try:
            return Connue.lire(racine.get_children().get(slug=slug).specific)
        except Page.DoesNotExist as absente:
            raise Http404 from absente

    fille = _pages.lire((racine.path, slug), chercher).exemplaire()
    fille._cached_parent_obj = racine
    return fille


def oublier(**_signal):
    """Forget the tree now, and again once what changed it is there for everybody to read."""
    _vider()
    transaction.on_commit(_vider)


def _vider():
    for memoire in _de_l_arbre:
        memoire.oublier()


def surveiller():
    """Forget whenever something that routes depend on is written. Called once models are there."""
    for modele in (Page, *get_page_models(), Site, Locale, PageViewRestriction):
        post_save.connect(oublier, sender=modele)
        post_delete.connect(oublier, sender=modele)
    # A move and a new slug also rewrite the pages below, without saving them.
    for signal in (
        *(signals.page_published, signals.page_unpublished),
        *(signals.page_slug_changed, signals.post_page_move),
    ):
        signal.connect(oublier)
