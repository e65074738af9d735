"""Two actions on several actors: tags put on or taken away, and a domain to file them under."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from annuaire import par_lot
from annuaire.administration.actions import ActionSurActeurs, SuiteForm
from annuaire.administration.formulaire import arbre, groupes
from annuaire.models import Domaine, Etiquette, EtiquetteActeur

ETIQUETTES_MAX = 20
NOM_MAX = Etiquette._meta.get_field("name").max_length


class EtiqueterForm(SuiteForm):
    """Tags to add, by name, and to remove among those that the chosen actors bear."""

    ajouter = forms.CharField(
        label=_("Ajouter"),
        required=False,
        max_length=1000,
        help_text=_("Séparées par des virgules : vrac, circuit court."),
    )
    retirer = forms.MultipleChoiceField(
        label=_("Retirer"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, acteurs, **kwargs):
        super().__init__(*args, **kwargs)
        poses = EtiquetteActeur.objects.filter(content_object__in=acteurs.order_by().values("pk"))
        comptes = poses.values_list("tag__name").annotate(n=Count("pk")).order_by("-n", "tag__name")
        choix = [(nom, f"{nom} ({n})") for nom, n in comptes[:50]]
        if choix:
            self.fields["retirer"].choices = choix
        else:
            del self.fields["retirer"]

    def clean_ajouter(self):
        """The names, each once."""
        noms = [" ".join(nom.split()) for nom in self.cleaned_data["ajouter"].split(",")]
        noms = list(dict.fromkeys(nom for nom in noms if nom))
        if len(noms) > ETIQUETTES_MAX:
            raise ValidationError(_("Vingt étiquettes au plus à la fois."))
        if any(len(nom) > NOM_MAX for nom in noms):
            raise ValidationError(_("Une étiquette compte cent signes au plus."))
        return noms

    def clean(self):
        donnees = super().clean()
        if not self.errors and not donnees["ajouter"] and not donnees.get("retirer"):
            raise ValidationError(_("Dites quelle étiquette ajouter ou retirer."))
        return donnees


class RangerForm(SuiteForm):
    """The domain, and its place among those of each actor."""

    class Place:
        AUTRE, PRINCIPAL = "autre", "principal"

    domaine = forms.ModelChoiceField(label=_("Domaine"), queryset=Domaine.objects.none())
    place = forms.ChoiceField(
        label=_("Place"),
        initial=Place.AUTRE,
        widget=forms.RadioSelect,
        choices=[
            (Place.AUTRE, _("un domaine parmi les autres")),
            (
                Place.PRINCIPAL,
                _("le domaine principal (celui d’avant reste parmi les autres)"),
            ),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        champ = self.fields["domaine"]
        champ.queryset = Domaine.objects.sources()
        # The longest name would otherwise be wider than a telephone.
        champ.widget = forms.Select(attrs={"style": "max-width: min(100%, 80vw)"})
        champ.widget.choices = groupes(arbre(champ.queryset))


class _ActionAvecChoix(ActionSurActeurs):
    """What is chosen is shown again, with what it will do, before it is done."""

    def a_choisir(self, form):
        return not form.cleaned_data["confirmer"]

    def get_context_data(self, **kwargs):
        etape = kwargs.pop("etape", "choisir")
        if etape == "verifier":
            donnees = self.request.POST.copy()
            donnees["confirmer"] = "1"
            relu = self.form_class(donnees, **self.arguments_du_formulaire())
            kwargs = {"resume": self.resumer(kwargs["form"]), **kwargs, "form": relu}
        return super().get_context_data(**kwargs, etape=etape)


class EtiqueterBulkAction(_ActionAvecChoix):
    """Add and remove tags."""

    display_name = _("Étiqueter")
    bouton = _("Oui, étiqueter")
    aria_label = _("Étiqueter les acteurs choisis")
    action_type = "etiqueter"
    action_priority = 30
    form_class = EtiqueterForm

    def arguments_du_formulaire(self):
        return {"acteurs": self.selection}

    def faire(self, pks, form):
        choix = form.cleaned_data
        return par_lot.etiqueter(pks, choix["ajouter"], choix.get("retirer", ()), self.request.user)

    def resumer(self, form):
        """[(what, names)] of what will be done."""
        choix = form.cleaned_data
        lignes = [(_("Ajouter"), choix["ajouter"]), (_("Retirer"), choix.get("retirer") or [])]
        return [(quoi, ", ".join(noms)) for quoi, noms in lignes if noms]

    def annoncer(self, n):
        phrase = ngettext("%(n)d fiche est concernée.", "%(n)d fiches sont concernées.", n)
        return phrase % {"n": n}

    def conclure(self, n):
        return ngettext("%(n)d fiche étiquetée.", "%(n)d fiches étiquetées.", n) % {"n": n}


class RangerBulkAction(_ActionAvecChoix):
    """File under a domain."""

    # Short: the bar of actions cuts longer names.
    display_name = _("Ranger")
    titre = _("Ranger dans un domaine")
    bouton = _("Oui, ranger")
    aria_label = _("Ranger les acteurs choisis dans un domaine")
    action_type = "ranger"
    action_priority = 40
    form_class = RangerForm

    def faire(self, pks, form):
        principal = form.cleaned_data["place"] == RangerForm.Place.PRINCIPAL
        domaine = form.cleaned_data["domaine"]
        return par_lot.ranger(pks, domaine, principal=principal, auteur=self.request.user)

    def resumer(self, form):
        """[(what, names)] of what will be done."""
        places = dict(form.fields["place"].choices)
        choix = form.cleaned_data
        return [(_("Domaine"), str(choix["domaine"])), (_("Place"), places[choix["place"]])]

    def annoncer(self, n):
        phrase = ngettext("%(n)d fiche est concernée.", "%(n)d fiches sont concernées.", n)
        return phrase % {"n": n}

    def conclure(self, n):
        return ngettext("%(n)d fiche rangée.", "%(n)d fiches rangées.", n) % {"n": n}
