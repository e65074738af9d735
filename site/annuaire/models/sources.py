"""Where what is published comes from, and under which licence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A list, a partner, an open database, or the people of the site themselves."""

    nom = models.CharField(_("nom"), max_length=120, unique=True)
    adresse = models.URLField(_("adresse"), blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    attribution = models.CharField(
        _("mention à afficher"), max_length=200, blank=True, help_text=_("© les contributeurs de…")
    )
    redistribuable = models.BooleanField(
        _("peut être redistribuée"),
        default=False,
        help_text=_("Sinon, ses fiches ne figurent pas dans les données ouvertes."),
    )

    panels = ["nom", "adresse", "licence", "attribution", "redistribuable"]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["nom"]

    def __str__(self):
        return self.nom
