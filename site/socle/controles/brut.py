"""The keys of the pages that raw data of a stream name: nothing is asked of the database."""

import re

from wagtail import blocks

_LIEN = re.compile(r"<a\b[^>]*>")
_CLE = re.compile(r'\bid="(\d+)"')


def pages_du_texte(html):
    """The keys of the pages that a rich text links to."""
    liens = (lien for lien in _LIEN.findall(html or "") if 'linktype="page"' in lien)
    return {int(cle[1]) for lien in liens if (cle := _CLE.search(lien))}


def pages_du_flux(flux, bruts):
    """The keys of the pages that *bruts*, raw children of the StreamBlock *flux*, name."""
    cles = set()
    for brut in bruts or ():
        if enfant := flux.child_blocks.get(brut["type"]):
            cles |= _du_bloc(enfant, brut.get("value"))
    return cles


def _du_bloc(bloc, brut):
    if isinstance(bloc, blocks.PageChooserBlock):
        return {brut} if isinstance(brut, int) else set()
    if isinstance(bloc, blocks.RichTextBlock):
        return pages_du_texte(brut)
    if isinstance(bloc, blocks.BaseStreamBlock):
        return pages_du_flux(bloc, brut)
    if isinstance(bloc, blocks.ListBlock):
        elements = (_element(element) for element in brut or ())
        return set().union(*(_du_bloc(bloc.child_block, element) for element in elements))
    if isinstance(bloc, blocks.BaseStructBlock):
        noms = bloc.child_blocks.items()
        return set().union(*(_du_bloc(enfant, (brut or {}).get(nom)) for nom, enfant in noms))
    return set()


def _element(brut):
    """The value of an element of a list, which Wagtail has kept in two ways."""
    return brut["value"] if isinstance(brut, dict) and brut.get("type") == "item" else brut
