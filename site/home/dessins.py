"""Drawings of the guide: SVG files of ours, inlined so that they take the page's colours."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import escape

DOSSIER = Path(__file__).parent / "dessins"
TITRE = re.compile(r"(<title\b[^>]*>).*?(</title>)", re.S)
NOMS = {"trois-poles": "Les trois pôles de l’économie"}


def choix():
    """[(name of the file, what an editor reads)]."""
    return list(NOMS.items())


@cache
def _traits(nom):
    return (DOSSIER / f"{nom}.svg").read_text(encoding="utf-8")


def svg(nom, titre):
    """The drawing *nom*, named *titre* for who does not see it; "" when there is none."""
    if nom not in NOMS:
        return ""
    return TITRE.sub(lambda trouve: f"{trouve[1]}{escape(titre)}{trouve[2]}", _traits(nom))
