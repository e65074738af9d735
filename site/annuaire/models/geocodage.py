"""What became of the search for a place's position: a fact about the record, never in a draft."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .parties import Lieu


class Geocodage(models.Model):
    """One place, the address that was looked for, and what was found. See docs/geocodage.md.

    ``empreinte``: digest of that address (geocodage.lieux); another one, and all is to do again.
    ``score``: from 0 to 1. Positions are WGS 84 degrees.
    """

    class Etat(models.TextChoices):
        A_FAIRE = "a_faire", _("à faire")
        FAIT = "fait", _("placé")
        A_PLACER = "a_placer", _("à placer")
        ECARTE = "ecarte", _("laissé à la commune")

    class Motif(models.TextChoices):
        AUCUN = "", "—"
        SCORE = "score", _("réponse peu sûre")
        DEPARTEMENT = "departement", _("autre département")
        INTROUVABLE = "introuvable", _("adresse introuvable")
        REFUSEE = "refusee", _("adresse que le service ne sait pas lire")
        GARDE = "garde", _("position écrite par d’autres")

    lieu = models.OneToOneField(
        "annuaire.Lieu",
        verbose_name=_("lieu"),
        on_delete=models.CASCADE,
        related_name="geocodage",
    )
    empreinte = models.CharField(max_length=32)
    etat = models.CharField(_("état"), max_length=8, choices=Etat.choices, default=Etat.A_FAIRE)
    motif = models.CharField(
        _("motif"), max_length=11, choices=Motif.choices, default=Motif.AUCUN, blank=True
    )
    essais = models.PositiveSmallIntegerField(default=0)
    essaye_le = models.DateTimeField(null=True, blank=True)
    pas_avant = models.DateTimeField(null=True, blank=True)
    erreur = models.CharField(max_length=200, blank=True)
    score = models.FloatField(
        _("score"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    type = models.CharField(max_length=20, blank=True)
    libelle = models.CharField(_("adresse trouvée"), max_length=255, blank=True)
    code_insee = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(
        max_length=8, choices=Lieu.Precision.choices, default=Lieu.Precision.INCONNUE, blank=True
    )

    class Meta:
        verbose_name = _("géocodage")
        verbose_name_plural = _("géocodages")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # « isnull » too: a comparison with NULL is unknown, and unknown passes a check.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="geocodage_position_entiere",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)), name="geocodage_score"
            ),
        ]

    def __str__(self):
        return f"{self.lieu_id} : {self.get_etat_display()}"

    @property
    def position(self):
        """(latitude, longitude, precision) that was found, or None."""
        if self.latitude is None:
            return None
        return self.latitude, self.longitude, self.precision
