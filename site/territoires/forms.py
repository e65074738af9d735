"""« Où ? » as a form field, and the input of the suggestions."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from territoires import orthographe
from territoires.lieux import Resolution, resoudre


class OuField(forms.CharField):
    """Clean a text into a `Resolution` (None when empty and not required).

    A name that nothing bears is a ValidationError that offers look-alikes. A homonym is not an
    error: the `Resolution` has `candidats` and the view asks which one (`question(resolution)`).
    """

    default_error_messages = {
        "invalid": gettext_lazy("Nous ne connaissons pas ce lieu."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", orthographe.LONGUEUR_MAX)
        kwargs.setdefault("label", gettext_lazy("Où ?"))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value) -> Resolution | None:
        texte = super().clean(value)
        if not texte:
            return None
        resolution = resoudre(texte)
        if resolution.est_vide:
            raise forms.ValidationError(inconnu(resolution), code="inconnu")
        return resolution


def inconnu(resolution: Resolution) -> str:
    """Say that a place is not known, with what looks like it."""
    if not resolution.candidats:
        return _(
            "Nous ne connaissons pas de lieu nommé « %(texte)s » : essayez une commune, "
            "un code postal ou un département."
        ) % {"texte": resolution.texte}
    propositions = ", ".join([f"{c.libelle} ({c.detail})" for c in resolution.candidats[:3]])
    return _(
        "Nous ne connaissons pas de lieu nommé « %(texte)s ». Vouliez-vous dire : %(lieux)s ?"
    ) % {"texte": resolution.texte, "lieux": propositions}


def question(resolution: Resolution) -> str:
    """« Quel lieu nommé « Saint-Denis » cherchez-vous ? », to stand over the links."""
    return _("Quel lieu nommé « %(nom)s » cherchez-vous ?") % {"nom": resolution.texte}


class SuggestionsForm(forms.Form):
    """What is typed in the box; too short is not an error, too long is."""

    q = forms.CharField(required=False, max_length=100)
