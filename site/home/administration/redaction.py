"""Screens for who writes: broken links, how far translations are, a page made from a model."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home import avancement, liens_casses
from home.administration.modeles import GarderForm, ModeleForm, parents_possibles, peut_creer
from home.attente import peut_modifier_des_pages, peut_traduire
from home.modeles import creer, garder, modeles, peut_garder
from socle.tableaux import EcranEnTableauMixin


class ReserveeMixin:
    """A view for those whom ``permis(account)`` lets in."""

    permis = staticmethod(peut_modifier_des_pages)

    def dispatch(self, request, *args, **kwargs):
        if not self.permis(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _langue(lien):
    return capfirst(get_language_info(lien.langue)["name_translated"])


def _cible(lien):
    if not lien.cible:
        return _("Page effacée")
    return _("%(cible)s (brouillon)") % {"cible": lien.cible}


class LiensCassesView(ReserveeMixin, EcranEnTableauMixin, TemplateView):
    """Each link of a published page that is not shown, and the page to mend."""

    template_name = "home/admin_liens_casses.html"
    page_title = gettext_lazy("Liens cassés")
    header_icon = "link"
    extra_context = {"liens": liens_casses.liens_casses}
    lignes = staticmethod(liens_casses.liens_casses)
    cellules = {
        "page": (gettext_lazy("Page à reprendre"), lambda lien: lien.page_titre),
        "langue": (gettext_lazy("Langue"), _langue),
        "cible": (gettext_lazy("Mène à"), _cible),
    }
    export_filename = "liens-casses"


class AvancementView(ReserveeMixin, EcranEnTableauMixin, TemplateView):
    """How much of the site each language has, and the pages that it lacks."""

    template_name = "home/admin_avancement.html"
    page_title = gettext_lazy("Avancement des traductions")
    header_icon = "site"
    permis = staticmethod(peut_traduire)
    cellules = {
        "langue": (gettext_lazy("Langue"), lambda couple: couple[0].locale),
        "nom": (gettext_lazy("Quoi"), lambda couple: couple[1].nom),
        "faits": (gettext_lazy("Traduit"), lambda couple: couple[1].faits),
        "total": (gettext_lazy("À traduire en tout"), lambda couple: couple[1].total),
        "pour_cent": (gettext_lazy("Part (%)"), lambda couple: couple[1].pour_cent),
    }
    export_filename = "avancement-des-traductions"

    def lignes(self):
        faits = avancement.avancement()
        return [(fait, ligne) for fait in faits for ligne in fait.lignes if ligne.total]

    def get_context_data(self, **kwargs):
        manquantes = avancement.pages_sans_traduction()
        langues = [(fait, manquantes[fait.locale.pk]) for fait in avancement.avancement()]
        return {**super().get_context_data(**kwargs), "langues": langues}


class DepuisUnModeleView(ReserveeMixin, FormView):
    """Choose a model, a place and a title; a draft is made, and opens in the editor."""

    template_name = "home/admin_depuis_un_modele.html"
    form_class = ModeleForm
    permis = staticmethod(peut_creer)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "compte": self.request.user}

    def get_initial(self):
        return {"parent": self.request.GET.get("parent")}

    def form_valid(self, form):
        page = creer(**form.cleaned_data, compte=self.request.user)
        messages.success(
            self.request,
            _("« %(titre)s » est un brouillon : remplacez ce qui est entre crochets.")
            % {"titre": page.title},
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class GarderView(ReserveeMixin, FormView):
    """Make a model of a page: a copy of its last draft, offered at once to who writes."""

    template_name = "home/admin_garder_un_modele.html"
    form_class = GarderForm
    permis = staticmethod(peut_creer)

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page, pk=kwargs["pk"]).specific
        if request.user.is_authenticated and not peut_garder(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"nom": self.page.get_admin_display_title()}

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "page": self.page}

    def form_valid(self, form):
        modele = garder(self.page, **form.cleaned_data, compte=self.request.user)
        messages.success(
            self.request,
            _("« %(titre)s » est un modèle : remplacez ses mots par ce qu’il faut écrire.")
            % {"titre": modele.title},
        )
        return redirect("wagtailadmin_pages:edit", modele.pk)


def routes_de_la_redaction():
    """Addresses of these screens under the administration (a ``register_admin_urls`` hook)."""
    routes = [
        path("liens-casses/", LiensCassesView.as_view(), name="liens_casses"),
        path("avancement-des-traductions/", AvancementView.as_view(), name="avancement"),
        path("depuis-un-modele/", DepuisUnModeleView.as_view(), name="depuis_un_modele"),
        path("garder-comme-modele/<int:pk>/", GarderView.as_view(), name="garder_un_modele"),
    ]
    return [path("redaction/", include((routes, "home_redaction")))]


class EntreeReservee(MenuItem):
    """An entry of a menu, for those whom ``permis(account)`` lets in."""

    def __init__(self, *args, permis, **kwargs):
        super().__init__(*args, **kwargs)
        self.permis = permis

    def is_shown(self, request):
        return self.permis(request.user)


def entree_des_liens_casses():
    """In the menu of reports (a ``register_reports_menu_item`` hook)."""
    return EntreeReservee(
        gettext_lazy("Liens cassés"),
        reverse("home_redaction:liens_casses"),
        name="liens-casses",
        icon_name="link",
        order=480,
        permis=peut_modifier_des_pages,
    )


def entree_de_l_avancement():
    """In the menu of reports (a ``register_reports_menu_item`` hook)."""
    return EntreeReservee(
        gettext_lazy("Avancement des traductions"),
        reverse("home_redaction:avancement"),
        name="avancement-des-traductions",
        icon_name="site",
        order=485,
        permis=peut_traduire,
    )


def entree_des_modeles():
    """In the main menu (a ``register_admin_menu_item`` hook)."""
    return EntreeReservee(
        gettext_lazy("Créer depuis un modèle"),
        reverse("home_redaction:depuis_un_modele"),
        name="depuis-un-modele",
        icon_name="copy",
        order=205,
        permis=peut_creer,
    )


def bouton_des_modeles(page, user, view_name, next_url=None):
    """On a page under which a model may go (a ``register_page_header_buttons`` hook)."""
    if parents_possibles(user, modeles()).filter(pk=page.pk).exists():
        yield Button(
            gettext_lazy("Créer depuis un modèle"),
            url=f"{reverse('home_redaction:depuis_un_modele')}?parent={page.pk}",
            icon_name="copy",
            priority=15,
        )


def bouton_pour_garder(page, user, view_name, next_url=None):
    """On a page that may become a model (a ``register_page_header_buttons`` hook)."""
    if peut_garder(page.specific, user):
        yield Button(
            gettext_lazy("Garder comme modèle"),
            url=reverse("home_redaction:garder_un_modele", args=[page.pk]),
            icon_name="copy",
            priority=31,  # after « Copy »
        )
