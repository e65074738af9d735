from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnuaireConfig(AppConfig):
    name = "annuaire"
    verbose_name = _("Annuaire")

    def ready(self):
        from django.db.models.signals import post_delete, post_save, pre_delete

        from annuaire import (  # noqa: F401 (boucles registers)
            boucles,
            cartes_facettes,
            notions,
            references,
            sitemap,
            suggestions,
            tirages,
        )
        from annuaire.documents import enregistrer
        from annuaire.sections import enregistrer as offrir_les_sections
        from annuaire.traductions import marquer_une_locale

        enregistrer()
        _dire_ce_qui_attend()
        notions.enregistrer()
        suggestions.enregistrer()
        sitemap.enregistrer()
        offrir_les_sections()
        references.surveiller()
        pre_delete.connect(marquer_une_locale, sender="wagtailcore.Locale")
        for signal in (post_save, post_delete):
            signal.connect(tirages.oublier, sender="annuaire.Acteur")
        for modele in cartes_facettes.SURVEILLES:
            post_save.connect(cartes_facettes.oublier, sender=modele)
            post_delete.connect(cartes_facettes.oublier, sender=modele)
        _entourer_les_pages()


def _entourer_les_pages():
    """What the directory gives to the header and the footer."""
    from django.urls import reverse

    from annuaire.adresses import adresse_de_la_liste
    from socle import registres

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


def _dire_ce_qui_attend():
    """Put the directory's card in « À faire »; its screens are read when it is drawn."""
    from socle.a_faire import a_faire

    def lignes(request):
        from annuaire.administration import attente

        return attente.lignes(request)

    a_faire.enregistrer("annuaire", ordre=20, titre=_("Annuaire"), icone="group", lignes=lignes)
