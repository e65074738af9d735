"""Whether sheets are useful: two numbers a sheet, and nothing about who said it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Utilite(models.Model):
    """How many readers found a sheet useful, how many did not (verbs: home.utilite)."""

    fiche = models.OneToOneField(
        "home.FichePage",
        verbose_name=_("fiche"),
        on_delete=models.CASCADE,
        related_name="utilite",
    )
    oui = models.PositiveIntegerField(_("utile"), default=0)
    non = models.PositiveIntegerField(_("pas utile"), default=0)

    class Meta:
        verbose_name = _("utilité d’une fiche")
        verbose_name_plural = _("utilité des fiches")
        ordering = ["-non", "pk"]

    def __str__(self):
        return str(self.fiche)
