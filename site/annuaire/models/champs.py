"""Fields of the models of the directory."""

from django import forms
from django.db import models

from annuaire.identifiants import chiffres


class ChampNumeroForm(forms.CharField):
    """Takes « 807 469 317 00018 » as it is printed; the length counts once spaces are gone."""

    def to_python(self, value):
        return chiffres(super().to_python(value)).upper()

    def widget_attrs(self, widget):
        # The browser would cut a number pasted with its spaces.
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class ChampNumero(models.CharField):
    """An official number, kept without spaces, dots or dashes, in capitals."""

    def deconstruct(self):
        """A plain CharField to migrations: the column is the same."""
        nom, _chemin, args, kwargs = super().deconstruct()
        return nom, "django.db.models.CharField", args, kwargs

    def to_python(self, value):
        valeur = super().to_python(value)
        return chiffres(valeur).upper() if valeur else valeur

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": ChampNumeroForm, **kwargs})


class ChampHoraires(models.CharField):
    """Opening hours in OpenStreetMap's notation: the administration enters them in rows."""

    def deconstruct(self):
        """A plain CharField to migrations: the column is the same."""
        nom, _chemin, args, kwargs = super().deconstruct()
        return nom, "django.db.models.CharField", args, kwargs
