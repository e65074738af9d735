"""The ESS guide: GuidePage → RubriquePage (a question) → FichePage (an answer)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from home.blocs import CorpsDuGuideBlock, LireAussiBlock, LoisBlock, SourcesBlock
from socle.champs import CorpsField

# Addresses of the guide's own routes, which no question may take.
ROUTES = ("imprimer", "lexique")


class GuidePage(RoutablePageMixin, Page):
    """The ESS guide: an introduction and its questions."""

    chapo = models.TextField(_("chapô"), blank=True)

    template = "home/guide.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.RubriquePage"]
    routes_au_plan = ("lexique/",)
    content_panels = [*Page.content_panels, "chapo"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @path("", name="guide")
    def guide(self, request):
        """The questions and their answers."""
        from home.guides import contexte_du_guide

        return self.render(request, context_overrides=contexte_du_guide(self, request))

    @path("imprimer/", name="imprimer")
    def imprimer(self, request):
        """The whole guide on one page, for paper."""
        from home.guides import contexte_a_imprimer

        return self.render(
            request,
            template="home/guide_a_imprimer.html",
            context_overrides=contexte_a_imprimer(self, request),
        )

    @path("lexique/", name="lexique")
    def lexique(self, request):
        """Every word of the glossary."""
        from home.guides import contexte_du_lexique

        return self.render(
            request,
            template="home/lexique.html",
            context_overrides=contexte_du_lexique(self, request),
        )


class RubriquePage(Page):
    """A question that people ask, and the sheets that answer it."""

    question = models.CharField(
        _("question"), max_length=160, blank=True, help_text=_("Comme on la pose. Vide : le titre.")
    )
    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/rubrique.html"
    parent_page_types = ["home.GuidePage"]
    subpage_types = ["home.FichePage"]
    content_panels = [*Page.content_panels, "question", "introduction"]

    class Meta:
        verbose_name = _("rubrique du guide")
        verbose_name_plural = _("rubriques du guide")

    def clean(self):
        super().clean()
        if self.slug in ROUTES:
            raise ValidationError({"slug": _("Cette adresse est prise par le guide lui-même.")})

    def get_context(self, request, *args, **kwargs):
        from home.guides import contexte_de_rubrique

        return {**super().get_context(request), **contexte_de_rubrique(self, request)}


class FichePage(Page):
    """One need, one sheet: a summary in easy French, a text, its sources."""

    chapo = models.CharField(
        _("chapô"), max_length=300, blank=True, help_text=_("La réponse en une phrase.")
    )
    resume = models.TextField(
        _("en bref"),
        blank=True,
        help_text=_("En français facile : une phrase courte par ligne, cinq à huit lignes."),
    )
    corps = CorpsField(CorpsDuGuideBlock(), verbose_name=_("texte"), blank=True)
    sources = CorpsField(SourcesBlock(), verbose_name=_("sources"), blank=True)
    lois = CorpsField(LoisBlock(), verbose_name=_("textes de loi"), blank=True)
    lire_aussi = CorpsField(LireAussiBlock(), verbose_name=_("lire aussi"), blank=True)
    reecrit_le = models.DateField(
        _("réécrite le"),
        null=True,
        blank=True,
        help_text=_("La date du dernier vrai changement. Vide : celle de la publication."),
    )
    mots = models.PositiveIntegerField(_("nombre de mots"), default=0, editable=False)

    template = "home/fiche.html"
    genre_de_partage = "article"
    parent_page_types = ["home.RubriquePage", "home.ModelesPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        "chapo",
        "resume",
        FieldPanel("corps"),
        MultiFieldPanel(["sources", "lois"], heading=_("D’où cela vient")),
        "lire_aussi",
        "reecrit_le",
    ]

    class Meta:
        verbose_name = _("fiche du guide")
        verbose_name_plural = _("fiches du guide")

    def full_clean(self, *args, **kwargs):
        """Count the words of what is saved: lists say how long a sheet takes without reading it."""
        from home.textes import mots_de_la_fiche

        self.mots = mots_de_la_fiche(self)
        super().full_clean(*args, **kwargs)

    def serve(self, request, *args, **kwargs):
        """The sheet; a POST says whether it was useful."""
        if request.method == "POST":
            from home.utilite import recevoir

            return recevoir(request, self)
        from home.corps_du_guide import laisser_venir_les_lecteurs

        return laisser_venir_les_lecteurs(super().serve(request, *args, **kwargs), self.corps)

    def get_context(self, request, *args, **kwargs):
        from home.guides import contexte_de_fiche

        return {**super().get_context(request), **contexte_de_fiche(self, request)}

    @property
    def date(self):
        """The day of its last real change, else of its publication; None before."""
        return self.reecrit_le or (self.last_published_at and self.last_published_at.date())
