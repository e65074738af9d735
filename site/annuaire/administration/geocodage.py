"""Places that wait for a position: the queue, what one does about each, and geocoding by file."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from annuaire.geocodage import fichiers, lieux, poses
from annuaire.imports.fiches import FichierIllisible
from annuaire.models import Acteur, Lieu
from socle.tableaux import RapportEnTableau

OCTETS_MAX = 5 * 1024 * 1024


def _peut(compte):
    return policy_registry.get_by_type(Acteur).user_has_permission(compte, "change")


def _fiche(lieu):
    return reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[lieu.acteur_id])


def _propose(lieu):
    return lieu.geocodage.libelle or "—"


def _score(lieu):
    score = lieu.geocodage.score
    return "—" if score is None else f"{score:.2f}".replace(".", ",")


def _motif(lieu):
    return lieu.geocodage.get_motif_display()


class SuiteColumn(Column):
    """Two buttons, each a form of its own: what one does about a place is never a link."""

    cell_template_name = "annuaire/administration/suite_du_lieu.html"

    def get_value(self, instance):
        return ""

    def get_cell_context_data(self, instance, parent_context):
        return {
            "lieu": instance,
            # Every row has the same buttons: said aloud, each names its place.
            "nom": f"{instance.acteur.nom}, {lieux.en_toutes_lettres(instance)}",
            "jeton": get_token(parent_context["request"]),
            "proposee": instance.geocodage.position is not None,
        }


class APlacerReportView(RapportEnTableau):
    """Places whose address the geocoder did not find well enough, the best found first."""

    model = Lieu
    page_title = _("Lieux à placer")
    header_icon = "crosshairs"
    index_url_name = "annuaire_geocodage:a_placer"
    index_results_url_name = "annuaire_geocodage:a_placer_resultats"
    permission_required = "change"
    verbose_name_plural = _("lieux")
    default_ordering = ("-geocodage__score", "pk")
    columns = [
        TitleColumn("acteur", label=_("Acteur"), get_url=_fiche),
        Column(lieux.en_toutes_lettres, label=_("Adresse")),
        Column(_propose, label=_("Adresse trouvée")),
        Column(_score, label=_("Score")),
        Column(_motif, label=_("Motif")),
        SuiteColumn("suite", label=_("Suite")),
    ]
    list_export = ["acteur", "ref", "adresse", "trouvee", "score", "motif"]
    export_headings = {
        "acteur": _("Acteur"),
        "ref": _("Référence"),
        "adresse": _("Adresse"),
        "trouvee": _("Adresse trouvée"),
        "score": _("Score"),
        "motif": _("Motif"),
    }
    export_filename = "lieux-a-placer"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Acteur)

    def get_base_queryset(self):
        return lieux.a_placer().select_related("acteur", "commune", "geocodage")

    def to_row_dict(self, item):
        return {
            "acteur": item.acteur.nom,
            "ref": item.acteur.ref,
            "adresse": lieux.en_toutes_lettres(item),
            "trouvee": _propose(item),
            "score": _score(item),
            "motif": str(_motif(item)),
        }


class _ReserveeMixin:
    """For those who may change actors."""

    def dispatch(self, request, *args, **kwargs):
        if not _peut(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SuiteView(_ReserveeMixin, View):
    """« accepter » or « écarter », by POST."""

    http_method_names = ["post"]
    suites = {
        "accepter": (poses.accepter, _("Le lieu est placé.")),
        "ecarter": (poses.ecarter, _("Le lieu reste à sa commune.")),
    }

    def post(self, request, pk, suite):
        if suite not in self.suites or pk >= 2**63:
            raise Http404
        verbe, phrase = self.suites[suite]
        try:
            verbe(pk, request.user)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
        else:
            messages.success(request, phrase)
        return redirect(APlacerReportView.index_url_name)


class FichierForm(forms.Form):
    """The geocoded file, as the service gives it back."""

    fichier = forms.FileField(label=_("Fichier géocodé"), help_text=_("CSV, XLSX ou ODS, 5 Mo."))

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > OCTETS_MAX:
            raise ValidationError(_("Ce fichier dépasse 5 Mo : coupez-le en plusieurs."))
        return fichier

    def recevoir(self):
        """Place what the file found; return its Rangees. Raises FichierIllisible."""
        with tempfile.TemporaryDirectory() as dossier:
            chemin = Path(dossier) / "geocode"
            with chemin.open("wb") as copie:
                copie.writelines(self.cleaned_data["fichier"].chunks())
            return fichiers.recevoir(chemin)


class FichierView(_ReserveeMixin, FormView):
    """Geocoding by file: the way out, the way back, and the report of what came back."""

    form_class = FichierForm
    template_name = "annuaire/administration/geocoder_par_fichier.html"

    def get_context_data(self, **kwargs):
        nombre = lieux.a_demander().count()
        return {
            "nombre": nombre,
            "lignes_max": fichiers.LIGNES_MAX,
            "rangees": None,
            "file": reverse(APlacerReportView.index_url_name),
            "telechargement": reverse("annuaire_geocodage:telecharger"),
            **super().get_context_data(**kwargs),
        }

    def form_valid(self, form):
        try:
            rangees = form.recevoir()
        except FichierIllisible as erreur:
            form.add_error("fichier", str(erreur))
            return self.form_invalid(form)
        contexte = self.get_context_data(form=self.form_class(), rangees=rangees)
        return self.render_to_response(contexte)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=400)


class TelechargementView(_ReserveeMixin, View):
    """The places that wait, as CSV."""

    http_method_names = ["get"]

    def get(self, request):
        return HttpResponse(
            fichiers.a_telecharger(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="a-geocoder.csv"'},
        )


def ce_qui_est_a_placer(request):
    """(sentence, address) for the home page of the administration, None when nothing waits."""
    if not _peut(request.user):
        return None
    nombre = lieux.a_placer().count()
    if not nombre:
        return None
    phrase = ngettext(
        "%(n)d lieu à placer sur la carte", "%(n)d lieux à placer sur la carte", nombre
    )
    return phrase % {"n": nombre}, reverse(APlacerReportView.index_url_name)


class GeocodageMenuItem(MenuItem):
    """In the menu of reports, for those who edit actors."""

    def is_shown(self, request):
        return _peut(request.user)


def entrees_du_geocodage():
    """Return what makes the entries of the menu of reports (``register_reports_menu_item``)."""

    def file_d_attente():
        return GeocodageMenuItem(
            APlacerReportView.page_title,
            reverse(APlacerReportView.index_url_name),
            name="lieux-a-placer",
            icon_name=APlacerReportView.header_icon,
            order=510,
        )

    def par_fichier():
        return GeocodageMenuItem(
            _("Géocoder par fichier"),
            reverse("annuaire_geocodage:fichier"),
            name="geocoder-par-fichier",
            icon_name="table",
            order=520,
        )

    return file_d_attente, par_fichier


def routes_du_geocodage():
    """Addresses of these screens under the administration (a ``register_admin_urls`` hook)."""
    vue = APlacerReportView
    routes = [
        path("a-placer/", vue.as_view(), name="a_placer"),
        path("a-placer/resultats/", vue.as_view(results_only=True), name="a_placer_resultats"),
        path("a-placer/<int:pk>/<slug:suite>/", SuiteView.as_view(), name="suite"),
        path("fichier/", FichierView.as_view(), name="fichier"),
        path("fichier/a-geocoder.csv", TelechargementView.as_view(), name="telecharger"),
    ]
    return [path("annuaire-geocodage/", include((routes, "annuaire_geocodage")))]
