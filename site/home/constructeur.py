"""Forms made of the questions that editors wrote: what a person and a robot see of them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

from socle import timbres

LONGUEUR_MAX = 5000
# Names with a hyphen: no question can take them (theirs are in snake_case).
LEURRE, TIMBRE = "site-web", "timbre-signe"
# What browsers send, then what people type where there is no calendar.
DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y"]
MANQUE = {
    "singleline": _("Remplissez cette ligne."),
    "multiline": _("Écrivez quelques mots ici."),
    "email": _("Donnez une adresse électronique."),
    "number": _("Donnez un nombre."),
    "url": _("Donnez une adresse de site."),
    "date": _("Donnez une date."),
    "checkbox": _("Cochez cette case pour envoyer le formulaire."),
    "checkboxes": _("Cochez au moins une réponse."),
    "radio": _("Choisissez une réponse."),
    "dropdown": _("Choisissez dans la liste."),
}
FAUTES = {
    "email": _("Il manque quelque chose à cette adresse : prenom@exemple.fr."),
    "number": _("Écrivez un nombre, en chiffres."),
    "url": _("Écrivez l’adresse en entier : https://exemple.fr."),
    "date": _("Écrivez la date comme ceci : 27/11/2026."),
}


class FormulairePublic(BaseForm):
    """A form that anybody may send: a signed time stamp, a field that people never see."""

    marquer_facultatifs = True

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields[LEURRE] = forms.CharField(
            label=_("Laissez ce champ vide"),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )
        self.fields[TIMBRE] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=timbres.timbrer(self._objet)
        )

    def clean(self):
        propres = super().clean()
        if propres.get(LEURRE):
            self.add_error(
                LEURRE, _("Laissez ce champ vide\u202f: il sert à reconnaître les robots.")
            )
        try:
            timbres.verifier(propres.get(TIMBRE, ""), self._objet)
        except ValidationError as erreur:
            if erreur.code == "perime":
                self.data = self.data.copy()
                self.data[self.add_prefix(TIMBRE)] = timbres.timbrer(self._objet)
            raise
        return propres

    @property
    def leurre(self):
        return self[LEURRE]

    @property
    def timbre(self):
        return self[TIMBRE]

    @property
    def questions(self):
        """The BoundFields that people answer."""
        return [champ for champ in self if champ.name not in (LEURRE, TIMBRE)]

    @property
    def reponses(self):
        """``{name: value}`` of what people answered."""
        return {champ.name: self.cleaned_data[champ.name] for champ in self.questions}

    @property
    def _objet(self):
        return f"formulaire:{self.page.pk if self.page else ''}"


class ConstructeurDeFormulaire(FormBuilder):
    """Wagtail's, with sentences in French, bounds, and what browsers may fill in."""

    def get_form_class(self):
        return type("FormulaireDEditeur", (FormulairePublic,), self.formfields)

    def get_field_options(self, field):
        options = super().get_field_options(field)
        options["help_text"] = field.help_text  # escaped by the template
        options["error_messages"] = {"required": MANQUE[field.field_type]}
        if field.field_type in FAUTES:
            options["error_messages"]["invalid"] = FAUTES[field.field_type]
        return options

    def create_singleline_field(self, field, options):
        options["max_length"] = 255
        return forms.CharField(widget=forms.TextInput(attrs=_remplissage(field)), **options)

    def create_multiline_field(self, field, options):
        options["max_length"] = LONGUEUR_MAX
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **options)

    def create_email_field(self, field, options):
        saisie = forms.EmailInput(attrs={"autocomplete": "email"})
        return forms.EmailField(widget=saisie, **options)

    def create_number_field(self, field, options):
        # Not type=number, whose wheel and arrows change what people typed; « 3,5 » is a number.
        saisie = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(max_digits=12, localize=True, widget=saisie, **options)

    def create_date_field(self, field, options):
        saisie = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(widget=saisie, input_formats=DATES, **options)

    def create_dropdown_field(self, field, options):
        choix = self.get_formatted_field_choices(field)
        options["choices"] = [("", _("Choisissez")), *choix]
        return forms.ChoiceField(**options)


def _remplissage(champ):
    """Attributes of the input: what it is for, where it is about the person (WCAG 1.3.5)."""
    return {"autocomplete": champ.remplissage} if champ.remplissage else {}
