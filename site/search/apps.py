from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Recherche")

    def ready(self):
        from socle import echauffement
        from socle.machines import fermer_aux_robots

        from . import boucles, sante, verifications  # noqa: F401 (they register by being imported)
        from .moteurs import moteur_embarque

        sante.enregistrer()
        # Also where a server answers: the day it does not, this engine is asked at once.
        echauffement.enregistrer("recherche", lambda: moteur_embarque().echauffer())
        fermer_aux_robots("recherche/")  # as many pages as there are words
