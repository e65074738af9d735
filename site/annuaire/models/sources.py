"""Where what is published comes from, and under which licence."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class SourceQuerySet(models.QuerySet):
    """Sources, by what they are of use for."""

    def en_service(self):
        """What lists and filters show: not those that an import made and that nothing uses."""
        return self.exclude(self._sans_usage())

    def sans_usage(self):
        """Those that an import made, and that no entry, no name and no import uses (any more)."""
        return self.filter(self._sans_usage())

    @staticmethod
    def _sans_usage():
        ou = OuterRef("pk")
        usages = [
            Exists(apps.get_model("annuaire", nom).objects.filter(source=ou, **ainsi))
            for nom, ainsi in (
                ("Acteur", {}),
                ("IdentifiantExterne", {}),
                ("DepotImport", {"etat": "importe"}),
            )
        ]
        sert = usages[0] | usages[1] | usages[2]
        return models.Q(d_un_import=True) & ~sert


class Source(models.Model):
    """A list, a partner, an open database, or the people of the site themselves.

    ``d_un_import``: an import made it, nobody wrote it in the administration.
    """

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
    d_un_import = models.BooleanField(default=False, editable=False)

    objects = SourceQuerySet.as_manager()

    panels = ["nom", "adresse", "licence", "attribution", "redistribuable"]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["nom"]

    def __str__(self):
        return self.nom
