"""Panels of the forms of the directory. Models name them: nothing here may import a model."""

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldRowPanel


class PanneauPosition(FieldRowPanel):
    """The fields of a position, and a map that fills them when there is JavaScript."""

    class BoundPanel(FieldRowPanel.BoundPanel):
        template_name = "annuaire/administration/saisie/position.html"

        @cached_property
        def media(self):
            return super().media + forms.Media(
                js=["annuaire/administration/position.js"],
                css={"all": ["annuaire/administration/saisie.css"]},
            )

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
