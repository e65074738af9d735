"""Checks in the editor: Wagtail’s own, run by axe on the preview, and ours, on what is saved."""

from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.userbar import ContentCheckerItem

from socle.controles import controler


class ControlesDuPortail(ContentCheckerItem):
    """Wagtail's default rules and those of axe that its authors leave to each site."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        *("image-alt", "list", "listitem", "td-headers-attr", "th-has-data-cells"),
    ]


def controler_l_apercu(_request, elements, _page):
    """Put our item in the place of Wagtail's (a ``construct_wagtail_userbar`` hook)."""
    elements[:] = [
        ControlesDuPortail(in_editor=element.in_editor)
        if isinstance(element, ContentCheckerItem)
        else element
        for element in elements
    ]


def dire_ce_qui_est_a_revoir(request, page):
    """Say so to who submits or publishes (an ``after_edit_page`` and ``after_publish_page`` hook).

    Autosave asks for no words, and would pile them up.
    """
    if not any(action in request.POST for action in ("action-submit", "action-publish")):
        return
    if nombre := len(controler(page)):
        phrase = ngettext(
            "%(n)d point à revoir dans « %(titre)s » : ouvrez « Vérifications », à droite.",
            "%(n)d points à revoir dans « %(titre)s » : ouvrez « Vérifications », à droite.",
            nombre,
        )
        messages.warning(request, phrase % {"n": nombre, "titre": page.title})
