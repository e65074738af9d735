"""What htmx adds to the list: the same answers without leaving the page."""

import re

import pytest
from playwright.sync_api import expect

DEPART = "/annuaire/?q=pain"


def compte(page):
    """« 12 acteurs pour « pain » »: what is announced."""
    return " ".join(page.locator("#compte").inner_text().split())


def noms(page):
    return page.locator("#liste-corps .resultat h3").all_inner_texts()


def cocher(page):
    """Tick the first filter of the first facet, wait for its results; return its query string."""
    if not page.locator("#filtres").is_visible():
        page.locator("#tiroir > summary").click()
    case = page.locator("#filtres input[type=checkbox]:not(:checked)").first
    parametre = f"{case.get_attribute('name')}={case.get_attribute('value')}"
    with page.expect_response(lambda reponse: parametre in reponse.url):
        case.check()
    expect(page.locator(".puce--filtre")).to_have_count(1)
    return parametre


@pytest.fixture
def page(ouvrir):
    """The list of those who say « pain », watched by scripts: marked, so that a reload shows."""
    page = ouvrir(DEPART)
    page.evaluate("document.documentElement.dataset.memoire = 'la même page'")
    return page


def est_la_meme(page):
    return page.evaluate("document.documentElement.dataset.memoire") == "la même page"


def test_a_filter_changes_the_results_without_leaving_the_page(page):
    avant = noms(page)
    cocher(page)
    assert est_la_meme(page)
    assert set(noms(page)) < set(avant)
    assert page.erreurs == []


def test_the_address_pushed_is_shareable(page, ouvrir):
    parametre = cocher(page)
    expect(page).to_have_url(re.compile(re.escape(f"{DEPART}&{parametre}") + "$"))
    vu = (compte(page), noms(page), page.locator("#filtres").inner_text())
    page.reload()
    assert not est_la_meme(page)
    assert (compte(page), noms(page), page.locator("#filtres").inner_text()) == vu
    # Somebody else, whose browser runs no script, is sent the address.
    autre = ouvrir(page.url, java_script_enabled=False)
    assert (compte(autre), noms(autre)) == vu[:2]


def test_the_new_count_is_announced_in_the_status_that_was_there(page):
    """A screen reader says what changes inside a status, not a status that replaces another."""
    page.evaluate(
        """() => {
            const statut = document.querySelector("#compte");
            window.dits = [];
            new MutationObserver(() => window.dits.push(statut.innerText))
                .observe(statut, { childList: true, subtree: true, characterData: true });
        }"""
    )
    cocher(page)
    assert page.locator("#compte").get_attribute("role") == "status"
    dits = [" ".join(dit.split()) for dit in page.evaluate("window.dits")]
    assert dits == [compte(page)]
    assert dits[0].startswith(f"{len(noms(page))} acteur")


def test_back_gives_the_former_results_and_forward_the_filtered_ones(page):
    avant = (compte(page), noms(page))
    cocher(page)
    apres = (compte(page), noms(page))
    page.go_back()
    expect(page.locator(".puce--filtre")).to_have_count(0)
    expect(page).to_have_url(re.compile(re.escape(DEPART) + "$"))
    assert (compte(page), noms(page)) == avant
    assert page.locator("#filtres input:checked").count() == 0
    page.go_forward()
    expect(page.locator(".puce--filtre")).to_have_count(1)
    assert (compte(page), noms(page)) == apres
    assert page.locator("#filtres input:checked").count() == 1


def test_back_from_an_entry_gives_the_filtered_results(page):
    parametre = cocher(page)
    filtres = noms(page)
    page.locator("#liste-corps h3 a").first.click()
    expect(page.locator("h1")).to_have_text(filtres[0])
    page.go_back()
    expect(page.locator(".puce--filtre")).to_have_count(1)
    expect(page).to_have_url(re.compile(re.escape(parametre) + "$"))
    assert noms(page) == filtres


def test_the_box_asks_as_the_button_does(page):
    page.get_by_label("Que cherchez-vous").fill("vélo")
    with page.expect_response(lambda reponse: "v%C3%A9lo" in reponse.url):
        page.keyboard.press("Enter")
    expect(page.locator("#compte")).to_contain_text("vélo")
    assert est_la_meme(page)
    expect(page).to_have_url(re.compile(re.escape("/annuaire/?q=v%C3%A9lo") + "$"))


def test_folds_stay_as_they_were(page):
    pli = page.locator("#filtres details:not([open])").first
    nom = pli.get_attribute("id")
    pli.locator("summary").click()
    cocher(page)
    expect(page.locator(f"#{nom}")).to_have_attribute("open", "")
