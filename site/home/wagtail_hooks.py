"""Pages in the administration: what the guide is made of, and what helps those who write."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.administration.aide import entree_de_l_aide, routes_de_l_aide
from home.administration.redaction import (
    bouton_des_modeles,
    bouton_pour_garder,
    entree_de_l_avancement,
    entree_des_liens_casses,
    entree_des_modeles,
    routes_de_la_redaction,
)
from home.models import Temoignage, Utilite
from socle.a_faire import montrer_ce_qui_est_a_faire
from socle.controles.administration import controler_l_apercu, dire_ce_qui_est_a_revoir
from socle.models import MotDuGlossaire
from socle.politiques import PolitiqueSans
from socle.tableaux import COLONNE_DE_LANGUE, ListeEnTableau, OuiNonColumn, colonnes


class MotIndexView(ListeEnTableau):
    cellules = colonnes(
        MotDuGlossaire,
        *("terme", "variantes", "definition", "source", "lier"),
        locale=(_("Langue"), lambda mot: mot.locale),
    )
    liees = ("locale",)


class TemoignageIndexView(ListeEnTableau):
    cellules = colonnes(
        Temoignage,
        *("prenom", "qualite", "citation", "langue", "acteur", "fictif"),
        *("accord_le", "accord_portee", "retire_le"),
    )
    liees = ("acteur",)


class UtiliteIndexView(ListeEnTableau):
    cellules = colonnes(Utilite, "fiche", "oui", "non")
    liees = ("fiche",)


class MotViewSet(SnippetViewSet):
    model = MotDuGlossaire
    icon = "info-circle"
    menu_label = _("Glossaire")
    list_display = [
        "terme",
        "definition",
        COLONNE_DE_LANGUE,
        OuiNonColumn("lier", label=_("Souligner"), sort_key="lier"),
    ]
    search_fields = ["terme", "variantes", "definition"]
    index_view_class = MotIndexView
    export_filename = "glossaire"


class TemoignageViewSet(SnippetViewSet):
    model = Temoignage
    icon = "openquote"
    menu_label = _("Témoignages")
    list_display = ["__str__", "acteur", "accord_le", "retire_le"]
    list_filter = ["fictif", "langue"]
    search_fields = ["prenom", "qualite", "citation"]
    index_view_class = TemoignageIndexView
    export_filename = "temoignages"


class UtiliteViewSet(SnippetViewSet):
    """Two counters a sheet: looked at, never written by hand."""

    model = Utilite
    icon = "thumbtack"
    menu_label = _("Fiches utiles ?")
    list_display = ["fiche", Column("oui"), Column("non")]
    index_view_class = UtiliteIndexView
    export_filename = "fiches-utiles"
    inspect_view_enabled = True


class GroupeGuide(SnippetViewSetGroup):
    menu_label = _("Guide")
    menu_icon = "list-ul"
    menu_order = 210
    items = (MotViewSet, TemoignageViewSet, UtiliteViewSet)


register_permission_policy(Utilite, PolitiqueSans(Utilite, "add", "change", "delete"))
register_snippet(GroupeGuide)
hooks.register("construct_wagtail_userbar", controler_l_apercu)
hooks.register("after_edit_page", dire_ce_qui_est_a_revoir)
hooks.register("construct_homepage_panels", montrer_ce_qui_est_a_faire)
hooks.register("register_admin_urls", routes_de_la_redaction)
hooks.register("register_admin_urls", routes_de_l_aide)
hooks.register("register_admin_menu_item", entree_des_modeles)
hooks.register("register_page_header_buttons", bouton_des_modeles)
hooks.register("register_page_header_buttons", bouton_pour_garder)
hooks.register("register_reports_menu_item", entree_des_liens_casses)
hooks.register("register_reports_menu_item", entree_de_l_avancement)
hooks.register("register_help_menu_item", entree_de_l_aide)
