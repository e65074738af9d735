"""The editors' guide inside the administration: the pages of docs/ that are for them.

docs/README.md says for whom each page is; what comes after « For developers » is left out.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

DOSSIER = Path(settings.RACINE) / "docs"
LIGNE = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+)\.md\) \| ([^|]+) \| ([^|]+) \|$", re.M)
POUR_LES_AUTRES = "\n## For developers"
# Editors read these whoever else does; a page in English is for developers.
POUR = "editors"


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A heading of a page, and where it is."""

    titre: str
    ancre: str


@dataclass(frozen=True, slots=True)
class PageDAide:
    """A page of the guide. ``html`` is safe; ``rubriques`` are its second-level headings."""

    cle: str
    titre: str
    html: str = field(repr=False)
    rubriques: tuple = ()


@cache
def pages():
    """``{key: PageDAide}`` in the order of the index of docs/; {} when docs/ is not shipped."""
    index = DOSSIER / "README.md"
    if not index.is_file():
        return {}
    lignes = LIGNE.findall(index.read_text(encoding="utf-8"))
    cles = [cle for _nom, cle, pour_qui, _dit in lignes if POUR in pour_qui]
    return {cle: _lire(cle, frozenset(cles)) for cle in cles if (DOSSIER / f"{cle}.md").is_file()}


def chercher(mots):
    """[(PageDAide, its Rubriques)] whose title or headings have all these words; all when none."""
    voulus = _mots(mots)
    trouvees = []
    for page in pages().values():
        siennes = tuple(r for r in page.rubriques if voulus <= _mots(f"{page.titre} {r.titre}"))
        if siennes or voulus <= _mots(page.titre):
            trouvees.append((page, siennes))
    return trouvees


def _mots(texte):
    return set(slugify(texte).split("-")) - {""}


def _lire(cle, connues):
    texte = (DOSSIER / f"{cle}.md").read_text(encoding="utf-8").partition(POUR_LES_AUTRES)[0]
    lecteur = MarkdownIt("commonmark", {"html": False}).enable("table")
    jetons = lecteur.parse(texte)
    titres, rubriques = {}, []
    for jeton, suivant in pairwise(jetons):
        if jeton.type == "heading_open":
            titres.setdefault(jeton.tag, suivant.content)
            jeton.attrSet("id", slugify(suivant.content))
            if jeton.tag == "h2":
                rubriques.append(Rubrique(suivant.content, slugify(suivant.content)))
        if suivant.type == "inline":
            _mener_dans_l_aide(suivant, connues)
    sans_titre = jetons[3:] if jetons and jetons[0].tag == "h1" else jetons
    html = lecteur.renderer.render(sans_titre, lecteur.options, {})
    return PageDAide(cle, titres.get("h1", escape(cle)), mark_safe(html), tuple(rubriques))  # noqa: S308 (our own files, their HTML escaped)


def _mener_dans_l_aide(jeton, connues):
    """Links between pages of docs/ stay in the guide; pictures and other pages are left out."""
    enfants = []
    fermer = []
    for enfant in jeton.children or ():
        if enfant.type == "link_open":
            adresse = _adresse(enfant.attrGet("href"), connues)
            fermer.append(bool(adresse))
            if not adresse:
                continue
            enfant.attrSet("href", adresse)
        elif (enfant.type == "link_close" and not fermer.pop()) or enfant.type == "image":
            continue
        enfants.append(enfant)
    jeton.children = enfants


def _adresse(href, connues):
    if href.startswith("https://"):
        return href
    cle, _point, ancre = href.partition(".md")
    return f"{reverse('home_aide:page', args=[cle])}{ancre}" if cle in connues else ""
