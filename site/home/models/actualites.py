"""News: ActualitesPage → ActualitePage, and the press room that draws on them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from home.blocs import CorpsDuGuideBlock
from home.blocs_de_presse import AffichesBlock, ContactsBlock, DossierBlock
from socle.champs import CorpsField
from socle.csp import elargir
from socle.videos import ORIGINES


class ActualitesPage(RoutablePageMixin, Page):
    """The news of the site, newest first, with their feed."""

    introduction = models.TextField(_("introduction"), blank=True)

    template = "home/actualites.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ActualitePage"]
    content_panels = [*Page.content_panels, "introduction"]

    class Meta:
        verbose_name = _("actualités")
        verbose_name_plural = _("pages d’actualités")

    @path("", name="liste")
    def liste(self, request):
        """The list; ``?annee=2026&genre=communique&page=2``."""
        from home.actualites import ActualitesForm, contexte_des_actualites

        contexte, statut = contexte_des_actualites(self, request, ActualitesForm(request.GET))
        reponse = self.render(request, context_overrides=contexte)
        reponse.status_code = statut
        return reponse

    # Wagtail ends what it resolves with a slash; the address has none (annuaire.urls.FICHIERS).
    @re_path(r"^flux\.atom/$", name="flux")
    def flux(self, request):
        """The newest ones as an Atom feed."""
        from home.flux import repondre

        return repondre(request, self)


class ActualitePage(Page):
    """Something new; « communiqué » when it is written for the press."""

    class Genre(models.TextChoices):
        ACTUALITE = "actualite", _("Actualité")
        COMMUNIQUE = "communique", _("Communiqué de presse")

    genre = models.CharField(
        pgettext_lazy("d’une actualité", "genre"),
        max_length=12,
        choices=Genre,
        default=Genre.ACTUALITE,
        help_text=_("Un communiqué se trouve aussi dans l’espace presse."),
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    chapo = models.CharField(
        _("chapô"), max_length=300, help_text=_("L’essentiel, en une ou deux phrases.")
    )
    image = models.ForeignKey(
        "socle.ImagePortail",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    alternative = models.CharField(
        _("texte de remplacement"),
        max_length=255,
        blank=True,
        help_text=_("Vide : celui de l’image."),
    )
    corps = CorpsField(CorpsDuGuideBlock(), verbose_name=_("texte"), blank=True)

    template = "home/actualite.html"
    genre_de_partage = "article"
    type_d_article = "NewsArticle"
    parent_page_types = ["home.ActualitesPage", "home.ModelesPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["genre", "date"], heading=_("Nature et date")),
        "chapo",
        MultiFieldPanel(["image", "alternative"], heading=_("Image")),
        FieldPanel("corps"),
    ]

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")

    def serve(self, request, *args, **kwargs):
        reponse = super().serve(request, *args, **kwargs)
        if any(bloc["type"] == "video" for bloc in self.corps.raw_data):
            # Nothing is asked of them before a visitor chooses to watch.
            elargir(reponse, "frame-src", *ORIGINES)
        return reponse

    def get_context(self, request, *args, **kwargs):
        from home.actualites import contexte_d_actualite

        return {**super().get_context(request), **contexte_d_actualite(self, request)}

    @property
    def image_montree(self):
        """Its picture, or None while the people on it have not agreed."""
        return self.image if self.image and self.image.est_publiable else None

    image_de_partage = image_montree

    @property
    def texte_de_l_image(self):
        """What stands for its picture."""
        return self.alternative or getattr(self.image, "description", "")


class PressePage(Page):
    """The press room: communiqués, what to write with, whom to call, posters."""

    introduction = models.TextField(_("introduction"), blank=True)
    contacts = CorpsField(ContactsBlock(), verbose_name=_("contacts presse"), blank=True)
    dossier = CorpsField(DossierBlock(), verbose_name=_("dossier de presse"), blank=True)
    affiches = CorpsField(AffichesBlock(), verbose_name=_("affiches à imprimer"), blank=True)

    template = "home/presse.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, "introduction", "contacts", "dossier", "affiches"]

    class Meta:
        verbose_name = _("espace presse")
        verbose_name_plural = _("espaces presse")

    def get_context(self, request, *args, **kwargs):
        from home.actualites import contexte_de_presse

        return {**super().get_context(request), **contexte_de_presse(self, request)}
