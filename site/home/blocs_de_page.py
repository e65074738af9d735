"""Blocks of editorial pages: those of the guide's sheets, and a form that editors made."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocs import CorpsDuGuideBlock


class FormulaireBlock(blocks.StructBlock):
    """The form of a page of forms; it is sent there, where its errors and its thanks are."""

    titre = blocks.CharBlock(
        label=_("Titre"), required=False, max_length=120, help_text=_("Vide : celui de la page.")
    )
    page = blocks.PageChooserBlock(page_type="home.FormulairePage", label=_("Formulaire"))

    class Meta:
        group = _("Formulaires")
        icon = "form"
        label = _("Formulaire")
        template = "home/bloc_formulaire.html"
        preview_value = {"titre": "", "page": None}
        description = _("Le formulaire d’une page, à remplir ici.")

    def get_context(self, value, parent_context=None):
        from home.formulaires import dessines

        contexte = super().get_context(value, parent_context)
        request = contexte.get("request")
        prets = contexte.get("formulaires")
        if prets is None:
            prets = dessines([value], request)
        contexte["pret"] = prets.get(id(value))
        return contexte


class CorpsDePageBlock(CorpsDuGuideBlock):
    """The body of an editorial page."""

    formulaire = FormulaireBlock()

    class Meta:
        template = "socle/blocs/corps.html"
        block_counts = {
            "acteurs": {"max_num": 4},
            "appel": {"max_num": 4},
            "formulaire": {"max_num": 3},
        }
