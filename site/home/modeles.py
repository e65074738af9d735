"""Models of pages: what a new sheet starts from. One file of ``donnees/modeles`` each.

A model is data: a type, the words that stand in each field, a body as Wagtail keeps it. What is to
be written is between square brackets.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.text import slugify
from wagtail.fields import StreamField

DOSSIER = Path(__file__).parent / "donnees" / "modeles"


@dataclass(frozen=True, slots=True)
class Modele:
    """``champs``: {name of a field: text, or raw blocks of a stream}. ``type``: a page class."""

    cle: str
    nom: str
    usage: str
    type: Any
    champs: dict


@cache
def modeles():
    """Every Modele, in the order of the files."""
    return tuple(_lire(chemin) for chemin in sorted(DOSSIER.glob("*.toml")))


def _lire(chemin):
    with chemin.open("rb") as fichier:
        donnees = tomllib.load(fichier)
    return Modele(
        chemin.stem.partition("-")[2],
        donnees["nom"],
        donnees["usage"],
        apps.get_model(donnees["type"]),
        donnees["champs"],
    )


def creer(modele, parent, titre, compte):
    """Make a draft from a Modele under the page *parent* and return it; *compte* owns it.

    Raises PermissionError when that account may not add a page there, ValueError when the type may
    not stand there.
    """
    parent = parent.specific
    if not parent.permissions_for_user(compte).can_add_subpage():
        raise PermissionError(parent)
    if not modele.type.can_create_at(parent):
        raise ValueError(modele.cle)
    page = modele.type(
        title=titre,
        slug=_slug_libre(parent, titre),
        live=False,
        owner=compte,
        locale=parent.locale,
        **_valeurs(modele),
    )
    parent.add_child(instance=page)
    page.save_revision(user=compte, log_action=True)
    return page


def _valeurs(modele):
    valeurs = {}
    for nom, valeur in modele.champs.items():
        flux = isinstance(modele.type._meta.get_field(nom), StreamField)
        valeurs[nom] = json.dumps(valeur, default=str) if flux else valeur
    return valeurs


def _slug_libre(parent, titre):
    """The address that the title gives, numbered while a page there has it."""
    base = slugify(titre)[:200] or "page"
    pris = set(parent.get_children().values_list("slug", flat=True))
    rang, slug = 1, base
    while slug in pris:
        rang += 1
        slug = f"{base}-{rang}"
    return slug
