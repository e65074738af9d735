from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = _("Socle")

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from . import boucles, cadre, contexte, glossaire, partages, reception, routes, tableurs  # noqa: F401 (they register by being imported)

        for signal in (post_save, post_delete):
            signal.connect(contexte.oublier, sender="socle.ReglagesDuSite")
            # Somebody shown on it may have taken their agreement back.
            for oublier in (contexte.oublier, partages.oublier, routes.oublier):
                signal.connect(oublier, sender="socle.ImagePortail")
        cadre.surveiller()
        glossaire.surveiller()
        routes.surveiller()
        tableurs.proteger_les_exports()
