"""What is to be looked at again: a filter of the list of actors, and a page that counts."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import Panel
from wagtail.permissions import policy_registry

from annuaire import a_verifier, completude
from annuaire.models import Acteur
from socle.tableaux import EcranEnTableauMixin

TRANCHES = {
    "faible": (_("moins de 40 %"), {"completude__lt": 40}),
    "moyenne": (_("de 40 à 70 %"), {"completude__gte": 40, "completude__lte": 70}),
    "bonne": (_("plus de 70 %"), {"completude__gt": 70}),
}


class FiltreAVerifier(django_filters.ChoiceFilter):
    """One reason at a time, in the words of ``a_verifier.RAISONS``."""

    def __init__(self):
        choix = [(cle, phrase) for cle, (phrase, _condition) in a_verifier.RAISONS.items()]
        super().__init__(label=_("À vérifier"), choices=choix)

    def filter(self, qs, value):
        return a_verifier.filtrer(qs, value) if value else qs


class FiltreDeCompletude(django_filters.ChoiceFilter):
    """Three bands: how many of the points of ``completude`` an entry has."""

    def __init__(self):
        choix = [(cle, phrase) for cle, (phrase, _bornes) in TRANCHES.items()]
        super().__init__(label=_("Complétude"), choices=choix)

    def filter(self, qs, value):
        if not value:
            return qs
        if "completude" not in qs.query.annotations:
            qs = qs.alias(completude=completude.en_sql())
        return qs.filter(**TRANCHES[value][1])


class PanneauDeCompletude(Panel):
    """« Complétude : 60 %. Il manque : … », at the top of the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "annuaire/administration/panneau_completude.html"

        def is_shown(self):
            return bool(self.instance and self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context=None):
            lieux = list(self.instance.lieux.all())
            return {
                **super().get_context_data(parent_context),
                "score": completude.score(self.instance, lieux),
                "manques": completude.manques(self.instance, lieux),
            }


def _peut(compte):
    return policy_registry.get_by_type(Acteur).user_has_permission(compte, "change")


class AVerifierView(EcranEnTableauMixin, TemplateView):
    """Each reason to look at an entry again, how many there are, and the list of them."""

    template_name = "annuaire/administration/a_verifier.html"
    page_title = _("À vérifier")
    header_icon = "tasks"
    lignes = staticmethod(a_verifier.compter)
    cellules = {
        "raison": (_("Raison"), lambda ligne: capfirst(ligne[1])),
        "fiches": (_("Fiches"), lambda ligne: ligne[2]),
    }
    export_filename = "a-verifier"

    def dispatch(self, request, *args, **kwargs):
        if not _peut(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
        lignes = [
            (phrase, nombre, f"{liste}?a_verifier={cle}") for cle, phrase, nombre in self.lignes()
        ]
        return {**super().get_context_data(**kwargs), "lignes": lignes}


class AVerifierMenuItem(MenuItem):
    """In the menu of reports, for those who edit actors."""

    def is_shown(self, request):
        return _peut(request.user)


def entree_a_verifier():
    """Return the entry of the menu of reports (a ``register_reports_menu_item`` hook)."""
    return AVerifierMenuItem(
        _("À vérifier"),
        reverse("annuaire_verifications:a_verifier"),
        name="a-verifier",
        icon_name="tasks",
        order=490,
    )


def routes_des_verifications():
    """Addresses of this page under the administration (a ``register_admin_urls`` hook)."""
    routes = [path("", AVerifierView.as_view(), name="a_verifier")]
    return [path("annuaire-a-verifier/", include((routes, "annuaire_verifications")))]
