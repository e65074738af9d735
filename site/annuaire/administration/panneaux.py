"""Panels of the forms of the directory. Models name them: nothing here may import a model."""

from django import forms
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class SaisieDePosition(forms.NumberInput):
    """A number, and the script of the map: inline panels only load what widgets name."""

    class Media:
        js = ["annuaire/administration/position.js"]
        css = {"all": ["annuaire/administration/saisie.css"]}


class PanneauPosition(FieldRowPanel):
    """The fields of a position, and a map that fills them when there is JavaScript."""

    def __init__(self, children=None, **kwargs):
        champs = [FieldPanel("latitude", widget=SaisieDePosition), "longitude", "precision"]
        super().__init__(children or champs, **kwargs)

    class BoundPanel(FieldRowPanel.BoundPanel):
        template_name = "annuaire/administration/saisie/position.html"

        def get_context_data(self, parent_context=None):
            return {
                **super().get_context_data(parent_context),
                "champs": {
                    nom: self.form[nom].auto_id
                    for nom in ("latitude", "longitude", "precision", "commune")
                },
                "fond": reverse("annuaire_saisie:fond"),
                "position": reverse("annuaire_saisie:position"),
            }
