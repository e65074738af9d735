"""An animator at work in a real browser: her screens without a fault, her job without a mouse."""

import pytest

from tests.navigateur.envois import envoyer_un_signalement, premiere_fiche

LISTE = "/admin/annuaire/acteurs/"
# One entry of the demonstration has hours that the site cannot read.
A_REVOIR = f"{LISTE}?a_verifier=horaires"
TABS_MAX = 120


def tabuler(page, selecteur):
    """Tab to the first element that matches; fail when it cannot be reached."""
    for _tab in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => !!document.activeElement?.matches(s)", selecteur):
            return
    pytest.fail(f"{selecteur} cannot be reached with Tab")


def valider(page):
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def cles(page, nombre):
    """Keys of the first entries of the list."""
    boites = page.locator("[data-bulk-action-checkbox]")
    return [boites.nth(rang).get_attribute("data-object-id") for rang in range(nombre)]


def test_the_screens_of_animation_are_without_fault(entrer, releves):
    page = entrer(LISTE, largeur=1280)
    choix = "&".join(f"id={cle}" for cle in cles(page, 3))
    fiche = cles(page, 1)[0]
    ecrans = [
        "/admin/",
        A_REVOIR,
        f"{LISTE}?completude=bonne&ordering=-completude",
        *(f"/admin/bulk/annuaire/acteur/{a}/?{choix}" for a in ("publier", "delete")),
        *(f"/admin/bulk/annuaire/acteur/{a}/?{choix}" for a in ("etiqueter", "ranger")),
        f"{LISTE}history/{fiche}/",
        "/admin/annuaire-a-verifier/",
        "/admin/snippets/annuaire/signalement/",
    ]
    fautes = {}
    for ecran in ecrans:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(ecran)
        au_large = releves.defilement(page)
        page.set_viewport_size({"width": 390, "height": 900})
        fautes[ecran] = au_large + releves.axe(page) + releves.defilement(page) + page.erreurs
    assert {ecran: liste for ecran, liste in fautes.items() if liste} == {}


def etiqueter(page, remplir):
    """From the filtered list to the message, keyboard only; *remplir* fills the form."""
    page.goto(A_REVOIR)
    tabuler(page, "[data-bulk-action-checkbox]")
    page.keyboard.press("Space")
    tabuler(page, "[data-bulk-action-button][href*='etiqueter']")
    valider(page)
    remplir()
    for _etape in ("Continuer", "Oui, étiqueter"):
        tabuler(page, "form button[type=submit].button")
        valider(page)
    return page.locator(".messages .success").inner_text().strip()


def test_tagging_what_a_filter_gives_with_the_keyboard_alone(entrer):
    page = entrer()

    def ajouter():
        tabuler(page, "#id_ajouter")
        page.keyboard.type("à rappeler")

    def retirer():
        tabuler(page, "[name=retirer][value='à rappeler']")
        page.keyboard.press("Space")

    assert etiqueter(page, ajouter) == "1 fiche étiquetée."
    assert etiqueter(page, retirer) == "1 fiche étiquetée."


def test_a_reason_to_look_again_leads_to_its_entries_with_the_keyboard_alone(entrer):
    page = entrer("/admin/annuaire-a-verifier/")
    tabuler(page, "main a[href$='a_verifier=horaires']")
    valider(page)
    filtre = " ".join(page.locator(".w-pill__content").inner_text().split())
    assert filtre == "À vérifier : horaires que le site ne sait pas lire"


SIGNALEMENTS = "/admin/snippets/annuaire/signalement/"


def test_a_report_is_taken_and_answered_with_the_keyboard_alone(
    ouvrir, entrer, demonstration, releves
):
    visiteur = ouvrir("/annuaire/")
    premiere_fiche(visiteur)
    envoyer_un_signalement(visiteur, demonstration, "Fermé le lundi, au clavier.")
    page = entrer(f"{SIGNALEMENTS}?etat=a_traiter", largeur=390)
    tabuler(page, "main table td.title a[href*='/edit/']")
    valider(page)
    assert page.locator("main dl").inner_text().count("Fermé le lundi, au clavier.") == 1
    assert releves.axe(page) + releves.defilement(page) + page.erreurs == []
    tabuler(page, "form[action$='/suivi/suivre/'] button")
    valider(page)
    tabuler(page, "[name=suite]")
    page.keyboard.press("Space")
    tabuler(page, "[name=reponse]")
    page.keyboard.type("Horaires corrigés.")
    tabuler(page, "form[novalidate] button[type=submit]")
    valider(page)
    page.goto(f"{SIGNALEMENTS}?etat=traite")
    assert page.locator("main table tbody tr", has_text="Fermé le lundi, au clavier.").count() == 1


def test_a_list_is_exported_with_the_keyboard_alone(entrer):
    page = entrer(A_REVOIR)
    # The menu of the list, whose entries come into being when it opens.
    tabuler(page, ".w-slim-header button[data-w-dropdown-target=toggle]")
    page.keyboard.press("Enter")
    tabuler(page, "a[href*='export=csv']")
    with page.expect_download() as attendu:
        page.keyboard.press("Enter")
    lignes = attendu.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lignes) == 1 + page.locator("[data-bulk-action-checkbox]").count()


def test_the_history_of_an_entry_is_reached_with_the_keyboard_alone(entrer):
    page = entrer(LISTE)
    fiche = cles(page, 1)[0]
    page.goto(f"/admin/annuaire/acteurs/edit/{fiche}/")
    tabuler(page, f"a[href$='/history/{fiche}/']")
    valider(page)
    assert page.url.endswith(f"/history/{fiche}/")
