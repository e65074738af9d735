"""Pages of running text, and the plan of the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.blocs_de_page import CorpsDePageBlock
from socle.champs import CorpsField


class PageEditoriale(Page):
    """A page of text: a standfirst, a body, the pages below it."""

    chapo = models.TextField(
        _("chapô"), blank=True, help_text=_("Ce que l’on trouve ici, en une ou deux phrases.")
    )
    corps = CorpsField(CorpsDePageBlock, verbose_name=_("texte"), blank=True)

    template = "home/page.html"
    parent_page_types = ["home.HomePage", "home.PageEditoriale", "home.ModelesPage"]
    subpage_types = ["home.PageEditoriale", "home.FormulairePage"]
    content_panels = [*Page.content_panels, "chapo", "corps"]

    class Meta:
        verbose_name = _("page éditoriale")
        verbose_name_plural = _("pages éditoriales")

    def serve(self, request, *args, **kwargs):
        from home.corps_du_guide import laisser_venir_les_lecteurs

        return laisser_venir_les_lecteurs(super().serve(request, *args, **kwargs), self.corps)

    def get_context(self, request, *args, **kwargs):
        from home.pages import contexte_de_page

        return {**super().get_context(request), **contexte_de_page(self, request)}


class PlanPage(Page):
    """The plan of the site: every page that a visitor may open, as a tree."""

    chapo = models.TextField(_("chapô"), blank=True)

    template = "home/plan.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, "chapo"]

    class Meta:
        verbose_name = _("plan du site")
        verbose_name_plural = _("plans du site")

    def get_context(self, request, *args, **kwargs):
        from home.plan_du_site import contexte_du_plan

        return {**super().get_context(request), **contexte_du_plan(self, request)}
