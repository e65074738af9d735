"""« Autour de moi »: asked on click only, never closer than a kilometre, refused in words."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

ICI = {"latitude": 45.833619, "longitude": 1.261105}  # Limoges, to a tenth of a metre
PRECISE = re.compile(r"45\.83\d|1\.26\d")
DEMANDES = """
    window.demandes = 0;
    const demander = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
    navigator.geolocation.getCurrentPosition = (...suite) => {
        window.demandes += 1;
        demander(...suite);
    };
"""


@pytest.mark.parametrize("chemin", ["/annuaire/", "/annuaire/carte/"])
def test_where_one_is_goes_out_rounded_to_a_kilometre_and_the_list_turns_around_it(
    ouvrir, releves, chemin
):
    page = ouvrir(chemin, permissions=["geolocation"], geolocation=ICI)
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("#compte")).to_contain_text("à moins de 10\u00a0km de vous")
    adresse = urlsplit(page.url)
    dits = parse_qs(adresse.query)
    assert (adresse.path, dits["lieu"]) == (chemin, ["position:45.83,1.26"])
    assert [demande for demande in page.requetes if PRECISE.search(demande)] == []
    expect(page.locator("#autour-etat")).to_be_empty()
    assert releves.tiers(page) == []


def test_nothing_is_asked_of_the_device_before_a_click(ouvrir):
    page = ouvrir("about:blank", permissions=["geolocation"], geolocation=ICI)
    page.add_init_script(DEMANDES)
    page.goto("/annuaire/", wait_until="networkidle")
    avant = page.evaluate("() => window.demandes")
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("#compte")).to_contain_text("de vous")
    assert (avant, page.evaluate("() => window.demandes")) == (0, 1)


def test_a_refusal_is_said_and_a_place_asked_for_instead(ouvrir):
    page = ouvrir("/annuaire/", permissions=[])
    avant = page.url
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.locator("#autour-etat")).to_have_text(
        "Votre appareil n’a pas donné sa position\u00a0: dites une commune dans "
        "«\u00a0Où\u202f?\u00a0»."
    )
    expect(page.locator("#r-ou")).to_be_focused()
    assert (page.url, page.locator("#r-ou").input_value()) == (avant, "")


def test_without_javascript_it_is_not_offered(ouvrir):
    page = ouvrir("/annuaire/", java_script_enabled=False)
    expect(page.locator("#autour")).to_be_hidden()
