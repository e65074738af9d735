"""What editors put around every page: menu, footer, notices (verbs: cadre.py)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin

from .blocs.liens import AU_MENU, COLONNES, ColonnesBlock, LiensBlock
from .champs import CorpsField


class Navigation(TranslatableMixin, models.Model):
    """The menu and the footer of a site in one language; what is left empty stays as it comes."""

    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Vide : tous les sites."),
    )
    menu = CorpsField(
        LiensBlock(max_num=AU_MENU),
        verbose_name=_("menu principal"),
        blank=True,
        help_text=_("Vide : l’annuaire, le guide et ce que le site publie d’autre."),
    )
    pied = CorpsField(
        ColonnesBlock(max_num=COLONNES),
        verbose_name=_("colonnes du pied de page"),
        blank=True,
        help_text=_("Vide : les colonnes d’origine. Les pages légales restent toujours en bas."),
    )
    suivre = CorpsField(
        LiensBlock(max_num=8),
        verbose_name=_("nous joindre, nous suivre"),
        blank=True,
        help_text=_("Réseaux sociaux, téléphone, lettre : sous la présentation du site."),
    )
    mention = models.CharField(
        _("mention de licence"),
        max_length=255,
        blank=True,
        help_text=_("Par exemple : Sauf mention contraire, textes sous licence CC BY-SA 4.0."),
    )
    mention_adresse = models.URLField(
        _("adresse de la licence"), max_length=600, blank=True, help_text=_("Facultative.")
    )

    panels = [
        HelpPanel(
            content=_(
                "Une ligne par langue. Une langue qui n’en a pas prend celle du français, "
                "avec les pages traduites quand elles existent."
            )
        ),
        "menu",
        MultiFieldPanel(
            ["pied", "suivre", "mention", "mention_adresse"], heading=_("Pied de page")
        ),
        "site",
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu et pied de page")
        verbose_name_plural = _("menus et pieds de page")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale"],
                name="navigation_unique",
                violation_error_message=_("Ce site a déjà un menu dans cette langue."),
            ),
            models.UniqueConstraint(
                fields=["locale"],
                condition=Q(site=None),
                name="navigation_unique_pour_tous",
                violation_error_message=_("Il y a déjà un menu pour tous les sites."),
            ),
        ]

    def __str__(self):
        return f"{self.locale.get_display_name()} · {self.site or _('tous les sites')}"

    def clean(self):
        """The language is not a field of the form, whose checks would pass over both rules."""
        super().clean()
        memes = Navigation.objects.filter(site=self.site_id, locale=self.locale_id)
        if memes.exclude(pk=self.pk).exists():
            raise ValidationError({"site": _("Ce site a déjà un menu dans cette langue.")})


class Bandeau(TranslatableMixin, models.Model):
    """A sentence at the top of every page, from a moment to another."""

    class Niveau(models.TextChoices):
        INFORMATION = "information", _("Information")
        ALERTE = "alerte", _("Alerte")

    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Vide : tous les sites."),
    )
    texte = models.CharField(
        _("texte"), max_length=300, help_text=_("Une ou deux phrases, sans mise en forme.")
    )
    lien = CorpsField(LiensBlock(max_num=1), verbose_name=_("lien"), blank=True)
    niveau = models.CharField(
        _("niveau"), max_length=12, choices=Niveau, default=Niveau.INFORMATION
    )
    debut = models.DateTimeField(
        _("à partir de"), null=True, blank=True, help_text=_("Vide : tout de suite.")
    )
    fin = models.DateTimeField(
        _("jusqu’à"), null=True, blank=True, help_text=_("Vide : jusqu’à ce qu’on l’efface.")
    )

    panels = [
        FieldPanel("texte"),
        "lien",
        "niveau",
        MultiFieldPanel(["debut", "fin"], heading=_("Quand")),
        "site",
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-pk"]
        verbose_name = _("bandeau d’information")
        verbose_name_plural = _("bandeaux d’information")
        constraints = [
            models.CheckConstraint(
                condition=Q(debut=None) | Q(fin=None) | Q(fin__gt=F("debut")),
                name="bandeau_finit_apres_son_debut",
                violation_error_message=_("La fin vient avant le début."),
            )
        ]

    def __str__(self):
        return self.texte
