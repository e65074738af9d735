"""Who writes, in a real browser: their screens without a fault, a sheet from its model to the site.

The account of the demonstration writes and publishes: it plays both parts.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.navigateur.test_animation import entrer  # noqa: F401 (a fixture)

TITRE = "Se chauffer sans se ruiner"
ADRESSE = "/guide/consommer/se-chauffer-sans-se-ruiner/"
EDITION = re.compile(r"/admin/pages/\d+/edit/")
ECRANS = (
    "/admin/",
    "/admin/redaction/depuis-un-modele/",
    "/admin/redaction/liens-casses/",
    "/admin/redaction/avancement-des-traductions/",
    "/admin/guide-de-la-redaction/",
    "/admin/guide-de-la-redaction/redaction/",
)


@pytest.fixture
def redaction(entrer):  # noqa: F811 (the fixture)
    """The administration, on a wide screen."""
    return entrer(largeur=1440)


def test_the_screens_of_who_writes_are_without_fault(redaction, releves):
    fautes = {}
    for ecran in ECRANS:
        redaction.set_viewport_size({"width": 1280, "height": 900})
        redaction.goto(ecran)
        au_large = releves.defilement(redaction)
        redaction.set_viewport_size({"width": 390, "height": 900})
        etroit = releves.axe(redaction) + releves.defilement(redaction)
        etroit += releves.debords(redaction)
        fautes[ecran] = au_large + etroit + redaction.erreurs
    assert {ecran: liste for ecran, liste in fautes.items() if liste} == {}


def creer_depuis_un_modele(page):
    """Leave the browser in the editor of a new draft."""
    page.goto("/admin/redaction/depuis-un-modele/")
    page.get_by_label("Fiche d’un besoin").check()
    rubrique = page.locator("[name=parent] option", has_text="Consommer autrement").first
    page.locator("[name=parent]").select_option(rubrique.get_attribute("value"))
    page.locator("[name=titre]").fill(TITRE)
    page.get_by_role("button", name="Créer le brouillon").click()
    page.wait_for_url(EDITION)


def presser(page, selecteur):
    """Press a button of the editor's foot, which may be folded in its menu."""
    page.locator(selecteur).first.wait_for(state="attached")
    with page.expect_navigation():
        page.evaluate("s => document.querySelector(s).click()", selecteur)


def test_a_sheet_goes_from_its_model_to_the_site(redaction, ouvrir):
    creer_depuis_un_modele(redaction)
    edition = redaction.url
    assert ouvrir(ADRESSE).reponse.status == 404
    presser(redaction, "[name=action-submit]")
    redaction.goto("/admin/")
    a_faire = redaction.get_by_role("region", name="À faire")
    expect(a_faire).to_contain_text("1 contenu soumis attend votre relecture")
    redaction.goto(edition)
    presser(redaction, "[data-workflow-action-name=approve]")
    visite = ouvrir(ADRESSE)
    assert (visite.reponse.status, visite.locator("h1").inner_text()) == (200, TITRE)
    trouvailles = ouvrir("/recherche/?q=chauffer+ruiner")
    expect(trouvailles.locator(f"a[href='{ADRESSE}']")).to_have_count(1)
    redaction.goto(edition.replace("/edit/", "/delete/"))
    presser(redaction, "main form button[type=submit], main form input[type=submit]")
    assert ouvrir(ADRESSE).reponse.status == 404
