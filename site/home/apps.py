from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Pages")

    def ready(self):
        from annuaire.models import AnnuairePage
        from home import boucles, documents, guides, recherches, sections, services  # noqa: F401 (boucles registers)
        from socle import registres

        # The directory, a room below, cannot name the page that it stands under.
        AnnuairePage.parent_page_types = ["home.HomePage"]
        documents.enregistrer()
        recherches.enregistrer()
        sections.enregistrer()
        services.enregistrer()
        registres.pied_trouver.enregistrer(
            "lexique", ordre=30, libelle=_("Lexique"), adresse=guides.adresse_du_lexique
        )
        for liens in (registres.menu, registres.pied_trouver):
            liens.enregistrer(
                "guide", ordre=20, libelle=_("Guide"), adresse=guides.adresse_du_guide
            )
