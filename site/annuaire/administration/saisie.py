"""Addresses that the scripts of the form of an actor ask (a ``register_admin_urls`` hook)."""

from django.urls import include, path

from annuaire.administration.horaires import HorairesView
from annuaire.administration.position import FondView, PositionView


def routes_de_saisie():
    routes = [
        path("horaires/", HorairesView.as_view(), name="horaires"),
        path("fond/", FondView.as_view(), name="fond"),
        path("position/", PositionView.as_view(), name="position"),
    ]
    return [path("annuaire-saisie/", include((routes, "annuaire_saisie")))]
