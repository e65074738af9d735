"""Home page, ESS guide, editorial pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from socle.blocs import CorpsBlock
from socle.champs import CorpsField


class HomePage(Page):
    """The front page of the portal."""

    titre_accueil = models.CharField(_("grand titre"), max_length=120, blank=True)
    chapo = models.TextField(_("chapô"), blank=True)
    recherches_frequentes = models.CharField(
        _("souvent cherché"),
        max_length=255,
        blank=True,
        help_text=_("Mots séparés par des virgules : pain au levain, réparer un vélo…"),
    )

    template = "home/accueil.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["annuaire.AnnuairePage", "home.GuidePage"]
    content_panels = [*Page.content_panels, "titre_accueil", "chapo", "recherches_frequentes"]

    class Meta:
        verbose_name = _("accueil")
        verbose_name_plural = _("accueils")

    def get_context(self, request, *args, **kwargs):
        from home.accueils import contexte_d_accueil

        return {**super().get_context(request), **contexte_d_accueil(self, request)}

    @property
    def idees(self):
        """``recherches_frequentes`` one by one."""
        return [idee.strip() for idee in self.recherches_frequentes.split(",") if idee.strip()]


class GuidePage(Page):
    """The ESS guide: an introduction and its sheets."""

    chapo = models.TextField(_("chapô"), blank=True)

    template = "home/guide.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.FichePage"]
    content_panels = [*Page.content_panels, "chapo"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request, *args, **kwargs):
        from home import guides

        return {
            **super().get_context(request),
            "maillons": guides.maillons(request),
            "questions": guides.questions(self, request),
        }


class FichePage(Page):
    """One question answered: a summary, a text, its sources."""

    resume = models.TextField(_("en bref"), blank=True)
    corps = CorpsField(CorpsBlock(), verbose_name=_("texte"), blank=True)
    sources = models.TextField(
        _("sources"), blank=True, help_text=_("Une par ligne : intitulé | adresse | consulté le")
    )

    template = "home/fiche.html"
    parent_page_types = ["home.GuidePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, "resume", "corps", "sources"]

    class Meta:
        verbose_name = _("fiche du guide")
        verbose_name_plural = _("fiches du guide")

    def get_context(self, request, *args, **kwargs):
        from home.guides import contexte_de_fiche

        return {**super().get_context(request), **contexte_de_fiche(self, request)}
