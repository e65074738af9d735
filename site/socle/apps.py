from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = _("Socle")

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from . import (  # noqa: F401 (they register by being imported)
            boucles,
            cadre,
            contexte,
            glossaire,
            identite,
            partages,
            reception,
            routes,
            tableurs,
        )

        for signal in (post_save, post_delete):
            signal.connect(contexte.oublier, sender="socle.ReglagesDuSite")
            signal.connect(identite.oublier, sender="socle.IdentiteDuSite")
            # Somebody shown on it may have taken their agreement back.
            for oublier in (contexte.oublier, partages.oublier, routes.oublier):
                signal.connect(oublier, sender="socle.ImagePortail")
        cadre.surveiller()
        glossaire.surveiller()
        routes.surveiller()
        tableurs.proteger_les_exports()
