"""An entry on paper: one sheet, whatever it holds."""

import re

import pytest

# The fullest ones of the demonstration: labels, places, hours in two seasons, pictures.
FICHES = ("Le Panier des deux rives", "Heures utiles", "La Page cornée")


@pytest.mark.parametrize("nom", FICHES)
def test_an_entry_prints_on_one_sheet_of_a4(ouvrir, bouts_d_adresses, nom):
    page = ouvrir(f"/annuaire/{bouts_d_adresses[nom]}/")
    page.emulate_media(media="print")
    assert page.locator(".qr-papier img").evaluate("e => e.complete && e.naturalWidth > 0")
    assert page.locator(".qr-papier").is_visible()
    feuilles = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(feuilles) == 1
