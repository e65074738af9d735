"""The demonstration's service pages: all there, filled, and left alone once they are."""

import re

import pytest
from wagtail.models import Site

from home import demo_service
from home.models import ContactPage, FormulairePage, HomePage, PageEditoriale, PageLegale
from home.services import ORDRE, services
from socle.models import IdentiteDuSite
from tests.home.test_demo import charger_encore

SANS_SITE = True
PAGES = (
    *("a-propos", "proposer-une-structure", "comment-nous-ecrivons", "contact"),
    *("proposer-formulaire", "plan-du-site", "accessibilite", "mentions-legales"),
    *("donnees-personnelles", "eco-conception", "donnees-ouvertes"),
)


@pytest.mark.django_db
def test_les_pages_naissent_aussi_sans_site(demonstration):
    bilan, _etapes, _dossier = demonstration
    assert (len(bilan.pages), Site.objects.get().root_page.title) == (55, "Accueil")


@pytest.mark.django_db
def test_l_identite_ne_manque_de_rien(demonstration):
    assert IdentiteDuSite.objects.get().manques == []


@pytest.mark.django_db
def test_toutes_les_pages_de_service_sont_au_pied_des_pages(demonstration, rf):
    assert sorted(services(rf.get("/"))) == sorted(ORDRE)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", PAGES)
def test_chaque_page_repond_sans_trou_ni_crochet(demonstration, client, slug):
    reponse = client.get(f"/{slug}/")
    texte = re.sub(r"<[^>]+>", "", reponse.content.decode().split("<main")[1])
    assert (reponse.status_code, re.findall(r"[\[\]{}]", texte)) == (200, [])


@pytest.mark.django_db
def test_la_page_pour_proposer_porte_son_formulaire(demonstration, client):
    html = client.get("/proposer-une-structure/").content.decode()
    formulaire = FormulairePage.objects.get()
    assert html.count(f'action="{formulaire.get_url()}"') == 1
    assert [q.field_type for q in formulaire.form_fields.all()] == [
        q["field_type"] for q in demo_service.lire()["formulaire"]["questions"]
    ]


@pytest.mark.django_db
def test_l_accueil_montre_les_acteurs_choisis(demonstration):
    sections = list(HomePage.objects.get(locale__language_code="fr").sections)
    assert [bloc.block_type for bloc in sections] == [
        *("recherche", "domaines", "acteurs", "guide", "actualites", "nouveaux")
    ]
    assert [acteur.nom for acteur in sections[2].value["choisis"]] == [
        *("Café Tournevis", "La Cabane à dons", "Le Fournil de la Glane")
    ]


@pytest.mark.django_db
def test_ce_que_l_equipe_change_reste(demonstration):
    IdentiteDuSite.objects.update(editeur="Chez nous")
    PageEditoriale.objects.filter(slug="a-propos").update(chapo="Autre chose.")
    ContactPage.objects.get().form_fields.all().delete()
    bilan = charger_encore()
    assert (bilan.pages, IdentiteDuSite.objects.get().editeur) == ([], "Chez nous")
    assert PageEditoriale.objects.get(slug="a-propos").chapo == "Autre chose."
    assert ContactPage.objects.get().form_fields.count() == 0
    assert PageLegale.objects.count() == 4
