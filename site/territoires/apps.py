from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoiresConfig(AppConfig):
    name = "territoires"
    verbose_name = _("Territoires")

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from socle import echauffement
        from territoires.index import index, oublier

        for modele in self.get_models():
            post_save.connect(oublier, sender=modele, dispatch_uid=f"oublier-{modele.__name__}")
            post_delete.connect(oublier, sender=modele, dispatch_uid=f"oublier-{modele.__name__}")
        echauffement.enregistrer("territoires", index)
