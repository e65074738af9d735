"""The moderation list: what people reported, and what an animator does about it."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from annuaire import retraits, signalements
from annuaire.administration.choix import AucunChoixViewSet
from annuaire.models import Acteur, Signalement
from socle.politiques import PolitiqueSans
from socle.tableaux import ListeEnTableau, colonnes

# Nobody writes a report in the administration, nor deletes one: they are answered.
register_permission_policy(Signalement, PolitiqueSans(Signalement, "add", "delete"))


class SignalementFilterSet(WagtailFilterSet):
    """What an animator narrows the list by."""

    MOI, PERSONNE, AUTRES = "moi", "personne", "autres"

    suivi = django_filters.ChoiceFilter(
        label=_("Suivi par"),
        choices=[(MOI, _("moi")), (PERSONNE, _("personne")), (AUTRES, _("quelqu’un d’autre"))],
        method="filtrer_suivi",
    )

    class Meta:
        model = Signalement
        fields = ["etat", "genre", "champ"]

    def filtrer_suivi(self, queryset, name, value):
        """Those that the person at the screen follows, those of nobody, those of others."""
        if value == self.PERSONNE:
            return queryset.filter(suivi_par=None)
        if value == self.MOI:
            return queryset.filter(suivi_par=self.request.user)
        return queryset.exclude(suivi_par=None).exclude(suivi_par=self.request.user)


def _fiche(signalement):
    return signalement.acteur or signalement.ref


def _debut(signalement):
    return Truncator(signalement.message).chars(80)


class SignalementIndexView(ListeEnTableau):
    """The list; an entry that is gone is named by its reference.

    What people wrote is for those who answer reports: neither in the list nor in its file for
    who may only see that there are some.
    """

    reservees = frozenset({"message", "courriel", "reponse"})
    cellules = colonnes(
        Signalement,
        "genre",
        "ref",
        "champ",
        "etat",
        "recu_le",
        "suivi_par",
        "traite_par",
        "traite_le",
        "message",
        "courriel",
        "reponse",
        fiche=(_("Fiche"), _fiche),
    )

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("acteur", "suivi_par", "traite_par")

    @cached_property
    def columns(self):
        colonnes = [c for c in super().columns if not isinstance(c, BulkActionsCheckboxColumn)]
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            return colonnes
        return [c for c in colonnes if getattr(c, "accessor", None) is not _debut]


class SignalementEditView(EditView):
    """What people wrote is not edited: its address leads to the screen that answers it."""

    def dispatch(self, request, *args, **kwargs):
        if not _peut(request.user, Signalement, "change"):
            raise PermissionDenied
        return redirect("annuaire_signalements:suite", pk=kwargs["pk"])


class EffacerBulkAction(SnippetBulkAction):
    """In the place of Wagtail's « delete »: reports are answered, never deleted by the dozen."""

    models = [Signalement]
    display_name = _("Effacer")
    aria_label = _("Effacer les signalements choisis")
    action_type = "delete"

    def dispatch(self, request, *args, **kwargs):
        raise PermissionDenied


class SignalementViewSet(SnippetViewSet):
    """Reports, the newest first; the filter « à traiter » is one click away."""

    model = Signalement
    icon = "warning"
    menu_label = _("Signalements")
    list_display = [
        "__str__",
        Column(_fiche, label=_("Fiche")),
        Column("get_champ_display", label=_("Sujet"), sort_key="champ"),
        Column(_debut, label=_("Message")),
        StatusTagColumn(
            "get_etat_display",
            label=_("État"),
            primary=lambda s: s.etat == Signalement.Etat.A_TRAITER,
            sort_key="etat",
        ),
        DateColumn("recu_le", label=_("Reçu"), sort_key="recu_le"),
        Column("suivi_par", label=_("Suivi par")),
        Column("traite_par", label=_("Suite donnée par")),
    ]
    ordering = ["-recu_le"]
    list_per_page = 50
    search_fields = ["ref", "acteur__nom", "message"]
    filterset_class = SignalementFilterSet
    index_view_class = SignalementIndexView
    edit_view_class = SignalementEditView
    chooser_viewset_class = AucunChoixViewSet
    copy_view_enabled = False
    export_filename = "signalements"
    panels = []


class SuiteForm(forms.Form):
    """What an animator does about a report."""

    class Suite:
        TRAITER, REJETER, RETIRER = "traiter", "rejeter", "retirer"

    suite = forms.ChoiceField(
        label=_("Suite"),
        widget=forms.RadioSelect,
        choices=[
            (Suite.TRAITER, _("C’est fait\u00a0: la fiche est corrigée")),
            (Suite.REJETER, _("Rien à faire")),
            (Suite.RETIRER, _("Retirer la fiche\u00a0: elle est effacée et ne reviendra pas")),
        ],
    )
    reponse = forms.CharField(
        label=_("Ce qui a été fait ou répondu"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Pour l’équipe seulement, gardé un an. Sans nom de personne."),
    )
    certain = forms.BooleanField(
        label=_("Oui, effacer la fiche, ses images et ses versions, pour toujours"),
        required=False,
    )

    def clean(self):
        donnees = super().clean()
        if donnees.get("suite") == self.Suite.RETIRER and not donnees.get("certain"):
            self.add_error("certain", _("Cochez cette case pour effacer la fiche."))
        return donnees

    def appliquer(self, signalement, auteur):
        """Do what the form says. Raises ValidationError when the rule refuses it."""
        donnees = self.cleaned_data
        if donnees["suite"] == self.Suite.REJETER:
            signalements.rejeter(signalement, auteur, donnees["reponse"])
            return
        signalements.traiter(signalement, auteur, donnees["reponse"])
        if donnees["suite"] == self.Suite.RETIRER:
            # The log of actions is never erased: it names the report, not what was answered.
            motif = _("signalement n°\u00a0%s") % signalement.pk
            retraits.retirer(signalement.acteur, str(motif), auteur)


class SuiviView(View):
    """« Je m’en occupe », « Je le laisse », by POST."""

    http_method_names = ["post"]
    verbes = {
        "suivre": (signalements.suivre, _("Ce signalement est à vous.")),
        "laisser": (signalements.laisser, _("Ce signalement est de nouveau à tout le monde.")),
    }

    def dispatch(self, request, *args, **kwargs):
        if not _peut(request.user, Signalement, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, pk, verbe):
        if verbe not in self.verbes or pk >= 2**63:
            raise Http404
        signalement = get_object_or_404(Signalement, pk=pk)
        faire, phrase = self.verbes[verbe]
        try:
            faire(signalement, request.user)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
        else:
            messages.success(request, phrase)
        return redirect("annuaire_signalements:suite", pk=pk)


class SuiteView(FormView):
    """One report, and the form that answers it."""

    form_class = SuiteForm
    template_name = "annuaire/administration/signalement.html"

    def dispatch(self, request, *args, **kwargs):
        if not _peut(request.user, Signalement, "change"):
            raise PermissionDenied
        self.signalement = get_object_or_404(
            Signalement.objects.select_related("acteur", "suivi_par", "traite_par"),
            pk=kwargs["pk"],
        )
        return super().dispatch(request, *args, **kwargs)

    @property
    def peut_retirer(self):
        return self.signalement.acteur is not None and _peut(self.request.user, Acteur, "delete")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.peut_retirer:
            champ = form.fields["suite"]
            champ.choices = [c for c in champ.choices if c[0] != SuiteForm.Suite.RETIRER]
            del form.fields["certain"]
        return form

    def get_context_data(self, **kwargs):
        acteur = self.signalement.acteur
        return {
            **super().get_context_data(**kwargs),
            "signalement": self.signalement,
            "ouvert": self.signalement.etat == Signalement.Etat.A_TRAITER,
            "liste": _adresse(Signalement, "list"),
            "suivre": reverse("annuaire_signalements:suivi", args=[self.signalement.pk, "suivre"]),
            "laisser": reverse(
                "annuaire_signalements:suivi", args=[self.signalement.pk, "laisser"]
            ),
            "adresse_fiche": _adresse(Acteur, "edit", acteur.pk) if acteur else "",
        }

    def form_valid(self, form):
        try:
            form.appliquer(self.signalement, self.request.user)
        except ValidationError as erreur:
            form.add_error(None, erreur)
            return self.form_invalid(form)
        messages.success(self.request, _("C’est noté."))
        return redirect(_adresse(Signalement, "list"))


def _peut(compte, modele, action):
    return policy_registry.get_by_type(modele).user_has_permission(compte, action)


def _adresse(modele, vue, *arguments):
    return reverse(modele.snippet_viewset.get_url_name(vue), args=arguments)


def ce_qui_est_signale(request):
    """(sentence, address) of the reports that wait, None when there is none or not for them."""
    if not _peut(request.user, Signalement, "change"):
        return None
    nombre = Signalement.objects.a_traiter().count()
    if not nombre:
        return None
    phrase = ngettext("%(n)d signalement à traiter", "%(n)d signalements à traiter", nombre)
    liste = f"{_adresse(Signalement, 'list')}?etat={Signalement.Etat.A_TRAITER}"
    return phrase % {"n": nombre}, liste


def routes_des_signalements():
    """Addresses of these screens under the administration (a ``register_admin_urls`` hook)."""
    routes = [
        path("<int:pk>/suite/", SuiteView.as_view(), name="suite"),
        path("<int:pk>/suivi/<slug:verbe>/", SuiviView.as_view(), name="suivi"),
    ]
    return [path("annuaire-signalements/", include((routes, "annuaire_signalements")))]
