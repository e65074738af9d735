"""One page of each type that the site has, made from the models: a later type comes by itself."""

from datetime import date

from django.db import models
from wagtail.models import Page, get_page_models

NOTRES = ("annuaire.", "home.", "agenda.", "forum.", "prix.", "lettre.")
A_MOI = {
    models.EmailField: "quelqu-un@exemple.example",
    models.URLField: "https://exemple.example/",
    models.CharField: "Mot",
    models.TextField: "Mot",
    models.IntegerField: 1,
    models.DateField: date(2026, 1, 5),
}


def types_de_page():
    """Our page types, by name."""
    types = [modele for modele in get_page_models() if modele._meta.label.startswith(NOTRES)]
    return sorted(types, key=lambda modele: modele._meta.label)


def peupler():
    """``{page type: a live leaf of that type}``, each under a parent that it may have."""
    racine, parents = Page.get_first_root_node(), {}

    def parent_de(modele):
        permis = modele.allowed_parent_page_models()
        if Page in permis:
            return racine
        dessus = next(p for p in permis if p is not modele)
        if dessus not in parents:
            parents[dessus] = _poser(parent_de(dessus), dessus, "dessus")
        return parents[dessus]

    return {modele: _poser(parent_de(modele), modele, "feuille") for modele in types_de_page()}


def _poser(parent, modele, role):
    slug = f"{role}-{modele._meta.model_name}"
    page = modele(title=slug.capitalize(), slug=slug, **_obligatoires(modele))
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def _obligatoires(modele):
    """A value for each field that the type asks for, besides those of every page."""
    communs = {champ.name for champ in Page._meta.get_fields()}
    demandes = [
        champ
        for champ in modele._meta.concrete_fields
        if champ.name not in communs
        and not champ.blank
        and not champ.null
        and not champ.has_default()
        and not champ.is_relation
    ]
    return {champ.name: _valeur(champ) for champ in demandes}


def _valeur(champ):
    if champ.choices:
        return champ.choices[0][0]
    return next(valeur for genre, valeur in A_MOI.items() if isinstance(champ, genre))
