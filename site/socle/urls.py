"""Addresses of the house that belong to no room."""

from django.conf import settings
from django.urls import path

from socle import views


def adresses(avec_composants):
    """The component pages only exist where developers are: a page may use their address."""
    toujours = [
        path("favicon.ico", views.favicon, name="favicon"),
        path("sante/", views.etat_de_sante, name="sante"),
    ]
    if not avec_composants:
        return toujours
    return [
        *toujours,
        path("composants/", views.composants, name="composants"),
        path("composants/suggestions/", views.suggestions, name="composants_suggestions"),
    ]


urlpatterns = adresses(settings.DEBUG or getattr(settings, "DEMO_COMPOSANTS", False))
