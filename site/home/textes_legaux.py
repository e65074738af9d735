"""Texts that the law wants, written once and filled with what the site says of itself.

They are files of ``donnees/textes`` (« mentions.fr.toml »): parts, each a title and paragraphs.
``{nom}`` is a value; a sentence one of whose values is empty is left out, a list without a line,
a title without a sentence and a part without anything too: no page ever shows a gap.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

from socle.blocs import ancre

DOSSIER = Path(__file__).parent / "donnees" / "textes"
CHAMP = re.compile(r"\{(\w+)\}")
LIEN = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Partie:
    """A part of a text: its title, the anchor of it, safe HTML."""

    ancre: str
    titre: str
    html: str


def langue_de(nom, langue):
    """The language in which the text *nom* is given to a reader of *langue*: it, else French."""
    ecrite = (DOSSIER / f"{nom}.{langue}.toml").is_file()
    return langue if ecrite else settings.LANGUAGE_CODE


@cache
def lire(nom, langue):
    """The tables of a text: {"partie": [{"titre", "blocs"}]}."""
    with (DOSSIER / f"{nom}.{langue}.toml").open("rb") as fichier:
        return tomllib.load(fichier)


def parties(nom, langue, valeurs):
    """[Partie] of a text, in the language that ``langue_de`` gives.

    *valeurs*: ``{name: text, or list of texts for lines}``. Raises KeyError for a name that is
    not there: a text may only ask for what is known.
    """
    dessinees = []
    for partie in lire(nom, langue_de(nom, langue))["partie"]:
        html = _blocs(partie["blocs"], valeurs)
        if html:
            titre = remplir(partie["titre"], valeurs)
            dessinees.append(Partie(ancre(titre), titre, mark_safe(html)))  # noqa: S308 (escaped by phrase)
    return dessinees


def phrase(modele, valeurs):
    """Safe HTML of a sentence, or "" when a value that it needs is empty."""
    if not all(valeurs[nom] for nom in CHAMP.findall(modele)):
        return ""
    html = LIEN.sub(r'<a href="\2">\1</a>', escape(modele))
    return mark_safe(CHAMP.sub(lambda champ: _valeur(champ, html, valeurs), html))  # noqa: S308 (escaped here)


def remplir(modele, valeurs):
    """Plain text of a title, its values in place."""
    return CHAMP.sub(lambda champ: str(valeurs[champ[1]]), modele)


def _valeur(champ, html, valeurs):
    """A value in its sentence: an address of mail is a link, unless it is already in one."""
    texte = escape(", ".join(str(valeurs[champ[1]]).splitlines()))
    dans_un_lien = html[: champ.start()].endswith(('href="', 'href="mailto:'))
    if "courriel" in champ[1] and not dans_un_lien:
        return f'<a href="mailto:{texte}">{texte}</a>'
    return texte


def _blocs(blocs, valeurs):
    """HTML of the blocks of a part; a title that nothing follows is left out."""
    dessines, titre = [], ""
    for bloc in blocs:
        bloc = bloc if isinstance(bloc, dict) else {"p" if isinstance(bloc, str) else "liste": bloc}
        if ("si" in bloc and not valeurs[bloc["si"]]) or (
            "sinon" in bloc and valeurs[bloc["sinon"]]
        ):
            continue
        if "titre" in bloc:
            titre = f"<h3>{escape(bloc['titre'])}</h3>"
            continue
        html = _bloc(bloc, valeurs)
        if html:
            dessines += [titre, html] if titre else [html]
            titre = ""
    return "\n".join(dessines)


def _bloc(bloc, valeurs):
    if "p" in bloc:
        html = phrase(bloc["p"], valeurs)
        return f"<p>{html}</p>" if html else ""
    if "lignes" in bloc:
        lignes = [escape(ligne) for ligne in valeurs[bloc["lignes"]]]
    else:
        lignes = [html for modele in bloc["liste"] if (html := phrase(modele, valeurs))]
    return f"<ul>{''.join(f'<li>{ligne}</li>' for ligne in lignes)}</ul>" if lignes else ""


def noms(nom, langue):
    """Every name that a text asks for."""
    source = (DOSSIER / f"{nom}.{langue}.toml").read_text(encoding="utf-8")
    conditions = re.findall(r'\b(?:si|sinon|lignes) = "(\w+)"', source)
    return {*CHAMP.findall(source), *conditions}
