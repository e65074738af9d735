"""Reporting an error and asking for a withdrawal, from an entry, with and without scripts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.signing import TimestampSigner

from socle.timbres import SEL

FORMULAIRES = {"Signaler une erreur": "signaler", "Demander le retrait": "retrait"}


def premiere_fiche(page):
    """Follow the first result of the directory."""
    page.locator("main a[href*='/annuaire/'][href$='/']").filter(
        has_not_text=re.compile(r"^\s*$")
    ).first.wait_for()
    adresse = page.evaluate(
        """() => [...document.querySelectorAll("main a[href]")].map((a) => a.pathname)
            .find((chemin) => /-[0-9A-Z]{8}\\/$/.test(chemin))"""
    )
    page.goto(adresse)


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


def timbre_d_une_minute(demonstration, objet):
    """The stamp that the server gave a minute ago."""
    cle = (demonstration / "secret.txt").read_text().strip()
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=1)):
        return TimestampSigner(key=cle, salt=SEL).sign(objet)


def test_un_signalement_arrive(ouvrir, releves, demonstration):
    page = ouvrir("/annuaire/")
    premiere_fiche(page)
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_label("Ce qui ne va pas").select_option("horaires")
    page.get_by_label("Ce qu’il faudrait lire").fill("Ouvert dès 9 h.")
    # People read for more than three seconds before they send: their stamp is older.
    objet = f"signalement:erreur:{page.url.split('-')[-1][:8]}"
    page.evaluate(
        "(timbre) => { document.querySelector('[name=timbre]').value = timbre; }",
        timbre_d_une_minute(demonstration, objet),
    )
    page.get_by_role("button", name="Envoyer le signalement").click()
    page.wait_for_url("**/merci/")
    assert page.get_by_role("heading", level=1).inner_text() == "Merci, votre message est arrivé"
    assert releves.tout(page) == {}
