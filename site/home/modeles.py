"""Models of pages: what a new page starts from.

Those of the house are files of ``donnees/modeles``: a type, the words that stand in each field, a
body as Wagtail keeps it, what is to be written between square brackets. Editors add their own: the
published pages of the folder of models (home.models.ModelesPage).
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

DOSSIER = Path(__file__).parent / "donnees" / "modeles"
# What a copy does not take from the page that it comes from.
A_NEUF = {
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
    "show_in_menus": False,
}


@dataclass(frozen=True, slots=True)
class Modele:
    """``champs``: {name of a field: text, or raw blocks of a stream}. ``type``: a page class.

    ``page``: key of the page that editors made, whose words are taken instead; None for a file.
    """

    cle: str
    nom: str
    usage: str
    type: Any
    champs: dict
    page: int | None = None


def modeles():
    """Every Modele: those of the house, then those of editors. Two queries."""
    return (*modeles_de_la_maison(), *modeles_des_editeurs())


@cache
def modeles_de_la_maison():
    """The Modeles that come with the site, in the order of the files."""
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


def modeles_des_editeurs():
    """The Modeles that editors published, in the order of the folder."""
    dossier = dossier_des_modeles()
    if dossier is None:
        return ()
    pages = Page.objects.child_of(dossier).live().order_by("path").select_related("content_type")
    return tuple(
        Modele(f"page-{p.pk}", p.title, p.search_description, p.specific_class, {}, p.pk)
        for p in pages
        if p.specific_class is not None
    )


def dossier_des_modeles():
    """The folder of models that editors make, or None before the first one."""
    from home.models import ModelesPage

    return ModelesPage.objects.order_by("path").first()


def est_un_modele():
    """Condition on Pages: they are the folder of models, or in it."""
    from home.models import ModelesPage

    # The folder stands right under the root of the tree.
    return Exists(ModelesPage.objects.filter(path=Left(OuterRef("path"), 2 * Page.steplen)))


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
    if modele.page is not None:
        return _copier(modele, parent, titre, compte)
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


def _copier(modele, parent, titre, compte):
    """A draft with the words of the page that is the model, as it is published."""
    dates = {"reecrit_le": None, "date": timezone.localdate()}
    champs = {champ.name for champ in modele.type._meta.concrete_fields}
    return Page.objects.get(pk=modele.page).specific.copy(
        to=parent,
        update_attrs={
            **A_NEUF,
            **{nom: valeur for nom, valeur in dates.items() if nom in champs},
            "title": titre,
            "draft_title": titre,
            "slug": _slug_libre(parent, titre),
            "locale": parent.locale,
            "search_description": "",  # it says what the model is for
        },
        copy_revisions=False,
        keep_live=False,
        user=compte,
    )


def peut_garder(page, compte):
    """Whether an account may make a model of *page*, a page in its own class."""
    from home.models import ModelesPage

    dossier = dossier_des_modeles()
    if type(page) not in ModelesPage.allowed_subpage_models():
        return False
    if dossier is not None and page.is_descendant_of(dossier):
        return False
    dessus = dossier or Page.get_first_root_node()
    return dessus.permissions_for_user(compte).can_publish_subpage()


def garder(page, nom, usage, compte):
    """Keep the last draft of *page* as a model, offered at once, and return it.

    *usage* says when to take it. The folder is made when there is none. Raises PermissionError
    when that account may not, or when this page cannot be a model.
    """
    page = page.specific
    if not peut_garder(page, compte):
        raise PermissionError(page)
    dossier = dossier_des_modeles() or _creer_le_dossier(compte)
    copie = page.copy(
        to=dossier,
        update_attrs={
            **A_NEUF,
            "title": nom,
            "draft_title": nom,
            "slug": _slug_libre(dossier, nom),
            "search_description": usage,
        },
        keep_live=False,  # its last draft is published below, which may not be what is live
        user=compte,
    )
    copie.get_latest_revision().publish(user=compte)
    return Page.objects.get(pk=copie.pk).specific


def _creer_le_dossier(compte):
    from home.models import ModelesPage

    racine = Page.get_first_root_node()
    titre = _("Modèles de pages")
    dossier = ModelesPage(
        title=titre, slug=_slug_libre(racine, titre), owner=compte, locale=Locale.get_default()
    )
    return racine.add_child(instance=dossier)


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
