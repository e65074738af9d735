from django.apps import AppConfig


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = "Socle"

    def ready(self):
        from . import boucles, reception  # noqa: F401 (registers by being imported)
