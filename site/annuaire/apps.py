from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnuaireConfig(AppConfig):
    name = "annuaire"
    verbose_name = _("Annuaire")

    def ready(self):
        from django.db.models.signals import post_delete, post_save, pre_delete
        from django.urls import reverse

        from annuaire import boucles, cartes_facettes, notions, references, suggestions, tirages  # noqa: F401 (boucles registers)
        from annuaire.adresses import adresse_de_la_liste
        from annuaire.documents import enregistrer
        from annuaire.sections import enregistrer as offrir_les_sections
        from annuaire.traductions import marquer_une_locale
        from socle import registres

        enregistrer()
        notions.enregistrer()
        suggestions.enregistrer()
        offrir_les_sections()
        references.surveiller()
        pre_delete.connect(marquer_une_locale, sender="wagtailcore.Locale")
        for signal in (post_save, post_delete):
            signal.connect(tirages.oublier, sender="annuaire.Acteur")
        for modele in cartes_facettes.SURVEILLES:
            post_save.connect(cartes_facettes.oublier, sender=modele)
            post_delete.connect(cartes_facettes.oublier, sender=modele)
        registres.menu.enregistrer(
            "annuaire", ordre=10, libelle=_("Annuaire"), adresse=adresse_de_la_liste
        )
        registres.pied_trouver.enregistrer(
            "annuaire", ordre=10, libelle=_("Tous les acteurs"), adresse=adresse_de_la_liste
        )
        registres.pied_trouver.enregistrer(
            "recherche",
            ordre=90,
            libelle=_("Chercher dans le site"),
            adresse=lambda request: reverse("search:recherche"),
        )
        registres.recherche.enregistrer(
            adresse=adresse_de_la_liste,
            suggestions_quoi=lambda request: reverse("search:suggestions"),
            suggestions_ou=lambda request: reverse("territoires:suggestions"),
        )
