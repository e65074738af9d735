"""What surrounds every page, in the administration."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from socle.models import Bandeau, Navigation
from socle.tableaux import COLONNE_DE_LANGUE, ListeEnTableau, colonnes

LANGUE = {"locale": (_("Langue"), lambda ligne: ligne.locale)}


def _mots(champ):
    """The function that says the words of the links, or the titles of the columns, of a body."""

    def valeur(ligne):
        blocs = [bloc.value for bloc in getattr(ligne, champ)]
        return ", ".join(b.get("titre") or b.get("libelle") or str(b.get("page")) for b in blocs)

    return valeur


class NavigationIndexView(ListeEnTableau):
    cellules = {
        **LANGUE,
        "site": (_("Site"), lambda n: str(n.site or _("tous les sites"))),
        "menu": (_("Menu principal"), _mots("menu")),
        "pied": (_("Colonnes du pied de page"), _mots("pied")),
        "suivre": (_("Nous joindre, nous suivre"), _mots("suivre")),
        **colonnes(Navigation, "mention", "mention_adresse"),
    }
    liees = ("locale", "site")


class BandeauIndexView(ListeEnTableau):
    cellules = colonnes(Bandeau, "texte", "niveau", "debut", "fin", **LANGUE)
    liees = ("locale",)


class NavigationViewSet(SnippetViewSet):
    model = Navigation
    icon = "list-ul"
    menu_label = _("Menu et pied de page")
    list_display = ["__str__", "mention"]
    index_view_class = NavigationIndexView
    export_filename = "menus"


class BandeauViewSet(SnippetViewSet):
    model = Bandeau
    icon = "warning"
    menu_label = _("Bandeaux")
    list_display = ["texte", COLONNE_DE_LANGUE, "niveau", "debut", "fin"]
    list_filter = ["niveau"]
    search_fields = ["texte"]
    index_view_class = BandeauIndexView
    export_filename = "bandeaux"


class GroupeCadre(SnippetViewSetGroup):
    menu_label = _("Autour des pages")
    menu_icon = "site"
    menu_order = 220
    items = (NavigationViewSet, BandeauViewSet)


register_snippet(GroupeCadre)


@hooks.register("insert_global_admin_css")
def tenir_les_champs():
    """Keep fields within the page, on every screen of the administration."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("socle/administration/champs.css")
    )
