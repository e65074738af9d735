"""The demonstration's news and press room: invented, and said to be."""

import json
import tomllib
from pathlib import Path

from home.models import ActualitePage, ActualitesPage, PressePage

FICHIER = Path(__file__).parent / "donnees" / "actualites.toml"


def lire():
    """Return the texts: tables ``actualites``, ``presse``, list ``nouvelle``."""
    with FICHIER.open("rb") as fichier:
        return tomllib.load(fichier)


def charger(accueil, poser):
    """Create what is missing; ``poser(parent, model, fields)`` → (page, created)."""
    textes = lire()
    liste, _cree = poser(accueil, ActualitesPage, textes["actualites"])
    for nouvelle in textes["nouvelle"]:
        poser(liste, ActualitePage, {**nouvelle, "corps": _corps(nouvelle["corps"])})
    presse = textes["presse"]
    contacts = [{"type": "contact", "value": contact} for contact in presse["contacts"]]
    poser(accueil, PressePage, {**presse, "contacts": json.dumps(contacts)})


def _corps(blocs):
    """Paragraphs and headings as Wagtail keeps them."""
    return json.dumps(
        [
            {"type": "intertitre", "value": {"texte": bloc["intertitre"]}}
            if "intertitre" in bloc
            else {"type": "paragraphe", "value": f"<p>{bloc['texte']}</p>"}
            for bloc in blocs
        ]
    )
