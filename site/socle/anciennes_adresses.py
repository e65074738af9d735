"""What stood below an address that a page has left: entries of the directory, its map, its files.

When a page moves, Wagtail remembers its old address and those of the pages below it. What a page
answers by routes of its own is no page, and is not remembered: here, the end of an address follows
the beginning that Wagtail remembers, and what was asked (words, filters) goes with it. One rule
for all, hence no row for each actor.
"""

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import Resolver404
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Site

LONGUEUR_MAX = Redirect._meta.get_field("old_path").max_length


class AnciennesAdressesMiddleware(RedirectMiddleware):
    """Wagtail's redirections, and the routes of the pages that have moved. Only a 404 pays."""

    def process_response(self, request, response):
        """Answer in place of a 404 when what was asked for has gone elsewhere."""
        if response.status_code != 404:
            return response
        redirection, adresse = suite(request)
        if not adresse:
            return super().process_response(request, response)
        if redirection.is_permanent:
            return HttpResponsePermanentRedirect(adresse)
        return HttpResponseRedirect(adresse)


def suite(request):
    """(the Redirect that a request follows, where it leads now); (None, "") when there is none.

    One query, and two more when a page has left the beginning of the address.
    """
    redirection = _la_plus_longue(request)
    if redirection is None or not _a_ses_routes(redirection):
        return None, ""
    page = redirection.redirect_page.specific
    fin = request.path.removeprefix(redirection.old_path).lstrip("/")
    try:
        page.resolve_subpage("/".join(["", *filter(None, fin.split("/")), ""]))
    except Resolver404:
        return None, ""
    adresse = f"{page.get_url(request) or ''}{fin}"
    if not adresse.startswith("/") or adresse == request.path:
        return None, ""  # it is hidden from this site, or has come back there
    demande = request.META.get("QUERY_STRING", "")
    return redirection, f"{adresse}?{demande}" if demande else adresse


def _la_plus_longue(request):
    """The Redirect whose old address begins that of the request, or None; a site's own first."""
    debuts = list(_debuts(request.path))
    if not debuts or "\0" in request.path:
        return None
    toutes = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=debuts)
    return max(
        toutes.select_related("redirect_page"),
        key=lambda une: (len(une.old_path), une.site_id is not None),
        default=None,
    )


def _debuts(chemin):
    """« /en », « /en/annuaire »… of « /en/annuaire/carte/ », as Redirect keeps them."""
    debut = ""
    for morceau in chemin.strip("/").split("/"):
        debut = f"{debut}/{morceau}"
        if len(debut) > LONGUEUR_MAX:
            return
        yield debut


def _a_ses_routes(redirection):
    """Whether it leads to the whole of a page that answers by routes of its own."""
    page = redirection.redirect_page
    if page is None or redirection.redirect_page_route_path:
        return False
    return issubclass(page.specific_class or type(page), RoutablePageMixin)
