"""What a visitor sends from an entry."""

import re
from datetime import UTC, datetime, timedelta

import time_machine
from django.core.signing import TimestampSigner

from socle.timbres import SEL


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


def timbre_d_une_minute(demonstration, objet):
    """The stamp that the server gave a minute ago."""
    cle = (demonstration / "secret.txt").read_text().strip()
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=1)):
        return TimestampSigner(key=cle, salt=SEL).sign(objet)


def envoyer_un_signalement(page, demonstration, message):
    """From an entry, say that its hours are wrong."""
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_label("Ce qui ne va pas").select_option("horaires")
    page.get_by_label("Ce qu’il faudrait lire").fill(message)
    # People read for more than three seconds before they send: their stamp is older.
    objet = f"signalement:erreur:{page.url.split('-')[-1][:8]}"
    page.evaluate(
        "(timbre) => { document.querySelector('[name=timbre]').value = timbre; }",
        timbre_d_une_minute(demonstration, objet),
    )
    page.get_by_role("button", name="Envoyer le signalement").click()
    page.wait_for_url("**/merci/")
