"""sitemap.xml: an index, and files written as they are read.

Each room registers its sections: how many addresses there are in a language, and which. Only what
everybody may read is in one; a file never holds more than the protocol allows (50,000).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import islice

from django.conf import settings
from django.urls import reverse

from socle.langues import langues_ouvertes

# Some rooms write an address or two more than they count: what is left of 50,000 is for those.
PAR_FICHIER = 49_000
PAR_MORCEAU = 500  # addresses sent at once: each piece is compressed apart
TETE = '<?xml version="1.0" encoding="UTF-8"?>\n'
ESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Adresse:
    """An address as a path. ``traductions``: ``{language: path}``, its own included."""

    chemin: str
    modifiee_le: datetime | None = None
    traductions: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """``compter(request, langue)`` → int; ``adresses(request, langue, debut, nombre)`` yields the
    Adresses from rank *debut*, reading a slice at a time."""

    nom: str
    compter: Callable
    adresses: Callable


_sections = {}


def enregistrer_section(nom, *, compter, adresses):
    """Add a section, or replace the one of the same name (letters only)."""
    _sections[nom] = Section(nom, compter, adresses)


def langues_publiees(request):
    """Codes of the languages in which the site has a home page, the default one first."""
    ouvertes = langues_ouvertes(request) - {settings.LANGUAGE_CODE}
    autres = (code for code, _nom in settings.LANGUAGES if code in ouvertes)
    return [settings.LANGUAGE_CODE, *autres]


def index(request):
    """The index as text: one line a file. A count for each section and language."""
    racine, lignes = _racine(request), []
    for nom, section in sorted(_sections.items()):
        for langue in langues_publiees(request):
            for numero in range(1, _fichiers(section, request, langue) + 1):
                chemin = reverse("sitemap_fichier", args=[nom, langue, numero])
                lignes.append(f"<sitemap><loc>{_absolue(racine, chemin)}</loc></sitemap>")
    return f'{TETE}<sitemapindex xmlns="{ESPACE}">' + "\n".join(["", *lignes, "</sitemapindex>\n"])


def fichier(request, nom, langue, numero):
    """Iterator of the pieces of a file. Raises LookupError when there is no such file."""
    section = _sections[nom]
    if langue not in langues_publiees(request):
        raise LookupError(langue)
    if numero > _fichiers(section, request, langue):
        raise LookupError(numero)
    debut = (numero - 1) * PAR_FICHIER
    return _ecrire(_racine(request), section.adresses(request, langue, debut, PAR_FICHIER))


def _fichiers(section, request, langue):
    return -(-section.compter(request, langue) // PAR_FICHIER)


def _ecrire(racine, adresses):
    yield f'{TETE}<urlset xmlns="{ESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    lignes = (
        f"<url><loc>{_absolue(racine, adresse.chemin)}</loc>{_suite(racine, adresse)}</url>\n"
        for adresse in adresses
    )
    while morceau := "".join(islice(lignes, PAR_MORCEAU)):
        yield morceau
    yield "</urlset>\n"


def _suite(racine, adresse):
    """Date and translations of an address; one that has no other says none."""
    date = adresse.modifiee_le
    morceaux = [f"<lastmod>{date.isoformat(timespec='seconds')}</lastmod>"] if date else []
    if len(adresse.traductions) > 1:
        liens = dict(adresse.traductions)
        if settings.LANGUAGE_CODE in liens:
            liens["x-default"] = liens[settings.LANGUAGE_CODE]
        morceaux += [
            f'<xhtml:link rel="alternate" hreflang="{langue}" href="{_absolue(racine, chemin)}"/>'
            for langue, chemin in liens.items()
        ]
    return "".join(morceaux)


def _racine(request):
    """Scheme and host, asked once: a file has two hundred thousand addresses."""
    return f"{request.scheme}://{request.get_host()}"


def _absolue(racine, chemin):
    # What does not start so is as Wagtail says the address of another site.
    return escape(f"{racine}{chemin}" if chemin.startswith("/") else chemin)
