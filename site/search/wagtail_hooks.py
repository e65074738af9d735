"""Editors keep the synonyms."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Synonyme


class SynonymeViewSet(SnippetViewSet):
    model = Synonyme
    icon = "search"
    menu_label = _("Synonymes")
    add_to_settings_menu = True
    list_display = ["termes", "bidirectionnel"]
    search_fields = ["termes"]
    panels = ["termes", "bidirectionnel"]
    list_export = ["termes", "bidirectionnel"]
    export_headings = {"termes": _("Termes"), "bidirectionnel": _("Dans les deux sens")}
    export_filename = "synonymes"


register_snippet(SynonymeViewSet)
