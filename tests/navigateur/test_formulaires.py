"""Forms that editors made, in a browser: mistakes are said beside their fields, nothing is lost."""

import pytest


@pytest.mark.parametrize("script", [True, False], ids=["avec-script", "sans-script"])
def test_une_faute_se_dit_et_rien_ne_se_perd(ouvrir, releves, script):
    page = ouvrir("/contact/", largeur=390, java_script_enabled=script)
    page.get_by_label("Votre message").fill("Bonjour à vous.")
    page.get_by_role("button", name="Envoyer").click()
    champ = page.get_by_label("Votre courriel")
    assert champ.get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Votre message").input_value() == "Bonjour à vous."
    erreur = page.locator(f"#{champ.get_attribute('id')}-erreur").inner_text()
    assert erreur == "Donnez une adresse électronique."
    if script:
        assert releves.axe(page) == []
