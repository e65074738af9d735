"""The key pages on WebKit, the engine of Safari: they show, search, filter and suggest."""

import pytest

from tests.navigateur.conftest import port_libre
from tests.navigateur.webkit import webkit

pytestmark = pytest.mark.complet
# Asks for every script of the page again, and tells what they say: WebDriver has no console.
# A module that failed keeps its error; a plain script runs anew.
FAUTES_DES_SCRIPTS = """
    const fautes = [];
    addEventListener("error", (e) => fautes.push(e.message || "chargement"), true);
    addEventListener("securitypolicyviolation", (e) => fautes.push(e.violatedDirective));
    for (const script of [...document.querySelectorAll("script[src]")]) {
        if (script.type === "module") {
            await import(script.src).catch((e) => fautes.push(String(e)));
            continue;
        }
        const double = document.createElement("script");
        double.src = script.src;
        const fini = new Promise((dire) => { double.onload = double.onerror = dire; });
        document.body.append(double);
        await fini;
    }
    return fautes;
"""
VISIBLES = """
    return arguments[0].filter((selecteur) => {
        const e = document.querySelector(selecteur);
        return !(e && e.getBoundingClientRect().width && e.getBoundingClientRect().height);
    });
"""
DEBORDEMENT = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def safari():
    """One WebKit for all tests here: it takes seconds to start."""
    with webkit(port_libre()) as navigateur:
        yield navigateur
        navigateur.fermer()


@pytest.fixture
def aller(safari, portail):
    def _aller(chemin, largeur=1280):
        safari.retailler(largeur, 900)
        safari.aller(portail + chemin)
        return safari

    return _aller


def h1(page):
    return page.executer("return document.querySelector('h1').innerText")


CADRE = [".entete", ".marque svg", ".entete nav a", ".pied", "main"]
PAGES = {
    "accueil": (
        "/",
        "Consommer autrement, près de chez vous",
        [".hero", "#r-quoi", "#r-ou", ".tuile", ".etiquette", ".question"],
    ),
    "liste": (
        "/annuaire/?q=vélo&ou=Limoges",
        "Annuaire",
        ["#compte", ".resultat h3 a", ".resultat__motif", ".horaire"],
    ),
    "fiche": (
        "/annuaire/{Le Panier des deux rives}/",
        "Le Panier des deux rives",
        [".pratique a[href^='tel:']", ".horaires td", ".fiche__image img", ".sources"],
    ),
    "introuvable": (
        "/annuaire/epicerie-du-coin-perdu/",
        "Ce fil ne mène nulle part",
        ["#r-quoi", ".perdu"],
    ),
}


@pytest.mark.parametrize("largeur", [450, 1280])
@pytest.mark.parametrize("nom", PAGES)
def test_the_page_shows_what_matters_without_an_error(aller, bouts_d_adresses, nom, largeur):
    chemin, titre, presents = PAGES[nom]
    page = aller(chemin.format_map(bouts_d_adresses), largeur)
    assert h1(page) == titre
    assert page.titre.endswith(" · Tissage")
    assert page.executer(VISIBLES, CADRE + presents) == []
    assert page.executer(DEBORDEMENT) == 0
    assert page.executer(FAUTES_DES_SCRIPTS) == []


def noms(page):
    return page.executer(
        "return [...document.querySelectorAll('.resultat h3')].map(e => e.innerText)"
    )


def test_the_form_searches_and_a_filter_narrows(aller):
    page = aller("/")
    page.taper("#r-quoi", "vélo")
    page.taper("#r-ou", "Limoges")
    page.executer("document.querySelector('#r-ou').blur()")
    page.cliquer(".recherche .bouton")
    page.attendre(
        "return location.pathname === '/annuaire/' && document.querySelector('.resultat')"
    )
    tous = noms(page)
    assert page.executer("return document.querySelector('#compte strong').innerText") == (
        f"{len(tous)} acteurs"
    )
    # The drawer is a column at this width, or a disclosure where the engine knows no better.
    page.executer(
        "document.querySelectorAll('#tiroir, #filtres details').forEach(d => d.open = true)"
    )
    case = "#filtres input[name=famille]"
    valeur = page.executer("return document.querySelector(arguments[0]).value", case)
    page.cliquer(f"{case}[value={valeur}]")
    # htmx puts the results in place without leaving the page.
    page.attendre("return document.querySelector('.puce--filtre')")
    assert set(noms(page)) < set(tous)
    assert page.executer(FAUTES_DES_SCRIPTS) == []


def test_the_place_is_suggested_and_chosen_with_keys(aller):
    page = aller("/annuaire/")
    page.taper("#r-ou", "saint-juni")
    page.attendre("return document.querySelector('#r-ou-liste li')")
    page.presser("#r-ou", "\ue015\ue007")  # arrow down, Enter
    page.attendre("return document.querySelector('#r-ou').value.startsWith('Saint-Junien')")
    assert page.executer(
        "return document.querySelector('#r-ou').getAttribute('aria-expanded')"
    ) == ("false")
