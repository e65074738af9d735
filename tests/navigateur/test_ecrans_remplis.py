"""The screens of who keeps the site with something in them: without a fault, and without a mouse.

What a test changes, it puts back: the portal is shared by the tests of a worker.
"""

import pytest
from playwright.sync_api import expect

from tests.navigateur.envois import timbre_d_une_minute
from tests.navigateur.test_animation import cles, tabuler, valider

LIENS, TRADUCTIONS = (
    "/admin/redaction/liens-casses/",
    "/admin/redaction/avancement-des-traductions/",
)
NAVIGATION = "/admin/snippets/socle/navigation/"
AUDIT = {
    "audit_le": "12/03/2026",
    "auditeur": "Cabinet Exemple",
    "rgaa": "4.1.2",
    "taux": "72",
    "echantillon": "Accueil : /",
    "outils": "Firefox 140 et NVDA 2025",
}
# Wagtail's own, which no template of ours draws: its contents of a form, its calendar.
DE_WAGTAIL = ("target-size: #w-minimap-toggle", "button-name: .xdsoft_datetimepicker")


@pytest.fixture
def redaction(entrer):
    """The administration on a phone, by whoever may do everything that pages need."""
    return entrer(largeur=390)


def fautes(page, releves):
    """What is wrong on the screen, as a phone then as a computer show it."""
    etroit = [faute for faute in releves.axe(page) if not faute.startswith(DE_WAGTAIL)]
    etroit += releves.defilement(page) + page.erreurs
    page.set_viewport_size({"width": 1280, "height": 900})
    return etroit + releves.defilement(page)


def editer(page, titre):
    """Open the editor of the page of that title; return its address."""
    page.goto(f"/admin/pages/search/?q={titre}")
    lien = page.locator("main a[href$='/edit/']").get_by_text(titre, exact=True).first
    with page.expect_navigation():
        lien.click()
    page.wait_for_load_state("networkidle")
    return page.url


def deplier_et_presser(page, selecteur):
    """With the keyboard: unfold the menu at the foot of the editor, and press a button of it."""
    tabuler(page, "nav[aria-label='Actions (pied de page)'] button[aria-expanded]")
    page.keyboard.press("Enter")
    tabuler(page, selecteur)
    valider(page)


def publier(page, edition):
    """Publish what an editor holds, back to how it was."""
    page.goto(edition)
    page.get_by_role("button", name="Plus d'actions").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()


GEOCODAGE = "/admin/annuaire-geocodage/a-placer/"
# Screens as one opens them; those that are about one thing are reached from their list.
ECRANS = (
    GEOCODAGE,
    "/admin/annuaire-geocodage/fichier/",
    "/admin/annuaire-rapports/labels/",
    *(
        f"/admin/snippets/{modele}/{suite}"
        for modele in ("socle/motduglossaire", "home/temoignage", "socle/bandeau")
        for suite in ("", "add/")
    ),
    *(f"/admin/snippets/{liste}/" for liste in ("home/utilite", "search/synonyme")),
    "/admin/snippets/search/synonyme/add/",
)
# What has one row at least: an empty list says little.
REMPLIS = (GEOCODAGE, "/admin/annuaire-rapports/labels/", "/admin/snippets/socle/motduglossaire/")


def test_the_other_screens_are_without_fault(redaction, releves):
    redaction.goto("/admin/annuaire/acteurs/")
    (fiche,) = cles(redaction, 1)
    page = editer(redaction, "À propos de ce portail").strip("/").split("/")[-2]
    ecrans = (
        *ECRANS,
        f"/admin/annuaire-acteurs/{fiche}/vie/",
        f"/admin/redaction/garder-comme-modele/{page}/",
    )
    relevees, lignes = {}, {}
    for ecran in ecrans:
        redaction.set_viewport_size({"width": 390, "height": 900})
        reponse = redaction.goto(ecran)
        lignes[ecran] = redaction.locator("main tbody tr").count()
        relevees[ecran] = fautes(redaction, releves) + [reponse.status] * (reponse.status != 200)
    assert {ecran: liste for ecran, liste in relevees.items() if liste} == {}
    assert [ecran for ecran in REMPLIS if not lignes[ecran]] == []


def test_a_broken_link_is_told_found_and_reached_with_the_keyboard_alone(redaction, releves):
    edition = editer(redaction, "Nous écrire")
    redaction.goto(edition.replace("/edit/", "/unpublish/"))
    tabuler(redaction, "main form [type=submit]")
    valider(redaction)
    redaction.goto("/admin/")
    a_faire = redaction.get_by_role("region", name="À faire")
    expect(a_faire).to_contain_text("2 liens internes cassés")
    relevees = fautes(redaction, releves)
    tabuler(redaction, f"a[href='{LIENS}']")
    valider(redaction)
    redaction.set_viewport_size({"width": 390, "height": 900})
    lignes = redaction.locator("main tbody tr").all_inner_texts()
    assert [ligne.split("\t") for ligne in lignes] == [
        ["À propos de ce portail", "Français", "Nous écrire (brouillon)"],
        ["Comment nous écrivons le guide", "Français", "Nous écrire (brouillon)"],
    ]
    relevees += fautes(redaction, releves)
    tabuler(redaction, "main tbody a")
    valider(redaction)
    expect(redaction.locator("#id_title")).to_have_value("À propos de ce portail")
    publier(redaction, edition)
    redaction.goto(LIENS)
    assert (redaction.locator("main tbody tr").count(), relevees) == (0, [])


def test_what_people_wrote_is_read_with_the_keyboard_alone(
    redaction, ouvrir, demonstration, releves
):
    visite = ouvrir("/contact/")
    visite.get_by_label("Votre courriel").fill("lea@exemple.example")
    visite.get_by_label("Votre message").fill("Bonjour ! " + "Vous êtes ouverts ? " * 8)
    edition = editer(redaction, "Nous écrire")
    cle = edition.strip("/").split("/")[-2]
    visite.evaluate(
        "(timbre) => { document.querySelector('[name=timbre-signe]').value = timbre; }",
        timbre_d_une_minute(demonstration, f"formulaire:{cle}"),
    )
    visite.get_by_role("button", name="Envoyer").click()
    visite.get_by_text("Merci, votre message est arrivé.").wait_for()
    redaction.set_viewport_size({"width": 390, "height": 900})
    redaction.goto("/admin/forms/")
    tabuler(redaction, f"main a[href$='/submissions/{cle}/']")
    valider(redaction)
    ligne = redaction.locator("main tbody tr")
    expect(ligne).to_have_count(1)
    expect(ligne).to_contain_text("lea@exemple.example")
    assert fautes(redaction, releves) == []
    tabuler(redaction, "main tbody input[type=checkbox]")
    redaction.keyboard.press("Space")
    tabuler(redaction, "main form button, main form [type=submit]")
    valider(redaction)
    tabuler(redaction, "main form [type=submit]")
    valider(redaction)
    redaction.goto(f"/admin/forms/submissions/{cle}/")
    expect(redaction.locator("main tbody tr")).to_have_count(0)


def test_a_page_that_a_language_lacks_is_reached_with_the_keyboard_alone(redaction, releves):
    redaction.goto(TRADUCTIONS)
    tabuler(redaction, "main summary")
    redaction.keyboard.press("Enter")
    tabuler(redaction, "main details a")
    assert fautes(redaction, releves) == []
    valider(redaction)
    expect(redaction.locator("[name=locales]")).to_have_count(1)


def test_a_menu_is_written_with_the_keyboard_alone(redaction, ouvrir, releves):
    redaction.goto(f"{NAVIGATION}add/")
    menu = "#panel-menu-section"
    redaction.locator(f"{menu} button[title='Insérer un bloc']").wait_for()
    tabuler(redaction, f"{menu} button[title='Insérer un bloc']")
    redaction.keyboard.press("Enter")
    tabuler(redaction, f"{menu} input[name$='-adresse']")
    redaction.keyboard.type("/recherche/")
    tabuler(redaction, f"{menu} input[name$='-libelle']")
    redaction.keyboard.type("Tout chercher")
    assert fautes(redaction, releves) == []
    tabuler(redaction, "button.action-save")
    valider(redaction)
    entete = ouvrir("/", largeur=390).locator("header nav a")
    assert entete.all_inner_texts() == ["Tout chercher"]
    redaction.goto(NAVIGATION)
    tabuler(redaction, "main td.title a[href*='/edit/']")
    valider(redaction)
    redaction.goto(redaction.url.replace("/edit/", "/delete/"))
    tabuler(redaction, "main form [type=submit]")
    valider(redaction)
    assert ouvrir("/").locator("header nav a").all_inner_texts()[0] == "Annuaire"


def test_an_audit_is_declared_with_the_keyboard_alone(redaction, ouvrir, releves):
    edition = editer(redaction, "Accessibilité")
    for nom, valeur in AUDIT.items():
        tabuler(redaction, f"#id_{nom}")
        redaction.keyboard.type(valeur)
    tabuler(redaction, "#id_non_conformites")  # the calendar is closed
    assert fautes(redaction, releves) == []
    deplier_et_presser(redaction, "[name=action-publish]")
    visite = ouvrir("/accessibilite/", largeur=390)
    assert (
        visite.locator("main .chapo").inner_text() == "Accessibilité\u00a0: partiellement conforme"
    )
    assert visite.locator("footer", has_text="partiellement conforme").count() == 1
    assert releves.tout(visite) == {}
    redaction.goto(edition)
    for nom in AUDIT:
        redaction.locator(f"#id_{nom}").fill("")
    redaction.locator("#id_non_conformites").focus()
    redaction.get_by_role("button", name="Plus d'actions").click()
    with redaction.expect_navigation():
        redaction.locator("[name=action-publish]").click()
    chapo = ouvrir("/accessibilite/").locator("main .chapo").inner_text()
    assert chapo == "Accessibilité\u00a0: non conforme"
