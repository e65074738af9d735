"""Service pages for tests: identity, legal pages, accessibility, forms, under a home page."""

import json

from wagtail.models import Site

from home.models import (
    AccessibilitePage,
    ContactPage,
    FormulairePage,
    HomePage,
    PageEditoriale,
    PageLegale,
    PlanPage,
)
from socle.models import IdentiteDuSite
from tests.annuaire.pages import publier_annuaire
from tests.socle.test_identite import ENTIERE

QUESTIONS = (
    {"label": "Votre nom", "field_type": "singleline", "required": False, "remplissage": "name"},
    {"label": "Votre courriel", "field_type": "email"},
    {"label": "Votre message", "field_type": "multiline"},
)


def publier_accueil():
    """A home page and a directory, of a site that says who it is."""
    accueil = HomePage.objects.get(pk=publier_annuaire().get_parent().pk)
    IdentiteDuSite.objects.create(site=Site.objects.get(is_default_site=True), **ENTIERE)
    return accueil


def _textes(champs):
    """The fields of a page; streams are given as lists of ``tests.home.guide.bloc()``."""
    return {n: json.dumps(v) if isinstance(v, list) else v for n, v in champs.items()}


def ajouter_legale(accueil, genre="mentions", **champs):
    champs = {"title": genre.capitalize(), "slug": genre, **champs}
    return accueil.add_child(instance=PageLegale(genre=genre, **_textes(champs)))


def ajouter_accessibilite(accueil, **champs):
    page = AccessibilitePage(title="Accessibilité", slug="accessibilite", **champs)
    return accueil.add_child(instance=page)


def ajouter_plan(accueil):
    return accueil.add_child(instance=PlanPage(title="Plan du site", slug="plan"))


def ajouter_page(dessus, slug="a-propos", **champs):
    champs = {"title": slug.capitalize(), "slug": slug, **_textes(champs)}
    return dessus.add_child(instance=PageEditoriale(**champs))


def ajouter_formulaire(
    accueil, slug="sondage", questions=QUESTIONS, modele=FormulairePage, **champs
):
    """A page with a form of *questions*."""
    champs = {"title": slug.capitalize(), "finalite": "vous répondre", **champs}
    page = accueil.add_child(instance=modele(slug=slug, **champs))
    for rang, question in enumerate(questions):
        page.form_fields.add(page.form_fields.model(sort_order=rang, **question))
    page.save()
    return page


def ajouter_contact(accueil, **champs):
    return ajouter_formulaire(accueil, "contact", modele=ContactPage, **champs)
