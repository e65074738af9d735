"""The directory in the administration."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from annuaire.administration.actions import MasquerBulkAction, PublierBulkAction
from annuaire.administration.choix import choix_des_territoires
from annuaire.administration.classement import EtiqueterBulkAction, RangerBulkAction
from annuaire.administration.fiches import routes_de_vie
from annuaire.administration.geocodage import entrees_du_geocodage, routes_du_geocodage
from annuaire.administration.historique import nommer_les_actions
from annuaire.administration.imports import entree_des_imports, routes_des_imports
from annuaire.administration.labels import entree_des_labels, routes_des_rapports
from annuaire.administration.listes import GroupeAnnuaire
from annuaire.administration.saisie import routes_de_saisie
from annuaire.administration.signalements import EffacerBulkAction, routes_des_signalements
from annuaire.administration.verifications import entree_a_verifier, routes_des_verifications

register_snippet(GroupeAnnuaire)
hooks.register("register_bulk_action", PublierBulkAction)
# After Wagtail’s own: its « delete » is replaced (see MasquerBulkAction).
hooks.register("register_bulk_action", MasquerBulkAction, order=100)
hooks.register("register_bulk_action", EffacerBulkAction, order=100)
hooks.register("register_bulk_action", EtiqueterBulkAction)
hooks.register("register_bulk_action", RangerBulkAction)
hooks.register("register_admin_viewset", choix_des_territoires)
hooks.register("register_admin_urls", routes_de_vie)
hooks.register("register_admin_urls", routes_des_signalements)
hooks.register("register_admin_urls", routes_des_rapports)
hooks.register("register_admin_urls", routes_du_geocodage)
hooks.register("register_admin_urls", routes_de_saisie)
hooks.register("register_admin_urls", routes_des_imports)
hooks.register("register_admin_menu_item", entree_des_imports)
hooks.register("register_admin_urls", routes_des_verifications)
hooks.register("register_reports_menu_item", entree_des_labels)
hooks.register("register_reports_menu_item", entree_a_verifier)
for entree in entrees_du_geocodage():
    hooks.register("register_reports_menu_item", entree)
hooks.register("register_log_actions", nommer_les_actions)
