"""« Itinéraire »: the phone's own application first, the web when there is none."""

import pytest
from playwright.sync_api import expect

FICHE = "/annuaire/{Le Panier des deux rives}/"
WEB = "https://www.openstreetmap.org/directions?to="
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1"
ORDINATEUR = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
# Heard after the module: the address that the browser is about to follow. Nobody is there.
ENTENDRE = """() => addEventListener("click", (e) => {
    window.suivie = e.target.closest("a").getAttribute("href");
    e.preventDefault();
})"""


def suivre(page, lien):
    """The address that a click on this link follows, and where it leads once nothing opened."""
    page.route("https://www.openstreetmap.org/**", lambda route: route.fulfill(body="La route"))
    page.evaluate(ENTENDRE)
    lien.click()
    return page.evaluate("() => window.suivie")


@pytest.mark.parametrize(
    ("appareil", "application"),
    [(ANDROID, "geo:{0},{1}?q={0}%2C{1}"), (IPHONE, "maps:?daddr={0}%2C{1}")],
)
def test_a_phone_is_asked_for_its_own_application_then_the_web(
    ouvrir, bouts_d_adresses, appareil, application
):
    page = ouvrir(FICHE.format_map(bouts_d_adresses), largeur=390, user_agent=appareil)
    lien = page.locator(".pratique__actions [data-aller]")
    web, position = lien.get_attribute("href"), lien.get_attribute("data-aller").split(",")
    assert web == f"{WEB}{'%2C'.join(position)}"
    assert suivre(page, lien) == application.format(*position)
    page.wait_for_url(web)


def test_an_application_that_opens_keeps_the_page_where_it_is(ouvrir, bouts_d_adresses):
    page = ouvrir(FICHE.format_map(bouts_d_adresses), largeur=390, user_agent=ANDROID)
    lien = page.locator(".pratique__actions [data-aller]")
    web = lien.get_attribute("href")
    assert suivre(page, lien).startswith("geo:") is True
    page.evaluate("() => dispatchEvent(new Event('blur'))")
    expect(lien).to_have_attribute("href", web)


def test_a_computer_follows_the_link_as_it_is(ouvrir, bouts_d_adresses):
    page = ouvrir(FICHE.format_map(bouts_d_adresses), user_agent=ORDINATEUR)
    lien = page.locator(".pratique__actions [data-aller]")
    assert suivre(page, lien) == lien.get_attribute("href")


def test_a_phone_is_asked_from_the_map_too(ouvrir):
    page = ouvrir("/annuaire/carte/?ou=Limoges&rayon=10", user_agent=ANDROID)
    page.locator(".leaflet-reperes-pane .repere--pin").last.focus()
    page.keyboard.press("Enter")
    lien = page.locator(".leaflet-popup [data-aller]").first
    lat, lon = lien.get_attribute("data-aller").split(",")
    assert suivre(page, lien) == f"geo:{lat},{lon}?q={lat}%2C{lon}"
