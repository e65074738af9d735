from django.apps import AppConfig


class EspaceConfig(AppConfig):
    name = "espace"
    verbose_name = "Comptes"

    def ready(self):
        from . import verifications  # noqa: F401 (registers by being imported)
