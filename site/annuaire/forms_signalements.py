"""The forms that anybody may send about an entry: no account, no cookie, no script."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annuaire.models import Signalement
from socle import timbres

MESSAGE_MAX = 3000
_Champ = Signalement.Champ
SUJETS = {
    Signalement.Genre.ERREUR: (
        _Champ.NOM,
        _Champ.ADRESSE,
        _Champ.CONTACT,
        _Champ.HORAIRES,
        _Champ.LABELS,
        _Champ.IMAGE,
        _Champ.FERMETURE,
        _Champ.DOUBLON,
        _Champ.AUTRE,
    ),
    Signalement.Genre.RETRAIT: (_Champ.STRUCTURE, _Champ.PERSONNE, _Champ.AUTRE),
}


class SignalementForm(forms.Form):
    """What is wrong with an entry, or who asks for its withdrawal."""

    marquer_facultatifs = True

    champ = forms.ChoiceField(label=_("Ce qui ne va pas"))
    message = forms.CharField(
        label=_("Ce qu’il faudrait lire"),
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Dites en quelques mots ce qu’il faut corriger.")},
    )
    courriel = forms.EmailField(
        label=_("Votre courriel"),
        required=False,
        help_text=_("Pour vous répondre. Il n’est pas publié, et nous l’effaçons un an après."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Seen by machines alone: people never reach it, whatever they read with.
    site_web = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    timbre = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, donnees, *, acteur, genre):
        super().__init__(donnees, label_suffix="")
        self.acteur, self.genre = acteur, genre
        self.fields["champ"].choices = [
            ("", _("Choisissez")),
            *((sujet.value, sujet.label) for sujet in SUJETS[genre]),
        ]
        self.fields["champ"].error_messages["required"] = _("Choisissez dans la liste.")
        self.fields["timbre"].initial = timbres.timbrer(self._objet)
        if genre == Signalement.Genre.RETRAIT:
            self.fields["champ"].label = _("Vous êtes")
            self.fields["message"].label = _("Pourquoi, ou ce qu’il faut retirer")
            self.fields["message"].required = False

    def clean_site_web(self):
        if self.cleaned_data["site_web"]:
            raise ValidationError(
                _("Laissez ce champ vide\u202f: il sert à reconnaître les robots.")
            )
        return ""

    def clean(self):
        try:
            timbres.verifier(self.cleaned_data.get("timbre", ""), self._objet)
        except ValidationError as erreur:
            if erreur.code == "perime":
                self.data = {**self.data.dict(), "timbre": timbres.timbrer(self._objet)}
            raise
        return self.cleaned_data

    @property
    def depot(self):
        """What is worth keeping of a valid form."""
        return {nom: self.cleaned_data[nom] for nom in ("champ", "message", "courriel")}

    @property
    def _objet(self):
        return f"signalement:{self.genre}:{self.acteur.ref}"
