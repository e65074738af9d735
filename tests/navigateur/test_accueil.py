"""The home page in a real browser, and proof that the checks of this folder see something."""

import pytest


@pytest.mark.parametrize("largeur", [320, 390, 1280])
@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_home_page_stands_every_check(ouvrir, releves, largeur, sombre):
    page = ouvrir("/", largeur=largeur, sombre=sombre)
    assert page.reponse.status == 200
    assert releves.tout(page) == {}


def test_checks_see_what_is_wrong(ouvrir, releves):
    """A page broken on purpose: each check must complain."""
    page = ouvrir("/")
    page.evaluate(
        """() => {
            document.body.innerHTML = '<img src="/static/x"><div class="large">x</div>';
            document.querySelector(".large").style.width = "4000px";
            document.cookie = "trace=1";
        }"""
    )
    page.requetes.append("https://exemple.invalid/x.js")
    assert releves.defilement(page) == ["div.large"]
    assert releves.cookies(page) == ["trace"]
    assert releves.tiers(page) == ["https://exemple.invalid/x.js"]
    assert "image-alt: img" in releves.axe(page)
