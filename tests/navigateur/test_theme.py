"""The theme in a real browser: components, error pages, scripts.

Pages are drawn here, without database, and the browser is given the static files from the disk:
no server is needed, so that a fault is the theme's own.
"""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from socle import demonstration
from socle.contexte import PortailSansBase
from socle.registres import Entree

ORIGINE = "http://theme.test"
REGLES_AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLITIQUE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " + (
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SUGGESTIONS = [
    {"libelle": "Nantes", "detail": "44000", "valeur": "commune-44109"},
    {"libelle": "Nantilly", "detail": "28260", "valeur": "commune-28276"},
]
LIENS = [
    Entree(mot, mot, f"/{mot}/", "") for mot in ("Annuaire", "Guide", "Forum", "Prix", "La Lettre")
]


class PortailRempli(PortailSansBase):
    """A portal with all its links: five words in the menu, three columns in the footer."""

    menu = pied_bas = LIENS
    pied = [("Trouver", LIENS), ("Prendre part", LIENS), ("Réutiliser", LIENS)]
    territoire = "Communauté de communes des Trois-Rivières"
    recherche = {
        "adresse": "/annuaire/",
        "suggestions_quoi": "/suggestions/",
        "suggestions_ou": "/suggestions/",
    }


def composants():
    contexte = {"portail": PortailRempli(), "pieces": demonstration.pieces()}
    return render_to_string("socle/composants.html", contexte)


def erreur(nom, **contexte):
    return render_to_string(f"erreurs/{nom}.html", {"portail": PortailRempli()} | contexte)


PAGES = {
    "composants": composants,
    "404": lambda: erreur("404", chemin="/annuaire/epicerie-coin-comun/", quoi="epicerie coin"),
    "410": lambda: erreur(
        "410", titre="La Ruche a fermé", texte="Hier.", quoi="", alternatives=[("Grange", "/g/")]
    ),
    "500": lambda: erreur("500"),
}


def servir(route, pages):
    """Answer a request of the browser from ``pages`` {path: HTML}, the disk or the suggestions."""
    adresse = urlsplit(route.request.url)
    if adresse.path in pages:
        entetes = {"Content-Security-Policy": POLITIQUE}
        route.fulfill(body=pages[adresse.path], content_type="text/html", headers=entetes)
    elif adresse.path == "/suggestions/":
        debut = parse_qs(adresse.query)["q"][0].lower()
        trouvees = [s for s in SUGGESTIONS if s["libelle"].lower().startswith(debut)]
        route.fulfill(json={"suggestions": trouvees})
    elif fichier := finders.find(adresse.path.removeprefix("/static/")):
        type_ = TYPES.get(Path(fichier).suffix, "application/octet-stream")
        route.fulfill(body=Path(fichier).read_bytes(), content_type=type_)
    else:
        route.fulfill(status=404)


@pytest.fixture
def montrer(navigateur):
    """``montrer({"/": html}, largeur=390, sombre=True)`` → the page at « / »."""
    contextes = []

    def _montrer(pages, *, largeur=1280, sombre=False):
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": 800},
            color_scheme="dark" if sombre else "light",
            reduced_motion="reduce",
        )
        contextes.append(contexte)
        contexte.route("**/*", lambda route: servir(route, pages))
        page = contexte.new_page()
        page.fautes = []
        page.on("pageerror", lambda erreur: page.fautes.append(str(erreur)))
        page.on("console", lambda m: page.fautes.append(m.text) if m.type == "error" else None)
        page.goto(ORIGINE + "/")
        return page

    yield _montrer
    for contexte in contextes:
        contexte.close()


def violations(page):
    options = {"runOnly": {"type": "tag", "values": REGLES_AXE}}
    return [
        f"{violation['id']}: {noeud['target'][0]}"
        for violation in Axe().run(page, options=options).response["violations"]
        for noeud in violation["nodes"]
    ]


def debordement(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize(
    ("largeur", "sombre"), [(390, True), (1280, False)], ids=["390-sombre", "1280-clair"]
)
@pytest.mark.parametrize("nom", PAGES)
def test_the_theme_stands_axe(montrer, nom, largeur, sombre):
    page = montrer({"/": PAGES[nom]()}, largeur=largeur, sombre=sombre)
    assert (violations(page), page.fautes) == ([], [])


@pytest.mark.parametrize("nom", PAGES)
def test_the_page_never_scrolls_sideways(montrer, nom):
    """At no width, with text at its size and at twice its size."""
    page = montrer({"/": PAGES[nom]()})
    depassements = {}
    for taille in ("100%", "200%"):
        page.evaluate("t => { document.documentElement.style.fontSize = t }", taille)
        for largeur in (320, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": largeur, "height": 800})
            depassements[taille, largeur] = max(0, debordement(page))
    assert {cas: pixels for cas, pixels in depassements.items() if pixels} == {}


def etat(champ):
    """What assistive technologies know of the combobox: value, open?, option, announcement."""
    return champ.evaluate(
        """(champ) => {
            const actif = document.getElementById(champ.getAttribute("aria-activedescendant"));
            return [champ.value, champ.getAttribute("aria-expanded"),
                    actif && actif.firstChild.textContent,
                    champ.parentElement.querySelector("[role=status]").textContent];
        }"""
    )


@pytest.fixture
def champ(montrer):
    """The field « Où ? » of a page, with its combobox, empty and focused."""
    page = montrer({"/": PAGES["404"]()}, largeur=390)
    champ = page.locator("#r-ou")
    champ.focus()
    return champ


def taper(champ, texte):
    champ.fill("")
    champ.press_sequentially(texte)
    champ.page.wait_for_selector("#r-ou-liste li")


def test_suggestions_are_announced_and_chosen_with_arrows_and_enter(champ):
    taper(champ, "nan")
    assert etat(champ) == ["nan", "true", None, "2 suggestions"]
    champ.press("ArrowDown")
    assert etat(champ) == ["nan", "true", "Nantes", "2 suggestions"]
    champ.press("ArrowUp")
    assert etat(champ) == ["nan", "true", "Nantilly", "2 suggestions"]
    champ.press("Enter")
    assert etat(champ) == ["Nantilly", "false", None, ""]
    assert champ.page.url == ORIGINE + "/"


def test_escape_closes_and_keeps_what_was_typed_and_the_arrow_opens_again(champ):
    taper(champ, "nantes")
    champ.press("Escape")
    assert etat(champ) == ["nantes", "false", None, "1 suggestion"]
    champ.press("ArrowDown")
    champ.page.wait_for_selector("#r-ou-liste:not([hidden])")
    assert etat(champ) == ["nantes", "true", None, "1 suggestion"]


def test_tab_takes_the_active_option_and_goes_on(champ):
    taper(champ, "nantes")
    champ.press("ArrowDown")
    champ.press("Tab")
    assert etat(champ)[0] == "Nantes"
    assert champ.page.evaluate("document.activeElement.textContent") == "Rechercher"


def test_a_click_chooses(champ):
    taper(champ, "nan")
    champ.page.click("#r-ou-liste li:nth-child(2)")
    assert etat(champ) == ["Nantilly", "false", None, ""]


def test_no_suggestion_is_said_and_blocks_nothing(champ):
    champ.press_sequentially("zz")
    champ.page.get_by_text("Aucune suggestion").wait_for(state="attached")
    assert etat(champ) == ["zz", "false", None, "Aucune suggestion"]


def test_the_value_of_the_choice_goes_to_a_hidden_field(montrer):
    html = PAGES["404"]().replace('id="r-ou" name', 'id="r-ou" data-valeur="lieu" name')
    champ = montrer({"/": html}).locator("#r-ou")
    taper(champ, "nantes")
    champ.press("ArrowDown")
    champ.press("Enter")
    cachee = champ.page.locator("input[type=hidden][name=lieu]")
    assert cachee.input_value() == "commune-44109"
    champ.press_sequentially(" sud")
    assert cachee.input_value() == ""


def test_the_focus_is_not_lost_when_a_chip_goes(montrer):
    """htmx takes the chip away with the part it stands in."""
    partie = '<div id="liste"><p data-foyer tabindex="-1">12 acteurs</p></div>'
    puce = '<a class="puce" id="puce-bio" href="/sans/" hx-get="/partie/" hx-target="#liste" '
    html = composants().replace(
        "</main>",
        f'<div id="liste">{puce}hx-swap="outerHTML">Bio</a></div></main>',
    )
    page = montrer({"/": html, "/partie/": partie})
    page.locator("#puce-bio").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-foyer]:focus")
    assert page.evaluate("document.activeElement.textContent") == "12 acteurs"


def test_the_skip_link_comes_first_and_shows_itself(montrer):
    page = montrer({"/": PAGES["404"]()})
    page.keyboard.press("Tab")
    haut = "document.activeElement.getBoundingClientRect().top"
    assert page.evaluate(f"[document.activeElement.className, {haut}]") == ["evitement", 0]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
