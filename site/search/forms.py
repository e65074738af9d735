"""What the site search may be asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .analyse import sans_controles
from .sections import types
from .suggestions import LONGUEUR_MAX as SUGGESTION_MAX

PAGES_MAX = 500


class TexteField(forms.CharField):
    """One line, without control and format characters."""

    def to_python(self, value):
        return sans_controles(super().to_python(value))


class SuggestionsForm(forms.Form):
    """The first letters of something."""

    q = TexteField(
        required=False,
        max_length=SUGGESTION_MAX,
        error_messages={"max_length": _("C’est trop long pour une suggestion.")},
    )


class RechercheDuSiteForm(forms.Form):
    """``type``: one kind of thing, or all; unknown ones and pages beyond reason are refused."""

    q = TexteField(required=False)
    type = forms.CharField(required=False)
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=PAGES_MAX,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Une page porte un numéro, de 1 à 500."),
        ),
    )

    def clean_type(self):
        demande = self.cleaned_data["type"]
        if demande and demande not in types():
            raise forms.ValidationError(_("Ce genre de résultats n’existe pas."))
        return demande
