"""The demonstration's service pages: all there, filled, and left alone once they are."""

import re

import pytest
from django.utils import translation
from wagtail.models import Site

from home import demo_service
from home.models import ContactPage, FormulairePage, HomePage, PageEditoriale, PageLegale
from home.services import ORDRE, services
from socle.models import IdentiteDuSite, ReglagesDuSite
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
    assert (len(bilan.pages), Site.objects.get().root_page.title) == (62, "Accueil")


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


ANGLAISES = (
    *("contact", "site-map", "accessibility", "legal-notice"),
    *("personal-data", "ecodesign", "open-data"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ANGLAISES)
def test_chaque_page_de_service_se_lit_en_anglais(demonstration, client, slug):
    reponse = client.get(f"/en/{slug}/")
    html = reponse.content.decode().split("<main")[1].split("</main>")[0]
    texte = re.sub(r"<[^>]+>", "", html)
    assert (reponse.status_code, reponse["Content-Language"]) == (200, "en")
    assert (re.findall(r"[\[\]{}«»]", texte), html.count('lang="fr"')) == ([], 0)


@pytest.mark.django_db
def test_le_pied_des_pages_anglaises_mene_aux_pages_anglaises(demonstration, rf):
    with translation.override("en"):
        adresses = [service.adresse for service in services(rf.get("/en/")).values()]
    assert sorted(adresses) == sorted(f"/en/{slug}/" for slug in ANGLAISES)


@pytest.mark.django_db
@pytest.mark.parametrize("adresse", ["/mentions-legales/", "/en/legal-notice/"])
def test_le_texte_vient_de_l_identite_dans_les_deux_langues(demonstration, client, adresse):
    identite = IdentiteDuSite.objects.get()
    html = client.get(adresse).content.decode().split("<main")[1]
    dites = ("editeur", "editeur_rna", "editeur_courriel", "directeur", "hebergeur")
    assert [nom for nom in dites if getattr(identite, nom) not in html] == []


@pytest.mark.django_db
def test_les_questions_se_posent_en_anglais_dans_le_meme_ordre(demonstration):
    francaise, anglaise = ContactPage.objects.order_by("locale__language_code").reverse()
    natures = [[q.field_type for q in page.form_fields.all()] for page in (francaise, anglaise)]
    assert natures[0] == natures[1]
    assert [q.label for q in anglaise.form_fields.all()] == [
        *("Your name", "Your e-mail", "Your message")
    ]


@pytest.mark.django_db
def test_la_page_pour_proposer_porte_son_formulaire(demonstration, client):
    html = client.get(ReglagesDuSite.objects.get().page_pour_proposer.url).content.decode()
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
    ReglagesDuSite.objects.update(page_pour_proposer=None)
    ContactPage.objects.get(slug="contact", locale__language_code="fr").form_fields.all().delete()
    bilan = charger_encore()
    assert (bilan.pages, IdentiteDuSite.objects.get().editeur) == ([], "Chez nous")
    assert PageEditoriale.objects.get(slug="a-propos").chapo == "Autre chose."
    comptes = {p.locale.language_code: p.form_fields.count() for p in ContactPage.objects.all()}
    assert ReglagesDuSite.objects.get().page_pour_proposer is None
    assert (comptes, PageLegale.objects.count()) == ({"fr": 0, "en": 3}, 8)
