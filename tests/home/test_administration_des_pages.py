"""Pages in the administration: each type is created, the identity of the site is edited."""

import pytest
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from espace.models import Compte
from home.models import PageLegale
from socle.models import IdentiteDuSite
from tests.home.service import ajouter_legale, publier_accueil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]
TYPES = (
    *("pageeditoriale", "formulairepage", "contactpage"),
    *("pagelegale", "accessibilitepage", "planpage"),
)


@pytest.fixture
def accueil():
    return publier_accueil()


@pytest.fixture
def equipe(client):
    client.force_login(Compte.objects.create_superuser("a@b.example", "un mot de passe long"))
    return client


@pytest.mark.parametrize("modele", TYPES)
def test_each_type_of_page_has_a_form(equipe, accueil, modele):
    adresse = reverse("wagtailadmin_pages:add", args=["home", modele, accueil.pk])
    assert equipe.get(adresse).status_code == 200


def test_the_sections_of_the_home_page_are_chosen_in_its_form(equipe, accueil):
    html = equipe.get(reverse("wagtailadmin_pages:edit", args=[accueil.pk])).content.decode()
    noms = ("recherche", "domaines", "acteurs", "nouveaux", "guide")
    assert [nom for nom in noms if f"&quot;{nom}&quot;" not in html] == []


def test_a_kind_of_legal_page_is_created_once(equipe, accueil):
    adresse = reverse("wagtailadmin_pages:add", args=["home", "pagelegale", accueil.pk])
    champs = {
        "title": "Mentions",
        "slug": "mentions-2",
        "genre": "mentions",
        "corps": streamfield([]),
        "comments": {
            "TOTAL_FORMS": "0",
            "INITIAL_FORMS": "0",
            "MIN_NUM_FORMS": "0",
            "MAX_NUM_FORMS": "",
        },
    }
    ajouter_legale(accueil, "mentions")
    equipe.post(adresse, nested_form_data(champs))
    une = PageLegale.objects.count()
    equipe.post(adresse, nested_form_data({**champs, "genre": "donnees"}))
    assert (une, PageLegale.objects.count()) == (1, 2)


def test_the_identity_of_the_site_is_a_setting(equipe, accueil):
    site = Site.objects.get(is_default_site=True)
    adresse = reverse("wagtailsettings:edit", args=["socle", "identitedusite", site.pk])
    page = equipe.get(adresse)
    champs = {nom: champ.value() or "" for nom, champ in _champs(page)}
    equipe.post(adresse, {**champs, "editeur": "Les Fils du pays"})
    assert IdentiteDuSite.objects.get().editeur == "Les Fils du pays"


def _champs(page):
    form = page.context["form"]
    return [(nom, form[nom]) for nom in form.fields]
