"""The declaration of accessibility, in the form that the State gives."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page

# What makes an audit one that may be relied on: all of it, or nothing.
AUDIT = ("audit_le", "auditeur", "rgaa", "echantillon", "outils", "taux")


class AccessibilitePage(Page):
    """« Non conforme » until somebody enters an audit, and again three years after it."""

    audit_le = models.DateField(_("date de l’audit"), null=True, blank=True)
    auditeur = models.CharField(_("auditeur ou auditrice"), max_length=160, blank=True)
    rgaa = models.CharField(
        _("version du RGAA"), max_length=10, blank=True, help_text=_("Par exemple : 4.1.2.")
    )
    taux = models.DecimalField(
        _("critères respectés (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Celui du rapport d’audit, jamais celui d’un outil automatique."),
    )
    echantillon = models.TextField(
        _("pages vérifiées"), blank=True, help_text=_("Une par ligne, avec son adresse.")
    )
    outils = models.TextField(
        _("outils et environnements"),
        blank=True,
        help_text=_("Un par ligne : navigateurs, lecteurs d’écran, vérificateurs."),
    )
    non_conformites = models.TextField(
        _("non-conformités"), blank=True, help_text=_("Une par ligne.")
    )
    derogations = models.TextField(
        _("dérogations pour charge disproportionnée"),
        blank=True,
        help_text=_("Une par ligne, avec sa raison et ce qui en tient lieu."),
    )
    hors_obligation = models.TextField(
        _("contenus non soumis à l’obligation"), blank=True, help_text=_("Un par ligne.")
    )
    etablie_le = models.DateField(_("déclaration établie le"), null=True, blank=True)
    schema = models.URLField(
        _("schéma pluriannuel"), blank=True, help_text=_("Son adresse, s’il y en a un.")
    )

    template = "home/accessibilite.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Sans audit, la page et le pied de page disent « non conforme ». "
                        "Un audit vaut trois ans."
                    )
                ),
                *map(FieldPanel, AUDIT),
            ],
            heading=_("Audit"),
        ),
        MultiFieldPanel(
            ["non_conformites", "derogations", "hors_obligation"],
            heading=_("Contenus non accessibles"),
        ),
        MultiFieldPanel(["etablie_le", "schema"], heading=_("Déclaration")),
    ]

    class Meta:
        verbose_name = _("déclaration d’accessibilité")
        verbose_name_plural = _("déclarations d’accessibilité")
        constraints = [
            models.CheckConstraint(
                condition=Q(taux=None) | Q(taux__gte=0, taux__lte=100),
                name="accessibilite_taux_en_pour_cent",
                violation_error_message=_("Un taux va de 0 à 100 %."),
            )
        ]

    def clean(self):
        super().clean()
        donnes = {nom: getattr(self, nom) not in (None, "") for nom in AUDIT}
        if any(donnes.values()) and not all(donnes.values()):
            phrase = _("Un audit se dit en entier, ou pas du tout.")
            raise ValidationError({nom: phrase for nom, dit in donnes.items() if not dit})
        if self.audit_le and self.audit_le > timezone.localdate():
            raise ValidationError({"audit_le": _("Cette date est à venir.")})

    def get_context(self, request, *args, **kwargs):
        from home.declarations import contexte_de_declaration

        return {**super().get_context(request), **contexte_de_declaration(self, request)}
