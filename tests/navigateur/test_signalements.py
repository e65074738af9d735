"""Reporting an error and asking for a withdrawal, from an entry, with and without scripts."""

import pytest

from tests.navigateur.envois import envoyer_un_signalement, premiere_fiche

FORMULAIRES = {"Signaler une erreur": "signaler", "Demander le retrait": "retrait"}


@pytest.mark.parametrize("lien", FORMULAIRES)
@pytest.mark.parametrize("largeur", [390, 1280])
def test_le_formulaire_est_sans_faute(ouvrir, releves, lien, largeur):
    page = ouvrir("/annuaire/", largeur=largeur)
    premiere_fiche(page)
    page.get_by_role("link", name=lien).click()
    page.wait_for_url(f"**/{FORMULAIRES[lien]}/")
    assert releves.tout(page) == {}


def test_les_fautes_se_disent_sans_script_et_rien_ne_se_perd(ouvrir):
    page = ouvrir("/annuaire/", largeur=390)
    premiere_fiche(page)
    adresse = page.url + "signaler/"
    page = ouvrir(adresse, largeur=390, java_script_enabled=False)
    page.get_by_label("Ce qu’il faudrait lire").fill("Ouvert dès 9 h.")
    page.get_by_role("button", name="Envoyer le signalement").click()
    assert page.locator("#id_champ-erreur").inner_text() == "Choisissez dans la liste."
    assert page.get_by_label("Ce qu’il faudrait lire").input_value() == "Ouvert dès 9 h."
    assert page.get_by_label("Ce qui ne va pas").get_attribute("aria-invalid") == "true"


def test_un_signalement_arrive(ouvrir, releves, demonstration):
    page = ouvrir("/annuaire/")
    premiere_fiche(page)
    envoyer_un_signalement(page, demonstration, "Ouvert dès 9 h.")
    assert page.get_by_role("heading", level=1).inner_text() == "Merci, votre message est arrivé"
    assert releves.tout(page) == {}
