"""Addresses of the house that belong to no room."""

from django.conf import settings
from django.urls import path, re_path

from socle import views


def adresses(avec_composants):
    """The component pages only exist where developers are: a page may use their address."""
    toujours = [
        path("favicon.ico", views.favicon, name="favicon"),
        path("sante/", views.etat_de_sante, name="sante"),
        path("robots.txt", views.robots, name="robots"),
        path("humans.txt", views.humains, name="humans"),
        path(".well-known/security.txt", views.securite, name="security_txt"),
        path("site.webmanifest", views.manifeste, name="manifeste"),
        path("sitemap.xml", views.plan, name="sitemap"),
        re_path(
            r"^sitemap-(?P<section>[a-z]+)-(?P<langue>[a-z-]+)-(?P<numero>[1-9]\d{0,4})\.xml$",
            views.fichier_du_plan,
            name="sitemap_fichier",
        ),
    ]
    if not avec_composants:
        return toujours
    return [
        *toujours,
        path("composants/", views.composants, name="composants"),
        path("composants/suggestions/", views.suggestions, name="composants_suggestions"),
    ]


urlpatterns = adresses(settings.DEBUG or getattr(settings, "DEMO_COMPOSANTS", False))
