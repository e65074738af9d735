"""Editors keep the synonyms."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from socle.tableaux import ListeEnTableau, OuiNonColumn

from .models import Synonyme


class AucunChoixViewSet(SnippetChooserViewSet):
    """Nothing points at a synonym: no address to choose one (to make one there would fail)."""

    def get_urlpatterns(self):
        return []


class SynonymeViewSet(SnippetViewSet):
    model = Synonyme
    chooser_viewset_class = AucunChoixViewSet
    icon = "search"
    menu_label = _("Synonymes")
    add_to_settings_menu = True
    list_display = [
        "termes",
        OuiNonColumn("bidirectionnel", label=_("Dans les deux sens"), sort_key="bidirectionnel"),
    ]
    search_fields = ["termes"]
    panels = ["termes", "bidirectionnel"]
    index_view_class = ListeEnTableau
    list_export = ["termes", "bidirectionnel"]
    export_headings = {"termes": _("Termes"), "bidirectionnel": _("Dans les deux sens")}
    export_filename = "synonymes"


register_snippet(SynonymeViewSet)
