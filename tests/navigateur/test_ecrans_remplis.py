"""The screens of who keeps the site with something in them: without a fault, and without a mouse.

What a test changes, it puts back: the portal is shared by the tests of a worker.
"""

import pytest

from tests.navigateur.test_animation import entrer, tabuler, valider  # noqa: F401 (a fixture)

NAVIGATION = "/admin/snippets/socle/navigation/"
LARGE, ETROIT = {"width": 1280, "height": 900}, {"width": 390, "height": 900}
# Wagtail's own, which no template of ours draws.
DE_WAGTAIL = ("#w-minimap-toggle",)


@pytest.fixture
def redaction(entrer):  # noqa: F811 (the fixture)
    """The administration, by whoever may do everything that pages need."""
    return entrer(largeur=1280)


def fautes(page, releves):
    """What is wrong on the screen, as a computer and as a phone show it."""
    page.set_viewport_size(LARGE)
    au_large = releves.defilement(page)
    page.set_viewport_size(ETROIT)
    etroit = releves.axe(page) + releves.defilement(page) + page.erreurs
    page.set_viewport_size(LARGE)
    return [f for f in au_large + etroit if not f.endswith(DE_WAGTAIL)]


def cle_de(page, adresse):
    """Key of the page at this public address, as the administration knows it."""
    page.goto(f"/admin/pages/search/?q={adresse}")


def test_a_menu_is_written_with_the_keyboard_alone(redaction, ouvrir, releves):
    redaction.goto(f"{NAVIGATION}add/")
