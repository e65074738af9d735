"""The words of a sheet, apart from how they are drawn."""

import re

from django.utils.html import strip_tags

MOT = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d \u00a0\u202f,-]*")


def mots(texte):
    """The words and numbers of a plain text."""
    return MOT.findall(texte)


def texte_du_corps(corps):
    """The words of a StreamValue in plain text, those of choosers left out."""
    return " ".join(map(strip_tags, corps.stream_block.get_searchable_content(corps)))


def texte_de_la_fiche(fiche):
    """All that a reader reads of a sheet, in one plain text."""
    return " ".join(filter(None, (fiche.chapo, fiche.resume, texte_du_corps(fiche.corps))))


def mots_de_la_fiche(fiche):
    """How many words a sheet has."""
    return len(mots(texte_de_la_fiche(fiche)))
