from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EspaceConfig(AppConfig):
    name = "espace"
    verbose_name = _("Comptes")

    def ready(self):
        from . import verifications  # noqa: F401 (registers by being imported)
