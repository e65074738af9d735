"""Where editors keep the models of pages that they make."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel
from wagtail.models import Page, PageViewRestriction


class ModelesPage(Page):
    """The folder of models. It stands beside the home page, not below it: no site gives it an
    address, hence none to what it holds. It is private besides, which every list respects.

    What is published in it is offered in « Créer depuis un modèle »: who may publish decides.
    """

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.FichePage", "home.PageEditoriale", "home.ActualitePage"]
    max_count = 1
    preview_modes = []
    hors_plan = True
    content_panels = [
        *Page.content_panels,
        HelpPanel(
            content=_(
                "Ces pages ne sont jamais sur le site. Une fois publiées, elles sont offertes dans "
                "« Créer depuis un modèle » : leur titre dit lequel c’est, et leur description "
                "(onglet Promotion) à quoi il sert."
            )
        ),
    ]
    promote_panels = []

    class Meta:
        verbose_name = _("dossier des modèles")
        verbose_name_plural = _("dossiers des modèles")

    def save(self, *args, **kwargs):
        """Save the folder, and close it again should somebody have opened it."""
        super().save(*args, **kwargs)
        if not PageViewRestriction.objects.filter(page=self).exists():
            PageViewRestriction.objects.create(
                page=self, restriction_type=PageViewRestriction.LOGIN
            )

    def serve(self, request, *args, **kwargs):
        """Nobody reads it, even on a site that would start here."""
        raise Http404
