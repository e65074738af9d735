"""The directory in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from annuaire.administration.actions import MasquerBulkAction, PublierBulkAction
from annuaire.administration.attente import montrer_ce_qui_attend
from annuaire.administration.choix import choix_des_territoires
from annuaire.administration.fiches import routes_de_vie
from annuaire.administration.geocodage import entrees_du_geocodage, routes_du_geocodage
from annuaire.administration.imports import entree_des_imports, routes_des_imports
from annuaire.administration.labels import entree_des_labels, routes_des_rapports
from annuaire.administration.listes import GroupeAnnuaire
from annuaire.administration.signalements import routes_des_signalements

register_snippet(GroupeAnnuaire)
hooks.register("register_bulk_action", PublierBulkAction)
# After Wagtail’s own: its « delete » is replaced (see MasquerBulkAction).
hooks.register("register_bulk_action", MasquerBulkAction, order=100)
hooks.register("register_admin_viewset", choix_des_territoires)
hooks.register("register_admin_urls", routes_de_vie)
hooks.register("register_admin_urls", routes_des_signalements)
hooks.register("register_admin_urls", routes_des_rapports)
hooks.register("register_admin_urls", routes_du_geocodage)
hooks.register("register_admin_urls", routes_des_imports)
hooks.register("register_admin_menu_item", entree_des_imports)
hooks.register("register_reports_menu_item", entree_des_labels)
for entree in entrees_du_geocodage():
    hooks.register("register_reports_menu_item", entree)
hooks.register("construct_homepage_panels", montrer_ce_qui_attend)


@hooks.register("register_log_actions")
def nommer_les_actions(actions):
    """What the history of a record calls the verbs of its life."""
    for code, libelle, message in (
        ("verifier", _("Vérifier"), _("Fiche vérifiée")),
        ("fermer", _("Fermer"), _("Fermeture définitive notée")),
        ("rouvrir", _("Rouvrir"), _("Fiche rouverte")),
        ("fusionner", _("Fusionner"), _("Fiche fusionnée avec une autre")),
        ("retirer", _("Retirer"), _("Fiche retirée de l’annuaire")),
        ("placer", _("Placer"), _("Position proposée acceptée")),
        ("ecarter", _("Laisser à la commune"), _("Position proposée écartée")),
        ("importer", _("Importer"), _("Liste importée")),
        ("annuler_import", _("Annuler l’import"), _("Import annulé")),
        ("traite", _("Traiter"), _("Signalement traité")),
        ("rejete", _("Rejeter"), _("Signalement rejeté")),
    ):
        actions.register_action(f"annuaire.{code}", libelle, message)
