"""The pages that every footer points at: only those that a visitor may open."""

import pytest
from wagtail.models import Locale, PageViewRestriction

from espace.models import Compte
from home.services import adresse_du_service, liens_legaux, services
from tests.home.service import (
    ajouter_accessibilite,
    ajouter_contact,
    ajouter_legale,
    ajouter_plan,
    publier_accueil,
)


@pytest.fixture
def accueil(db):
    return publier_accueil()


def test_a_footer_points_at_all_of_them_in_order(rf, accueil):
    ajouter_plan(accueil)
    for genre in ("donnees-ouvertes", "eco-conception", "donnees", "mentions"):
        ajouter_legale(accueil, genre)
    ajouter_accessibilite(accueil)
    ajouter_contact(accueil)
    assert [(str(texte), adresse) for texte, adresse in liens_legaux(rf.get("/"))] == [
        ("Contact", "/contact/"),
        ("Plan du site", "/plan/"),
        ("Mentions", "/mentions/"),
        ("Donnees", "/donnees/"),
        ("Accessibilité\u00a0: non conforme", "/accessibilite/"),
        ("Eco-conception", "/eco-conception/"),
        ("Donnees-ouvertes", "/donnees-ouvertes/"),
    ]


def test_what_is_not_published_or_not_public_is_not_pointed_at(rf, accueil):
    ajouter_legale(accueil, "mentions", live=False)
    fermee = ajouter_legale(accueil, "donnees")
    PageViewRestriction.objects.create(page=fermee, restriction_type="login")
    assert services(rf.get("/")) == {}
    assert adresse_du_service(rf.get("/"), "mentions") == ""


def test_another_language_falls_back_on_the_default_one(client, accueil):
    anglais = Locale.objects.create(language_code="en")
    chez_eux = accueil.copy_for_translation(anglais)
    chez_eux.save_revision().publish()
    ajouter_legale(accueil, "mentions")
    donnees = ajouter_legale(accueil, "donnees")
    traduite = donnees.copy_for_translation(anglais)
    traduite.title = "Personal data"
    traduite.save_revision().publish()
    pied = client.get("/en/").content.decode().split("pied__bas")[1]
    assert '<a href="/mentions/" lang="fr">Mentions</a>' in pied
    assert f'<a href="/en/{traduite.slug}/">Personal data</a>' in pied
    assert "/donnees/" not in client.get("/en/").content.decode().replace("/en/donnees", "")


def test_visitors_see_a_change_at_once(client, accueil):
    page = ajouter_legale(accueil, "mentions")
    assert '<a href="/mentions/">' in client.get("/").content.decode()
    page.unpublish()
    assert '<a href="/mentions/">' not in client.get("/").content.decode()


def test_editors_read_them_from_the_database(client, accueil):
    ajouter_legale(accueil, "mentions")
    client.force_login(Compte.objects.create_superuser("a@b.example", "un mot de passe long"))
    assert '<a href="/mentions/">' in client.get("/").content.decode()
