"""The editing screen of an actor, and the screens that note a fact of its life."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import workflow
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import DeleteView, EditView

from annuaire import retraits, vie
from annuaire.models import Acteur
from annuaire.refs import normaliser


class ActeurEditView(EditView):
    """The form; its menu leads to the facts of the record, which drafts never carry."""

    @property
    def can_delete(self):
        """One leaves the directory by being closed, merged, hidden or withdrawn (VieView)."""
        return self.request.user.is_superuser

    @property
    def header_more_buttons(self):
        vie_bouton = Button(
            _("Vérifiée, fermée, fusionnée…"),
            url=reverse("annuaire_admin:vie", args=[self.object.pk]),
            icon_name="calendar-check",
            priority=5,
        )
        return [vie_bouton, *super().header_more_buttons]

    def run_action_method(self):
        """Approving publishes the draft as it is kept: what it breaks is said in words."""
        try:
            return super().run_action_method()
        except ValidationError as erreur:
            messages.error(self.request, _pas_publiee(erreur))
            return redirect(self.edit_url_name, self.object.pk)


class ActeurWorkflowActionView(workflow.WorkflowAction):
    """Approving from the list of what waits: the same, without the form."""

    def post(self, request, *args, **kwargs):
        try:
            return super().post(request, *args, **kwargs)
        except ValidationError as erreur:
            messages.error(request, _pas_publiee(erreur))
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url}
            )
        return redirect(self.redirect_url)


def _pas_publiee(erreur):
    fautes = " ".join(erreur.messages)
    return _("La fiche n’est pas publiée. %(fautes)s") % {"fautes": fautes}


class ActeurDeleteView(DeleteView):
    """Plain deletion keeps nothing that would stop an import from bringing the entry back."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class VieForm(forms.Form):
    """What happened to the actor, and when."""

    class Fait:
        VERIFIER, FERMER, ROUVRIR, FUSIONNER = "verifier", "fermer", "rouvrir", "fusionner"
        RETIRER = "retirer"

    fait = forms.ChoiceField(
        label=_("Ce qui s’est passé"),
        choices=[
            (Fait.VERIFIER, _("La fiche a été vérifiée")),
            (Fait.FERMER, _("L’acteur a fermé définitivement")),
            (Fait.ROUVRIR, _("L’acteur est de nouveau en activité")),
            (Fait.FUSIONNER, _("C’est la même structure qu’une autre fiche")),
            (Fait.RETIRER, _("On demande son retrait\u00a0: elle est effacée et ne reviendra pas")),
        ],
    )
    le = forms.DateField(
        label=_("Le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Vide : aujourd’hui."),
    )
    vers = forms.CharField(
        label=_("Référence de l’autre fiche"),
        required=False,
        max_length=8,
        help_text=_("Huit signes, en bas de chaque fiche ; pour une fusion seulement."),
    )

    certain = forms.BooleanField(
        label=_("Oui, effacer la fiche, ses images et ses versions, pour toujours"),
        required=False,
        help_text=_("Pour un retrait seulement."),
    )

    def clean_le(self):
        le = self.cleaned_data["le"]
        if le and le > timezone.localdate():
            raise ValidationError(_("Cette date est à venir."))
        return le

    def clean(self):
        donnees = super().clean()
        if donnees.get("fait") == self.Fait.FUSIONNER:
            ref = normaliser(donnees.get("vers", ""))
            donnees["cible"] = Acteur.objects.filter(ref=ref).first()
            if donnees["cible"] is None:
                self.add_error("vers", _("Aucune fiche ne porte cette référence."))
        if donnees.get("fait") == self.Fait.RETIRER and not donnees.get("certain"):
            self.add_error("certain", _("Cochez cette case pour effacer la fiche."))
        return donnees

    def appliquer(self, acteur, auteur):
        """Do what the form says; raises ValidationError when the rule refuses it."""
        donnees = self.cleaned_data
        match donnees["fait"]:
            case self.Fait.VERIFIER:
                vie.verifier(acteur, donnees["le"], auteur)
            case self.Fait.FERMER:
                vie.fermer(acteur, donnees["le"], auteur)
            case self.Fait.ROUVRIR:
                vie.rouvrir(acteur, auteur)
            case self.Fait.FUSIONNER:
                vie.fusionner(acteur, donnees["cible"], auteur)
            case self.Fait.RETIRER:
                retraits.retirer(acteur, auteur=auteur)


class VieView(FormView):
    """Note a fact about a record: verified, closed, open again, merged."""

    form_class = VieForm
    template_name = "annuaire/administration/vie.html"

    def dispatch(self, request, *args, **kwargs):
        self.acteur = get_object_or_404(Acteur, pk=kwargs["pk"])
        politique = policy_registry.get_by_type(Acteur)
        if not politique.user_has_permission_for_instance(request.user, "publish", self.acteur):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        politique = policy_registry.get_by_type(Acteur)
        if not politique.user_has_permission(self.request.user, "delete"):
            champ = form.fields["fait"]
            champ.choices = [c for c in champ.choices if c[0] != VieForm.Fait.RETIRER]
            del form.fields["certain"]
        return form

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "acteur": self.acteur,
            "adresse_fiche": self.adresse_fiche,
        }

    @property
    def adresse_fiche(self):
        return reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[self.acteur.pk])

    def form_valid(self, form):
        try:
            form.appliquer(self.acteur, self.request.user)
        except ValidationError as erreur:
            form.add_error(None, erreur)
            return self.form_invalid(form)
        messages.success(self.request, _("C’est noté."))
        if form.cleaned_data["fait"] == VieForm.Fait.RETIRER:
            return redirect(Acteur.snippet_viewset.get_url_name("list"))
        return redirect(self.adresse_fiche)


def routes_de_vie():
    """Addresses of these screens under the administration (a ``register_admin_urls`` hook)."""
    routes = ([path("<int:pk>/vie/", VieView.as_view(), name="vie")], "annuaire_admin")
    return [path("annuaire-acteurs/", include(routes))]
