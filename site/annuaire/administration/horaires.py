"""The hours of an actor or of a place, entered in rows; the notation stays a text, always there.

The browser posts the text as it stands, and rows once somebody touched them: rows win. Untouched
hours go back exactly as they were stored, and without JavaScript there is only the text.
"""

import json
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.forms.models import register_form_field_override

from annuaire import horaires
from annuaire.administration.permissions import ReserveeMixin
from annuaire.horaires.echanges import depuis_json, en_json
from annuaire.horaires.francais import RANGS
from annuaire.horaires.phrases import JOURS, MOIS
from annuaire.horaires.rangees import saisie_de
from annuaire.horaires.saisie import SaisieRefusee, composer
from annuaire.models.champs import ChampHoraires

SUFFIXE = "-saisie"
CHOIX_DES_RANGS = (*enumerate(RANGS, 1), (-2, _("avant-dernier")), (-1, _("dernier")))
ANNEES = 4
PAS_MAX = 4  # « une semaine sur quatre » is the last that the form offers


@dataclass(frozen=True)
class Recus:
    """Hours as the form sent them: rows in JSON, and the text they take the place of."""

    saisie: str
    texte: str


def rangees_de(texte):
    """Return what the script edits for a text, as JSON; « » when rows cannot say it."""
    saisie = saisie_de(texte or "")
    montres = {rang for rang, _nom in CHOIX_DES_RANGS}
    if saisie is None or any({*rangee.rangs} - montres for rangee in saisie.rangees):
        return ""
    if any(pas > PAS_MAX for rangee in saisie.rangees for _a, _b, pas in rangee.semaines):
        return ""
    return json.dumps(en_json(saisie))


def apercu(texte="", fautes=()):
    """Return the HTML that shows a notation in words, or what is wrong with what was entered."""
    expression = horaires.lire(texte)
    return render_to_string(
        "annuaire/administration/saisie/apercu.html",
        {
            "fautes": fautes,
            "semaine": horaires.en_francais(expression),
            "reparations": expression.reparations,
            "notation": expression.notation,
        },
    )


class EditeurHoraires(forms.TextInput):
    """A text input, and what its script needs to put rows in its place."""

    template_name = "annuaire/administration/saisie/horaires.html"
    aide = ""

    class Media:
        js = ["annuaire/administration/horaires.js"]
        css = {"all": ["annuaire/administration/saisie.css"]}

    def format_value(self, value):
        return super().format_value(value.texte if isinstance(value, Recus) else value)

    def get_context(self, name, value, attrs):
        recus = value.saisie if isinstance(value, Recus) else ""
        aujourdhui = timezone.localdate()
        semaine = aujourdhui.isocalendar().week
        return {
            **super().get_context(name, value, attrs),
            # Once a page: by the actor's own editor, whose field has no prefix, for all.
            "avec_rangees": "-" not in name,
            "nom_de_la_saisie": f"{name}{SUFFIXE}",
            "adresse": reverse_lazy("annuaire_saisie:horaires"),
            "recus": recus,
            "saisie": recus or rangees_de(value),
            "apercu": apercu("" if recus else value or ""),
            "aide": self.aide,
            "jours": enumerate(JOURS),
            "mois": [*enumerate(MOIS, 1)],
            "rangs": CHOIX_DES_RANGS,
            "annees": range(aujourdhui.year, aujourdhui.year + ANNEES),
            "semaine": semaine,
            "parite": _("impaire") if semaine % 2 else _("paire"),
        }

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        champ = self._render("django/forms/widgets/text.html", context, renderer)
        return self._render(self.template_name, {**context, "champ": champ}, renderer)

    def value_from_datadict(self, data, files, name):
        texte = super().value_from_datadict(data, files, name)
        saisie = data.get(f"{name}{SUFFIXE}")
        return Recus(saisie, texte or "") if saisie else texte


class ChampHorairesForm(forms.CharField):
    """Takes a text, or `Recus` which it composes; says what is wrong in sentences."""

    widget = EditeurHoraires

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "help_text": "", "widget": EditeurHoraires()})
        # About the notation: only of use beside the text.
        self.widget.aide = kwargs.get("help_text", "")

    def to_python(self, value):
        if isinstance(value, Recus):
            try:
                value = composer(depuis_json(value.saisie))
            except SaisieRefusee as refus:
                raise ValidationError([*refus.phrases]) from refus
        return super().to_python(value)


register_form_field_override(ChampHoraires, override={"form_class": ChampHorairesForm})


class HorairesView(ReserveeMixin, View):
    """POST ``saisie`` (JSON) or ``texte``: what they say in words, and each in terms of the other.

    JSON: texte (None when the rows cannot be composed), saisie (JSON, « » when rows cannot say the
    text), apercu (HTML).
    """

    http_method_names = ["post"]

    def post(self, request):
        texte = request.POST.get("texte", "")
        if "saisie" in request.POST:
            try:
                texte = composer(depuis_json(request.POST["saisie"]))
            except SaisieRefusee as refus:
                dit = apercu(fautes=refus.phrases)
                return JsonResponse({"texte": None, "saisie": "", "apercu": dit})
        return JsonResponse({"texte": texte, "saisie": rangees_de(texte), "apercu": apercu(texte)})
