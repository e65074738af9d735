"""The map beside the list: seen, heard, moved with keys alone, and asking nobody else."""

import json
import re

import pytest
from playwright.sync_api import expect

CARTE = "/annuaire/carte/"
AUTOUR = f"{CARTE}?ou=Limoges&rayon=10"
PRETE = "() => document.getElementById('carte-etat').textContent !== ''"
VISE = re.compile(r"\best-vise\b")
# Whoever comes from the list of a phone sees the map at once.
ANCRE = "#resultats"


def prete(page):
    """Wait for the markers of the list and for the answer about the others."""
    page.wait_for_function(PRETE)
    return page


def reperes(page):
    """[accessible name] of the markers of the list, in the order of Tab."""
    return page.locator(".leaflet-reperes-pane .repere").evaluate_all(
        "tous => tous.map((e) => e.getAttribute('aria-label'))"
    )


def numeros(page):
    """The numbers that markers of the list say, sorted."""
    dits = [dit for libelle in reperes(page) for dit in libelle.split(" ; ")]
    return sorted(int(dit.split(", ")[0]) for dit in dits if re.match(r"\d+, ", dit))


def noms_de_la_liste(page):
    """{number: name} of the cards."""
    return page.locator("#liste-corps [data-repere]").evaluate_all(
        """tous => Object.fromEntries(
            tous.map((e) => [e.dataset.repere, e.querySelector("h3").innerText])
        )"""
    )


def foyer(page):
    return page.evaluate("() => document.activeElement.getAttribute('aria-label') || ''")


@pytest.mark.parametrize(("largeur", "sombre"), [(390, False), (1280, True)])
def test_the_map_does_nothing_wrong(ouvrir, releves, largeur, sombre):
    page = prete(ouvrir(CARTE + ANCRE, largeur=largeur, sombre=sombre))
    assert releves.tout(page) == {}
    page.goto(AUTOUR + ANCRE)  # near enough for markers to stand alone
    prete(page).locator(".leaflet-reperes-pane .repere--pin").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert releves.tout(page) == {}


def test_the_markers_are_those_of_the_list_in_its_order(ouvrir):
    page = prete(ouvrir(AUTOUR))
    noms = noms_de_la_liste(page)
    assert numeros(page) == sorted(map(int, noms))
    dits = {re.split(", à ", dit)[0] for x in reperes(page) for dit in x.split(" ; ")}
    assert {f"{numero}, {nom}" for numero, nom in noms.items()} - dits == set()
    premiers = [int(libelle.split(",")[0]) for libelle in reperes(page)]
    assert premiers == sorted(premiers)


def test_the_list_and_the_map_point_at_each_other(ouvrir):
    page = prete(ouvrir(AUTOUR))
    pin = page.locator(".leaflet-reperes-pane .repere--pin").first
    numero = pin.text_content().rstrip("+")
    fiche = page.locator(f"[data-repere='{numero}']")
    pin.focus()
    expect(fiche).to_have_class(VISE)
    page.locator("#plan").focus()
    expect(fiche).not_to_have_class(VISE)
    fiche.locator("h3 a").focus()
    expect(pin).to_have_class(VISE)
    page.locator("#r-quoi").focus()
    fiche.hover()
    expect(pin).to_have_class(VISE)


def centre(page):
    """Where the first marker is drawn: it moves with the map."""
    boite = page.locator(".leaflet-reperes-pane .repere--pin").first.bounding_box()
    return round(boite["x"]), round(boite["y"])


def test_keys_alone_move_the_map_open_a_marker_and_come_back(ouvrir):
    page = prete(ouvrir(AUTOUR))
    page.locator(".carte__passer").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "plan"
    x, y = centre(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert centre(page) == (x - 90, y + 90)
    expect(page.locator("#carte-chercher")).to_be_visible()
    echelle = page.locator(".leaflet-control-scale-line").text_content()
    page.keyboard.press("+")
    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(echelle)
    page.keyboard.press("-")
    expect(page.locator(".leaflet-control-scale-line")).to_have_text(echelle)
    page.keyboard.press("Tab")
    premier = reperes(page)[0]
    assert foyer(page) == premier
    page.keyboard.press("Tab")
    assert foyer(page) == reperes(page)[1]
    page.keyboard.press("Enter")
    bulle = page.locator(".leaflet-popup")
    expect(bulle).to_be_visible()
    assert page.evaluate("() => !!document.activeElement.closest('.leaflet-popup')") is True
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)
    assert foyer(page) == reperes(page)[1]


def test_the_map_can_be_skipped(ouvrir):
    page = prete(ouvrir(AUTOUR))
    page.locator(".carte__passer").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "apres-carte"


def test_the_search_follows_the_view_only_when_asked(ouvrir):
    page = prete(ouvrir(AUTOUR))
    avant = page.locator("#compte").inner_text()
    expect(page.locator("#carte-chercher")).to_be_hidden()
    page.locator("#plan").focus()
    for _fois in range(2):
        page.keyboard.press("-")
    expect(page.locator("#carte-chercher")).to_be_visible()
    assert page.locator("#compte").inner_text() == avant
    page.get_by_role("button", name="Rechercher dans cette zone").click()
    expect(page.locator("#compte")).to_contain_text("dans la zone de la carte")
    expect(page.locator("#carte-chercher")).to_be_hidden()
    assert ("boite=" in page.url, page.locator("#r-ou").input_value()) == (True, "")
    page.wait_for_function(
        "(n) => document.querySelectorAll('.leaflet-reperes-pane .repere').length > 0", arg=0
    )
    assert numeros(page) == sorted(map(int, noms_de_la_liste(page)))
    page.get_by_role("link", name="Retirer le filtre : Zone de la carte").click()
    expect(page.locator("#compte")).not_to_contain_text("dans la zone")


def test_a_filter_redraws_the_markers(ouvrir):
    page = prete(ouvrir(AUTOUR))
    page.locator("#filtres input[name=domaine]").first.check()
    expect(page.locator("#filtres-compte")).to_contain_text("2")
    page.wait_for_function(
        """() => document.querySelectorAll('.leaflet-reperes-pane .repere').length
            <= document.querySelectorAll('#liste-corps [data-repere]').length"""
    )
    assert numeros(page) == sorted(map(int, noms_de_la_liste(page)))


def test_a_phone_shows_the_list_first_then_one_or_the_other(ouvrir):
    page = ouvrir(AUTOUR, largeur=390)
    expect(page.locator("#liste-corps")).to_be_visible()
    expect(page.locator("#carte")).to_be_hidden()
    page.get_by_role("button", name="Voir la carte").click()
    prete(page)
    expect(page.locator("#liste-corps")).to_be_hidden()
    assert numeros(page) == sorted(map(int, noms_de_la_liste(page)))
    page.get_by_role("button", name="Voir la liste").click()
    expect(page.locator("#liste-corps")).to_be_visible()
    expect(page.locator("#carte")).to_be_hidden()


def test_the_list_leads_a_phone_to_the_map(ouvrir):
    page = ouvrir("/annuaire/?q=vélo", largeur=390)
    page.get_by_role("link", name="Voir la carte").click()
    prete(page)
    expect(page.locator("#plan")).to_be_in_viewport()


def test_without_javascript_the_page_is_the_list(ouvrir, releves):
    page = ouvrir(AUTOUR, java_script_enabled=False)
    expect(page.locator("#carte")).to_contain_text("La liste dit la même chose")
    expect(page.locator(".resultat")).to_have_count(20)
    assert (page.locator("#carte-dessin").is_visible(), releves.tiers(page)) == (False, [])


def test_nobody_else_is_asked_before_a_click_that_says_whom(ouvrir, releves):
    page = prete(ouvrir(AUTOUR))
    assert releves.tiers(page) == []
    demandees = []

    def repondre(route):
        demandees.append(route.request.headers.get("referer", ""))
        route.fulfill(status=204)

    page.route("https://data.geopf.fr/**", repondre)
    bouton = page.get_by_role("button", name="Afficher le fond Plan IGN")
    with page.expect_request("https://data.geopf.fr/**"):
        bouton.click()
    expect(bouton).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Géoplateforme")
    refus = [texte for texte in page.erreurs if "Content Security Policy" in texte]
    assert (refus, set(demandees)) == ([], {""})
    bouton.click()
    expect(page.locator(".plan__terre")).to_have_count(1)


def test_the_ground_that_is_shown_is_told_in_forced_colours(ouvrir):
    page = prete(ouvrir(AUTOUR, forced_colors="active"))
    page.route("https://data.geopf.fr/**", lambda route: route.fulfill(status=204))
    bouton = page.get_by_role("button", name="Afficher le fond Plan IGN")
    couleurs = """e => {
        const s = getComputedStyle(e);
        return [s.backgroundColor, s.color];
    }"""
    fond, texte = bouton.evaluate(couleurs)
    bouton.click()
    expect(bouton).to_have_attribute("aria-pressed", "true")
    choisi, dit = bouton.evaluate(couleurs)
    assert (choisi == fond, dit == texte, choisi == dit) == (False, False, False)


def test_an_entry_draws_its_map_when_asked(ouvrir, releves, bouts_d_adresses):
    page = ouvrir(f"/annuaire/{bouts_d_adresses['Le Panier des deux rives']}/", largeur=390)
    assert [adresse for adresse in page.requetes if "leaflet" in adresse] == []
    page.get_by_role("button", name="Voir sur la carte").click()
    repere = page.locator(".repere")
    expect(repere).to_have_count(1)
    expect(page.locator(".plan__terre")).to_have_count(1)
    assert releves.tout(page) == {}
    page.get_by_role("button", name="Voir sur la carte").click()
    expect(page.locator("#mini-carte")).to_be_hidden()


def test_a_map_of_an_entry_that_does_not_come_is_said_and_may_be_asked_again(
    ouvrir, bouts_d_adresses
):
    page = ouvrir(f"/annuaire/{bouts_d_adresses['Le Panier des deux rives']}/")
    page.route("**/leaflet*.js", lambda route: route.abort())
    bouton, etat = page.get_by_role("button", name="Voir sur la carte"), page.locator("#mini-etat")
    bouton.click()
    expect(etat).to_have_text("La carte n’a pas pu s’afficher. Vous pouvez réessayer.")
    expect(page.locator("#mini-carte")).to_be_hidden()
    expect(bouton).to_have_attribute("aria-expanded", "false")
    page.unroute("**/leaflet*.js")
    bouton.click()
    expect(page.locator(".repere")).to_have_count(1)
    expect(etat).to_be_empty()


def test_paper_has_the_list_alone(ouvrir):
    page = prete(ouvrir(AUTOUR))
    page.emulate_media(media="print")
    expect(page.locator("#carte")).to_be_hidden()
    expect(page.locator(".resultat").first).to_be_visible()


def test_what_the_map_loads_is_light(ouvrir):
    page = ouvrir("about:blank")
    reseau = page.context.new_cdp_session(page)
    reseau.send("Network.enable")
    recus = []
    reseau.on("Network.loadingFinished", lambda e: recus.append(int(e["encodedDataLength"])))
    page.goto(CARTE)
    prete(page)
    page.wait_for_load_state("networkidle")
    assert (sum(recus) < 250_000, len(recus) > 10) == (True, True), json.dumps(sorted(recus))
