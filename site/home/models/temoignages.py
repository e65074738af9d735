"""What people say in the guide, with their dated consent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel

from socle.langues import langues_du_site


class TemoignageQuerySet(models.QuerySet):
    def montrables(self):
        """Those whose consent holds today."""
        return self.filter(retire_le=None, accord_le__lte=timezone.localdate())


class Temoignage(models.Model):
    """A person's words. One row in the language they spoke: withdrawing it withdraws it everywhere.

    A withdrawn one keeps the dates of its consent, and nothing of the person.
    """

    cle = models.UUIDField(_("clé"), default=uuid.uuid4, unique=True, editable=False)
    prenom = models.CharField(_("prénom"), max_length=60, blank=True)
    qualite = models.CharField(
        _("qualité"), max_length=160, blank=True, help_text=_("Par exemple : bénévole du mardi.")
    )
    citation = models.TextField(_("paroles"), blank=True, help_text=_("Sans guillemets."))
    langue = models.CharField(
        _("langue"), max_length=12, choices=langues_du_site, default=settings.LANGUAGE_CODE
    )
    acteur = models.ForeignKey(
        "annuaire.Acteur",
        verbose_name=_("acteur"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    fictif = models.BooleanField(
        _("inventé"), default=False, help_text=_("Pour une démonstration : la page le dit.")
    )
    accord_le = models.DateField(
        _("accord donné le"), help_text=_("Gardez l’écrit : la date seule est ici.")
    )
    accord_portee = models.TextField(
        _("ce que l’accord permet"), help_text=_("Ce qui est montré, et où.")
    )
    retire_le = models.DateField(
        _("retiré le"),
        null=True,
        blank=True,
        help_text=_("Les paroles s’effacent, ici et sur toutes les pages, sans retour."),
    )

    objects = TemoignageQuerySet.as_manager()

    panels = [
        MultiFieldPanel(["prenom", "qualite", "citation", "langue"], heading=_("Les paroles")),
        "acteur",
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("Une personne retire ses paroles quand elle veut, sans raison.")
                ),
                FieldPanel("accord_le"),
                FieldPanel("accord_portee"),
                FieldPanel("retire_le"),
            ],
            heading=_("L’accord de la personne"),
        ),
        "fictif",
    ]

    class Meta:
        verbose_name = _("témoignage")
        verbose_name_plural = _("témoignages")
        ordering = ["-accord_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retire_le=None) | Q(citation="", prenom="", qualite=""),
                name="temoignage_retire_efface",
                violation_error_message=_("Un témoignage retiré ne garde rien de la personne."),
            ),
            models.CheckConstraint(
                condition=~Q(retire_le=None) | ~Q(citation="") & ~Q(prenom=""),
                name="temoignage_dit_par_quelqu_un",
                violation_error_message=_("Écrivez les paroles et le prénom de la personne."),
            ),
        ]

    def __str__(self):
        if self.retire_le:
            return str(_("Témoignage retiré"))
        return f"{self.prenom}, {self.qualite}" if self.qualite else self.prenom

    def save(self, *args, **kwargs):
        self._effacer_si_retire()
        super().save(*args, **kwargs)

    def full_clean(self, *args, **kwargs):
        self._effacer_si_retire()
        super().full_clean(*args, **kwargs)

    def _effacer_si_retire(self):
        if self.retire_le:
            self.prenom = self.qualite = self.citation = ""
            self.acteur = None

    @property
    def est_montrable(self):
        """Whether the person's consent holds today."""
        return not self.retire_le and self.accord_le <= timezone.localdate()
