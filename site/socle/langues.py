"""The language depends on the address alone: no cookie, no Accept-Language, hence no Vary.

The administration then follows each user's preferred language, which Wagtail does by itself.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.utils import translation
from wagtail.models import Page

from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

_accueils = memoire_de_l_arbre()
CATALOGUES = Path(__file__).parent / "locale"


class LangueMiddleware:
    """Activate the language that the first segment of the path names, else the default one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer 404 under a prefix that has no live home page."""
        langue = langue_du_chemin(request.path_info)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        if langue != settings.LANGUAGE_CODE:
            if not a_un_accueil(request, langue):
                raise Http404
            translation.activate(langue)
            request.LANGUAGE_CODE = langue
        reponse = self.get_response(request)
        reponse.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return reponse


def langue_du_chemin(chemin):
    """Return the language code that prefixes *chemin*; the default one has no prefix."""
    premier = chemin.lstrip("/").split("/", 1)[0]
    return premier if premier in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def langues_du_site():
    """[(code, name)] that editors may write in, for the choices of a field."""
    return settings.LANGUAGES


def a_un_accueil(request, langue):
    """Tell whether the site of *request* has a live home page in *langue*."""
    return langue in langues_ouvertes(request)


def langues_ouvertes(request):
    """Codes of the languages in which the site of *request* has a live home page.

    Remembered for visitors, else one query.
    """
    site = site_de(request)
    if site is None:
        return frozenset()
    if est_visiteur(request):
        return _accueils.lire(site.pk, lambda: _ouvertes(site))
    return _ouvertes(site)


def _ouvertes(site):
    accueil = Page.objects.filter(pk=site.root_page_id).values("translation_key")
    publies = Page.objects.filter(translation_key__in=accueil, live=True)
    return frozenset(publies.values_list("locale__language_code", flat=True))


@cache
def interface_de(langue):
    """The language of the words of the interface for who reads *langue*: it, or the default one.

    A language that editors open has pages before it has a catalogue.
    """
    noms = {translation.to_locale(code) for code in (langue, langue.partition("-")[0])}
    connue = any((CATALOGUES / nom / "LC_MESSAGES" / "django.mo").is_file() for nom in noms)
    return langue if connue else settings.LANGUAGE_CODE


def langue_a_dire(langue):
    """*langue* when words in it must say so among those of the interface, else ""."""
    ici = translation.get_language() or settings.LANGUAGE_CODE
    return "" if langue == interface_de(ici) else langue
