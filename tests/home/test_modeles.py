"""Models of pages: what a new sheet starts from."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.blocks import StreamBlock

from espace.models import Compte
from home import groupes
from home.modeles import creer, modeles_de_la_maison
from home.models import FichePage
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubrique():
    groupes.charger()
    return ajouter_rubrique(publier_guide())


@pytest.fixture
def redactrice(client, rubrique):
    compte = Compte.objects.create_user("redactrice@exemple.example")
    compte.groups.add(Group.objects.get(name=groupes.REDACTION))
    client.force_login(compte)
    return compte


def test_there_are_three():
    assert [modele.cle for modele in modeles_de_la_maison()] == ["besoin", "notion", "demarche"]


@pytest.mark.parametrize("modele", modeles_de_la_maison(), ids=lambda modele: modele.cle)
def test_a_model_makes_a_draft_whose_every_block_is_known(redactrice, rubrique, modele):
    page = creer(modele, rubrique, "Se chauffer", redactrice)
    page.refresh_from_db()
    bruts = modele.champs["corps"]
    assert (page.live, page.owner, page.slug) == (False, redactrice, "se-chauffer")
    assert [bloc.block_type for bloc in page.corps] == [brut["type"] for brut in bruts]
    assert isinstance(page.corps.stream_block, StreamBlock)
    page.corps.stream_block.clean(page.corps)
    assert page.get_latest_revision().user == redactrice


def test_two_of_the_same_title_have_two_addresses(redactrice, rubrique):
    modele = modeles_de_la_maison()[0]
    slugs = [creer(modele, rubrique, "Se chauffer", redactrice).slug for _ in range(2)]
    assert slugs == ["se-chauffer", "se-chauffer-2"]


def test_who_may_not_add_there_makes_nothing(rubrique):
    compte = Compte.objects.create_user("organisatrice@exemple.example")
    compte.groups.add(Group.objects.get(name=groupes.ORGANISATION))
    with pytest.raises(PermissionError):
        creer(modeles_de_la_maison()[0], rubrique, "Se chauffer", compte)
    assert FichePage.objects.count() == 0


def test_a_place_where_it_cannot_stand_is_refused(redactrice, rubrique):
    with pytest.raises(ValueError, match="besoin"):
        creer(modeles_de_la_maison()[0], rubrique.get_parent(), "Se chauffer", redactrice)


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestEcran:
    def test_the_form_makes_the_draft_and_opens_it(self, client, redactrice, rubrique):
        adresse = reverse("home_redaction:depuis_un_modele")
        assert client.get(f"{adresse}?parent={rubrique.pk}").status_code == 200
        envoi = {"modele": "besoin", "parent": rubrique.pk, "titre": "Se chauffer"}
        reponse = client.post(adresse, envoi)
        page = FichePage.objects.get()
        assert reponse["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.get(reponse["Location"]).status_code == 200

    def test_a_page_that_takes_no_sheet_is_no_place(self, client, redactrice, rubrique):
        fiche = ajouter_fiche(rubrique)
        envoi = {"modele": "besoin", "parent": fiche.pk, "titre": "Se chauffer"}
        reponse = client.post(reverse("home_redaction:depuis_un_modele"), envoi)
        assert list(reponse.context["form"].errors) == ["parent"]

    def test_the_question_offers_it_a_sheet_does_not(self, client, redactrice, rubrique):
        fiche = ajouter_fiche(rubrique)
        lien = reverse("home_redaction:depuis_un_modele") + "?parent="
        offerts = []
        for page in (rubrique, fiche):
            editeur = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            offerts.append(f"{lien}{page.pk}" in editeur.content.decode())
        assert offerts == [True, False]
