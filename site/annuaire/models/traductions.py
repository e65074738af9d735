"""What an actor says of itself in another language than the default one."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


def autres_langues():
    """Which locales a text may be translated into (a callable keeps settings out of migrations)."""
    return ~Q(language_code=settings.LANGUAGE_CODE)


def lignes_de(offre):
    """An ``offre`` line by line, without blanks nor the marks of a list."""
    return [ligne.strip(" -•*\t") for ligne in offre.splitlines() if ligne.strip(" -•*\t")]


DEJA_TRADUIT = _("Cet acteur est déjà traduit dans cette langue.")


class TraductionActeur(models.Model):
    """The texts of an actor in one locale; a text left empty is read in the default language."""

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="traductions")
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("langue"),
        on_delete=models.CASCADE,
        limit_choices_to=autres_langues,
        related_name="+",
    )
    accroche = models.CharField(_("accroche"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    offre = models.TextField(
        _("ce qu’on y trouve"), blank=True, help_text=_("Une ligne par produit ou service.")
    )

    panels = ["locale", "accroche", "offre", "description"]

    class Meta:
        verbose_name = _("traduction")
        verbose_name_plural = _("traductions")
        constraints = [
            models.UniqueConstraint(
                fields=["acteur", "locale"],
                name="traduction_unique_par_langue",
                violation_error_message=DEJA_TRADUIT,
            ),
            models.CheckConstraint(
                condition=~Q(accroche="", description="", offre=""),
                name="traduction_non_vide",
                violation_error_message=_("Une traduction dit au moins une chose."),
            ),
        ]

    def __str__(self):
        return f"{self.acteur} ({self.locale})"

    def clean(self):
        super().clean()
        if self.locale_id and self.locale.language_code == settings.LANGUAGE_CODE:
            raise ValidationError(
                {"locale": _("Les textes de la fiche sont déjà dans cette langue.")}
            )

    @property
    def lignes_offre(self):
        """``offre`` line by line, as ``Acteur.lignes_offre``."""
        return lignes_de(self.offre)
