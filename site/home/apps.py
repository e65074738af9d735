from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self):
        from annuaire.models import AnnuairePage
        from home import (  # noqa: F401 (boucles registers)
            actualites,
            attente,
            boucles,
            documents,
            guides,
            recherches,
            sections,
            services,
            sitemap,
        )
        from socle import registres

        # The directory, a room below, cannot name the page that it stands under.
        AnnuairePage.parent_page_types = ["home.HomePage"]
        attente.enregistrer()
        documents.enregistrer()
        recherches.enregistrer()
        sitemap.enregistrer()
        sections.enregistrer()
        services.enregistrer()
        registres.pied_trouver.enregistrer(
            "lexique", ordre=30, libelle=_("Lexique"), adresse=guides.adresse_du_lexique
        )
        for liens in (registres.menu, registres.pied_trouver):
            liens.enregistrer(
                "guide", ordre=20, libelle=_("Guide"), adresse=guides.adresse_du_guide
            )
        registres.pied_trouver.enregistrer(
            "actualites",
            ordre=40,
            libelle=_("Actualités"),
            adresse=actualites.adresse_des_actualites,
        )
        registres.pied_trouver.enregistrer(
            "presse", ordre=50, libelle=_("Espace presse"), adresse=actualites.adresse_de_la_presse
        )
