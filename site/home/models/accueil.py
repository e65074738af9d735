"""The home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from socle.champs import CorpsField
from socle.sections import SectionsBlock


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
    sections = CorpsField(
        SectionsBlock,
        verbose_name=_("sections"),
        blank=True,
        help_text=_(
            "Dans l’ordre où elles se montrent ; une section sans contenu ne se montre pas. "
            "Aucune : la composition habituelle."
        ),
    )

    template = "home/accueil.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "annuaire.AnnuairePage",
        "home.GuidePage",
        "home.ActualitesPage",
        "home.PressePage",
        "home.PageEditoriale",
        "home.FormulairePage",
        "home.ContactPage",
        "home.PageLegale",
        "home.AccessibilitePage",
        "home.PlanPage",
    ]
    content_panels = [
        *Page.content_panels,
        "titre_accueil",
        "chapo",
        "recherches_frequentes",
        "sections",
    ]

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
