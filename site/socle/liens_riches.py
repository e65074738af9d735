"""The links of a whole body at once: Wagtail's own filter asks for those of each text apart.

A link to a page follows the language of the one that is read, and becomes plain words while the
page is not published.
"""

import re

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.models import Page

_LIEN = re.compile(r'<a\b([^>]*\blinktype="(page|document)"[^>]*)>(.*?)</a>', re.S)
_CLE = re.compile(r'\bid="(\d+)"')


def deplier(html, request=None):
    """Return *html* with the links of rich texts made addresses. Two queries at most."""
    cles = {"page": set(), "document": set()}
    for attributs, genre, _texte in _LIEN.findall(html):
        cles[genre].update(map(int, _CLE.findall(attributs)))
    adresses = {
        "page": adresses_des_pages(cles["page"], request),
        "document": _documents(cles["document"]),
    }

    def remplacer(trouve):
        attributs, genre, texte = trouve.groups()
        cle = _CLE.search(attributs)
        adresse = adresses[genre].get(int(cle[1])) if cle else None
        return f'<a href="{escape(adresse)}">{texte}</a>' if adresse else texte

    return _LIEN.sub(remplacer, html)


def adresses_des_pages(cles, request):
    """``{key: address}`` of live pages, in the language of the page, else as pointed at."""
    if not cles:
        return {}
    familles = Page.objects.filter(pk__in=cles).values("translation_key")
    lues = list(Page.objects.live().filter(translation_key__in=familles).select_related("locale"))
    langue = get_language() or settings.LANGUAGE_CODE
    traduites = {p.translation_key: p for p in lues if p.locale.language_code == langue}
    visees = {p.pk: traduites.get(p.translation_key, p) for p in lues if p.pk in cles}
    return {cle: page.get_url(request) for cle, page in visees.items()}


def _documents(cles):
    if not cles:
        return {}
    return {
        cle: document.url for cle, document in get_document_model().objects.in_bulk(cles).items()
    }
