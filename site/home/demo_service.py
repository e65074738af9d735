"""The demonstration's service pages: identity, legal texts, contact, forms, editorial pages.

Read from ``donnees/service.toml``. What is there already is left as editors made it.
"""

import json
import re
import tomllib
from pathlib import Path

from home.models import (
    AccessibilitePage,
    ContactPage,
    FormulairePage,
    PageEditoriale,
    PageLegale,
    PlanPage,
)
from socle.models import IdentiteDuSite, ReglagesDuSite

FICHIER = Path(__file__).parent / "donnees" / "service.toml"


def lire():
    """Return the texts: tables ``identite``, ``contact``, ``formulaire``, ``legale``, ``page``…"""
    with FICHIER.open("rb") as fichier:
        return tomllib.load(fichier)


def charger(site, accueil, poser):
    """Create what is missing; ``poser(parent, model, fields)`` → (page, created)."""
    textes = lire()
    _identifier(site, textes["identite"])
    pages = {
        "contact": _formulaire(accueil, ContactPage, textes["contact"], poser),
        "proposer-formulaire": _formulaire(accueil, FormulairePage, textes["formulaire"], poser),
    }
    for champs in textes["page"]:
        pages[champs["slug"]] = _page(accueil, champs, pages, poser)
    _offrir_de_proposer(site, pages["proposer-une-structure"])
    poser(accueil, AccessibilitePage, textes["accessibilite"])
    for champs in textes["legale"]:
        poser(accueil, PageLegale, champs)
    poser(accueil, PlanPage, textes["plan"])


def _identifier(site, valeurs):
    """Fill the identity as long as nobody has said who publishes the site."""
    identite = IdentiteDuSite.for_site(site)
    if not identite.editeur:
        for champ, valeur in valeurs.items():
            setattr(identite, champ, valeur)
        identite.save()


def _formulaire(accueil, modele, texte, poser):
    """A page with a form and its questions."""
    champs = {nom: valeur for nom, valeur in texte.items() if nom != "questions"}
    page, cree = poser(accueil, modele, champs)
    if cree:
        for rang, question in enumerate(texte["questions"]):
            page.form_fields.add(page.form_fields.model(sort_order=rang, **question))
        page.save_revision().publish()
    return page


def _page(accueil, texte, pages, poser):
    """An editorial page; ``page:slug`` in its links and blocks names one of *pages*."""
    champs = {"title": texte["titre"], "slug": texte["slug"], "chapo": texte["chapo"]}
    page, cree = poser(accueil, PageEditoriale, champs)
    if cree:
        page.corps = json.dumps([_bloc(brut, pages) for brut in texte["corps"]])
        page.save_revision().publish()
    return page


def _offrir_de_proposer(site, page):
    """Searches that find nothing lead to *page*, unless the team chose another or none.

    None is a choice once the settings are filled: they are, right after, for the first time.
    """
    reglages = ReglagesDuSite.for_site(site)
    if not reglages.territoire and reglages.page_pour_proposer_id is None:
        reglages.page_pour_proposer = page
        reglages.save()


def _bloc(brut, pages):
    """A block of the file as Wagtail keeps it."""
    valeur = {nom: v for nom, v in brut.items() if nom != "type"}
    if brut["type"] == "texte":
        return {"type": "paragraphe", "value": _riche(brut["html"], pages)}
    if brut["type"] == "formulaire":
        valeur["page"] = pages[brut["page"]].pk
    return {"type": brut["type"], "value": valeur}


def _riche(html, pages):
    return re.sub(
        r'<a href="page:([\w-]+)">',
        lambda lien: f'<a linktype="page" id="{pages[lien[1]].pk}">',
        html.strip(),
    )
