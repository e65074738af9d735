"""Every public page is read by the Nu HTML checker: no error, in French and in English.

Needs Java and the package of npm that carries the checker (``npm ci``); no browser looks at it.
"""

import json
import subprocess
from pathlib import Path

import pytest

from tests.navigateur.conftest import RACINE
from tests.navigateur.test_pages import PAGES

pytestmark = pytest.mark.complet

VERIFICATEUR = RACINE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
AUTRES = (
    "/annuaire/carte/",
    "/annuaire/{Le Panier des deux rives}/signaler/",
    "/annuaire/{Le Panier des deux rives}/retrait/",
    "/guide/lexique/",
    "/guide/imprimer/",
    "/a-propos/",
    "/mentions-legales/",
    "/eco-conception/",
    "/donnees-ouvertes/",
    "/en/directory/",
)


@pytest.fixture
def verifier():
    """``verifier(dossier)`` → ["file:line: message"] of what the checker calls an error."""
    if not VERIFICATEUR.is_file():
        pytest.fail("the Nu HTML checker is not there: run npm ci")

    def _verifier(dossier):
        dit = subprocess.run(  # noqa: S603 (a checker of ours, files of ours)
            ["java", "-jar", VERIFICATEUR, "--format", "json", "--skip-non-html", dossier],  # noqa: S607 (found as everywhere)
            capture_output=True,
            text=True,
            check=False,
        ).stderr
        return [
            f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
            for message in json.loads(dit)["messages"]
            if message["type"] != "info"
        ]

    return _verifier


def test_no_page_has_an_error_of_markup(ouvrir, bouts_d_adresses, verifier, tmp_path):
    chemins = {nom: adresse for nom, (adresse, _statut) in PAGES.items()}
    chemins |= {f"autre-{rang}": adresse for rang, adresse in enumerate(AUTRES)}
    page = ouvrir("about:blank")
    for nom, chemin in chemins.items():
        reponse = page.request.get(chemin.format_map(bouts_d_adresses))
        (tmp_path / f"{nom}.html").write_bytes(reponse.body())
    assert verifier(tmp_path) == []


def test_the_checker_sees_an_error(verifier, tmp_path):
    (tmp_path / "page.html").write_text(
        '<!doctype html><html lang="fr"><head><title>t</title></head><body><p><p role="licorne">a'
    )
    assert len(verifier(tmp_path)) == 1
