"""A citizen without a mouse: Tab, arrows and Enter lead from the first link to a telephone call."""

import re

import pytest
from playwright.sync_api import expect

TABS_MAX = 80  # keys before saying that something cannot be reached

# What has the focus, and whether it can be seen there: on screen, not covered, and outlined.
FOYER = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return { perdu: true };
    // A check box is drawn by its label, and a card's link covers the card: the ring may be there.
    const porteurs = [e, e.closest("label")].filter(Boolean);
    const styles = porteurs.map((porteur) => getComputedStyle(porteur));
    const apres = getComputedStyle(e, "::after");
    if (apres.content !== "none") styles.push(apres);
    const entoure = styles.some((style) => {
        const trait = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return trait || style.boxShadow !== "none";
    });
    // The first line of a link that takes several.
    const b = (e.offsetWidth > 1 ? e : porteurs[porteurs.length - 1]).getClientRects()[0];
    const x = Math.min(Math.max(b.left + b.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(b.top + Math.min(b.height / 2, 20), 0), innerHeight - 1);
    const dessus = document.elementFromPoint(x, y);
    return {
        perdu: false,
        balise: e.tagName.toLowerCase(),
        id: e.id,
        texte: (e.innerText || "").trim(),
        href: e.getAttribute("href") || "",
        entoure,
        dans_l_ecran: b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth,
        decouvert: !!dessus && (porteurs.some((p) => p.contains(dessus)) || dessus.contains(e)),
    };
}"""


class Clavier:
    """Keys, and after each one the proof that the focus is seen."""

    def __init__(self, page):
        self.page = page

    def foyer(self):
        """The focused element, which must be seen."""
        foyer = self.page.evaluate(FOYER)
        assert not foyer["perdu"], "the focus fell back to the page"
        assert foyer["entoure"], f"no outline around {foyer}"
        assert foyer["dans_l_ecran"], f"out of the window: {foyer}"
        assert foyer["decouvert"], f"hidden by something: {foyer}"
        return foyer

    def aller(self, selecteur):
        """Tab to the first element that matches, seeing the focus at each step."""
        for _tab in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            foyer = self.foyer()
            if self.page.evaluate("s => document.activeElement.matches(s)", selecteur):
                return foyer
        return pytest.fail(f"{selecteur} is not reached by Tab")

    def entrer(self):
        self.page.keyboard.press("Enter")


def eviter_le_menu(clavier):
    """The skip link comes first, and leads past the menu to the search box."""
    clavier.page.keyboard.press("Tab")
    evitement = clavier.foyer()
    assert evitement["href"].startswith("#")
    clavier.entrer()
    expect(clavier.page).to_have_url(re.compile(re.escape(evitement["href"]) + "$"))
    clavier.page.keyboard.press("Tab")
    assert clavier.foyer()["id"] == "r-quoi"


def choisir_limoges(clavier):
    """The place is chosen among the suggestions by the arrows; a second Enter asks."""
    page, ou = clavier.page, clavier.page.locator("#r-ou")
    page.keyboard.type("limo")
    expect(ou).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{ou.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    assert active.locator("span").first.inner_text() == "Limoges"
    clavier.entrer()
    expect(ou).to_have_attribute("aria-expanded", "false")
    assert ou.input_value() == "Limoges"
    assert clavier.foyer()["id"] == "r-ou"
    with page.expect_response(lambda reponse: "ou=Limoges" in reponse.url):
        clavier.entrer()
    expect(page.locator("#compte")).to_contain_text("Limoges")
    assert clavier.foyer()["id"] == "r-ou"


def cocher_un_filtre(clavier):
    """On a phone filters are in a drawer that Enter opens; a filter keeps the focus once ticked."""
    page = clavier.page
    if not page.locator("#filtres").is_visible():
        clavier.aller("#tiroir > summary")
        clavier.entrer()
    case = clavier.aller("#filtres input[type=checkbox]")
    with page.expect_response(lambda reponse: "domaine=" in reponse.url):
        clavier.entrer()
    expect(page.locator(".puce--filtre")).to_have_count(1)
    assert clavier.foyer()["id"] == case["id"]
    assert page.locator(f"#{case['id']}").is_checked()


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("largeur", [390, 1280])
def test_from_the_skip_link_to_a_telephone_call(ouvrir, largeur, sombre):
    page = ouvrir("/annuaire/", largeur=largeur, sombre=sombre)
    clavier = Clavier(page)
    eviter_le_menu(clavier)
    page.keyboard.type("vélo")
    page.keyboard.press("Tab")
    assert clavier.foyer()["id"] == "r-ou"
    choisir_limoges(clavier)
    cocher_un_filtre(clavier)
    nom = page.locator("#liste-corps h3 a").first.inner_text()
    assert clavier.aller("#liste-corps h3 a")["texte"] == nom
    clavier.entrer()
    expect(page.locator("h1")).to_have_text(nom)
    assert clavier.aller("main a[href^='tel:']")["href"].startswith("tel:+33")
    assert page.erreurs == []


@pytest.mark.parametrize(("liste", "parametre"), [("#tri-choix", "tri"), ("#rayon", "rayon")])
def test_a_list_that_htmx_draws_anew_keeps_the_focus(ouvrir, liste, parametre):
    """Arrows change the order or the distance; the field is replaced under the fingers."""
    page = ouvrir("/annuaire/?q=vélo&ou=Limoges")
    clavier = Clavier(page)
    clavier.aller(liste)
    page.evaluate("s => { document.querySelector(s).dataset.ancien = '1'; }", liste)
    with page.expect_response(lambda reponse: f"{parametre}=" in reponse.url):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"{liste}[data-ancien]")).to_have_count(0)
    assert f"#{clavier.foyer()['id']}" == liste
    assert f"{parametre}={page.locator(liste).input_value()}" in page.url


def test_a_chip_is_reached_and_taken_away(ouvrir):
    page = ouvrir("/annuaire/?q=vélo&geste=reparer", largeur=390)
    clavier = Clavier(page)
    clavier.aller(".puce--filtre")
    clavier.entrer()
    page.wait_for_url("**/annuaire/?q=v%C3%A9lo")
    clavier.aller("#liste-corps h3 a")


def test_a_tab_that_leads_nowhere_is_noticed(ouvrir):
    """The checks of this module see something: an outline taken away, a focus lost."""
    page = ouvrir("/annuaire/")
    clavier = Clavier(page)
    with pytest.raises(AssertionError, match="the focus fell back"):
        clavier.foyer()
    page.keyboard.press("Tab")
    clavier.foyer()
    page.evaluate("document.activeElement.blur()")
    page.evaluate(
        """() => {
            const feuille = new CSSStyleSheet();
            const rien = "{ outline: none !important; box-shadow: none !important; }";
            feuille.replaceSync(`*, ::after ${rien}`);
            document.adoptedStyleSheets = [feuille];
        }"""
    )
    page.keyboard.press("Tab")
    with pytest.raises(AssertionError, match="no outline"):
        clavier.foyer()


def test_what_is_suggested_is_gone_to_by_enter(ouvrir):
    """Letters, an arrow, Enter: the domain's list; Escape gives the letters back."""
    page = ouvrir("/")
    clavier = Clavier(page)
    clavier.aller("#r-quoi")
    quoi = page.locator("#r-quoi")
    page.keyboard.type("vél")
    expect(quoi).to_have_attribute("aria-expanded", "true")
    assert page.locator("#r-quoi-liste [role=option]").first.inner_text().split() == [
        "Vélo",
        "Domaine",
    ]
    page.keyboard.press("Escape")
    expect(quoi).to_have_attribute("aria-expanded", "false")
    assert (quoi.input_value(), clavier.foyer()["id"]) == ("vél", "r-quoi")
    page.keyboard.press("ArrowDown")
    expect(quoi).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    assert quoi.get_attribute("aria-activedescendant") == "r-quoi-liste-0"
    clavier.entrer()
    page.wait_for_url("**/annuaire/?domaine=velo")
    assert page.erreurs == []


def test_enter_without_an_arrow_searches_the_words(ouvrir):
    page = ouvrir("/annuaire/")
    clavier = Clavier(page)
    clavier.aller("#r-quoi")
    page.keyboard.type("vél")
    expect(page.locator("#r-quoi")).to_have_attribute("aria-expanded", "true")
    with page.expect_response(
        lambda reponse: "q=v" in reponse.url and "suggest" not in reponse.url
    ):
        clavier.entrer()
    expect(page.locator("#r-quoi")).to_have_attribute("aria-expanded", "false")
    assert clavier.foyer()["id"] == "r-quoi"


def test_the_place_read_in_a_sentence_is_taken_off_by_its_chip(ouvrir):
    page = ouvrir("/annuaire/?q=pain à Limoges")
    clavier = Clavier(page)
    puce = clavier.aller(".puce--filtre")
    assert puce["texte"].split("\n")[-1].strip() == "À Limoges"
    clavier.entrer()
    page.wait_for_url("**lieu_dit=non**")
    expect(page.locator(".puce--filtre")).to_have_count(0)
    assert page.locator("#r-quoi").input_value() == "pain à Limoges"


def test_a_word_is_defined_beside_it_and_the_focus_comes_back(ouvrir):
    page = ouvrir("/guide/comprendre/c-est-quoi-l-ess/")
    mot = page.locator("a.mot", has_text="association").first
    mot.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bulle:popover-open")).to_contain_text("Groupe d’au moins deux")
    page.keyboard.press("Escape")
    expect(page.locator(".bulle:popover-open")).to_have_count(0)
    expect(mot).to_be_focused()
