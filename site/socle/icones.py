"""Icons of the house: lucide drawings, read once and inlined."""

import logging
import re
from functools import cache
from pathlib import Path

from django.utils.safestring import mark_safe

from socle.palette import ICONE_PAR_DEFAUT

DOSSIER = Path(__file__).resolve().parent / "static" / "socle" / "vendor" / "lucide"
journal = logging.getLogger(__name__)


@cache
def traces():
    """Map each vendored icon to the inside of its SVG."""
    return {
        fichier.stem: re.sub(r"^<svg[^>]*>|</svg>\s*$", "", fichier.read_text()).replace(
            " />", "/>"
        )
        for fichier in DOSSIER.glob("*.svg")
    }


@cache
def svg(nom):
    """Inline SVG of the icon ``nom``; KeyError when it is not vendored.

    It says nothing to assistive technologies: a word always stands beside it.
    """
    return mark_safe(  # noqa: S308 (vendored files of ours, checked by their sha256)
        '<svg class="ic" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{traces()[nom]}</svg>'
    )


def svg_ou_defaut(nom):
    """Like ``svg``, for a name that comes from data: an unknown one draws the default icon.

    A row that names an icon since withdrawn must not take its page down.
    """
    try:
        return svg(str(nom or ICONE_PAR_DEFAUT))
    except KeyError:
        journal.warning("Unknown icon in data: %r", nom)
        return svg(ICONE_PAR_DEFAUT)
