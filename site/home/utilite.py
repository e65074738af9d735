"""« Cette fiche vous a-t-elle été utile ? »: two counters, no cookie, nothing about who answers."""

from django import forms
from django.db.models import F
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from home.models import Utilite
from socle.debits import adresse_client, autoriser

JOUR_S, HEURE_S = 24 * 3600, 3600
PAR_FICHE, PAR_HEURE = 1, 30
MERCI, DEJA, VIDE = "merci", "deja", "vide"
ANCRE = "avis-fiche"


class UtiliteForm(forms.Form):
    """One press of a button."""

    utile = forms.ChoiceField(choices=[("oui", "oui"), ("non", "non")])


class SuiteForm(forms.Form):
    """What became of it, in the address that the browser is sent to."""

    avis = forms.ChoiceField(choices=[(x, x) for x in (MERCI, DEJA, VIDE)])


def recevoir(request, fiche):
    """Count an answer about a published FichePage and go back to it; once a day and a network."""
    form = UtiliteForm(request.POST)
    suite = VIDE
    if form.is_valid():
        suite = MERCI if _permis(request, fiche) else DEJA
    if suite == MERCI:
        compter(fiche, form.cleaned_data["utile"])
    return HttpResponseRedirect(f"{request.path}?avis={suite}#{ANCRE}")


def _permis(request, fiche):
    adresse = adresse_client(request)
    return autoriser(
        f"utile:{fiche.pk}:{adresse}", limite=PAR_FICHE, fenetre_s=JOUR_S
    ) and autoriser(f"utile:{adresse}", limite=PAR_HEURE, fenetre_s=HEURE_S)


def compter(fiche, reponse):
    """Add one to « oui » or « non »."""
    Utilite.objects.get_or_create(fiche=fiche)
    Utilite.objects.filter(fiche=fiche).update(**{reponse: F(reponse) + 1})


def phrase(request):
    """What to say once an answer came; "" when none did."""
    form = SuiteForm(request.GET)
    if not form.is_valid():
        return ""
    return {
        MERCI: _("Merci\u202f: votre réponse est comptée, et rien d’autre n’est gardé."),
        DEJA: _("Votre réponse d’aujourd’hui est déjà comptée."),
        VIDE: _("Choisissez oui ou non."),
    }[form.cleaned_data["avis"]]
