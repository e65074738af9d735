"""Pages whose text the site writes by itself, from its identity: legal notices and the like."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page

from home.blocs_de_page import CorpsDePageBlock
from socle.champs import CorpsField


class PageLegaleForm(WagtailAdminPageForm):
    """One page of each kind in a language."""

    def clean_genre(self):
        genre = self.cleaned_data["genre"]
        soeurs = PageLegale.objects.child_of(self.parent_page).filter(genre=genre)
        if soeurs.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Il y a déjà une page de ce genre."))
        return genre


class PageLegale(Page):
    """A text that the site fills in (home.textes_legaux), and what editors add below it."""

    class Genre(models.TextChoices):
        MENTIONS = "mentions", _("Mentions légales")
        DONNEES = "donnees", _("Données personnelles")
        ECOCONCEPTION = "eco-conception", _("Éco-conception")
        OUVERTES = "donnees-ouvertes", _("Données ouvertes")

    genre = models.CharField(_("texte"), max_length=20, choices=Genre)
    corps = CorpsField(
        CorpsDePageBlock, verbose_name=_("texte de plus"), blank=True, help_text=_("À la suite.")
    )

    template = "home/legale.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = len(Genre)
    base_form_class = PageLegaleForm
    content_panels = [
        *Page.content_panels,
        HelpPanel(
            content=_(
                "Le texte s’écrit seul, à partir de Réglages → Identité légale : "
                "une phrase dont une information manque ne se montre pas."
            )
        ),
        FieldPanel("genre"),
        "corps",
    ]

    class Meta:
        verbose_name = _("page légale")
        verbose_name_plural = _("pages légales")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    genre__in=["mentions", "donnees", "eco-conception", "donnees-ouvertes"]
                ),
                name="page_legale_genre_connu",
            )
        ]

    def serve(self, request, *args, **kwargs):
        from home.corps_du_guide import laisser_venir_les_lecteurs

        return laisser_venir_les_lecteurs(super().serve(request, *args, **kwargs), self.corps)

    def get_context(self, request, *args, **kwargs):
        from home.declarations import contexte_de_page_legale

        return {**super().get_context(request), **contexte_de_page_legale(self, request)}
