"""What surrounds every page, in the administration."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from socle.models import Bandeau, Navigation


class NavigationViewSet(SnippetViewSet):
    model = Navigation
    icon = "list-ul"
    menu_label = _("Menu et pied de page")
    list_display = ["__str__", "mention"]


class BandeauViewSet(SnippetViewSet):
    model = Bandeau
    icon = "warning"
    menu_label = _("Bandeaux")
    list_display = ["texte", "niveau", "debut", "fin"]
    list_filter = ["niveau"]
    search_fields = ["texte"]


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
