"""What comes from npm is what the manifest recorded, with its licences."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from socle.palette import ICONE_PAR_DEFAUT, ICONES, ICONES_DU_THEME

RACINE = Path(__file__).resolve().parents[2]
STATIQUES = RACINE / "site" / "socle" / "static" / "socle"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(RACINE / "scripts" / "vendoriser"))


@pytest.fixture(scope="module")
def manifeste():
    return json.loads((STATIQUES / "vendor" / "manifeste.json").read_text())


def test_vendored_files_are_the_recorded_ones(script):
    assert script["verifier"]() == []


def test_a_changed_file_is_seen(script, tmp_path, monkeypatch):
    manifeste = tmp_path / "manifeste.json"
    manifeste.write_text('{"fichiers": {"vendor/htmx.min.js": "0", "vendor/absent.js": "1"}}')
    monkeypatch.setitem(script["verifier"].__globals__, "MANIFESTE", manifeste)
    assert script["verifier"]() == [
        "vendor/htmx.min.js: not the recorded file",
        "vendor/absent.js: not the recorded file",
    ]


def test_the_command_checks_without_npm():
    essai = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, RACINE / "scripts" / "vendoriser", "--verifier"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (essai.returncode, essai.stdout) == (0, "")


def test_nothing_is_vendored_that_the_manifest_does_not_name(manifeste):
    presents = {
        str(chemin.relative_to(STATIQUES))
        for dossier in ("vendor", "polices")
        for chemin in (STATIQUES / dossier).rglob("*")
        if chemin.is_file() and chemin.name != "manifeste.json"
    }
    assert presents == set(manifeste["fichiers"])


def test_versions_are_pinned_as_in_package_json(manifeste):
    paquets = json.loads((RACINE / "package.json").read_text())["dependencies"]
    assert manifeste["paquets"] == paquets
    assert [v for v in paquets.values() if not v[0].isdigit()] == []


def test_licences_stand_beside_what_they_cover():
    assert [
        nom
        for nom in (
            "polices/OFL-bricolage-grotesque.txt",
            "polices/OFL-atkinson-hyperlegible-next.txt",
            "vendor/LICENSE-htmx.txt",
            "vendor/lucide/LICENSE.txt",
        )
        if not (STATIQUES / nom).is_file()
    ] == []


def test_the_lock_names_no_registry():
    verrou = json.loads((RACINE / "package-lock.json").read_text())
    assert [nom for nom, paquet in verrou["packages"].items() if "resolved" in paquet] == []


def test_icons_are_listed_once_and_the_default_one_is_there():
    assert sorted(set(ICONES) & set(ICONES_DU_THEME)) == []
    assert len(set(ICONES)) == len(ICONES)
    assert ICONE_PAR_DEFAUT in ICONES_DU_THEME


def test_icons_lose_their_comment_and_their_line_breaks(script):
    brut = '<!-- @license lucide -->\n<svg\n  class="x"\n>\n  <path d="M0 0" />\n</svg>\n'
    assert script["icone_nue"](brut) == '<svg class="x"><path d="M0 0" /></svg>'


def test_fonts_hold_the_weights_that_the_sheet_declares(script):
    feuille = (STATIQUES / "css" / "tissage.css").read_text()
    declarees = {
        nom: (int(de), int(a))
        for nom, de, a in re.findall(
            r"@font-face \{.*?polices/([\w-]+)\.woff2.*?font-weight: (\d+) (\d+)", feuille
        )
    }
    contenues = {}
    for nom in declarees:
        axe = TTFont(STATIQUES / "polices" / f"{nom}.woff2")["fvar"].axes[0]
        contenues[nom] = (int(axe.minValue), int(axe.maxValue))
    assert contenues == declarees
    assert sorted(declarees.values()) == sorted(script["GRAISSES"].values())


def test_fonts_hold_every_sign_that_french_needs():
    """Quotes, dashes, the two no-break spaces, the euro, arrows and the signs of the sheets."""
    signes = set("AZaz09ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜàâæçéèêëîïôœùûüÿ«»“”‘’–—…·°€×²³%&@/−")
    signes |= {"\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"}
    absents = {
        police.name: sorted(signes - {chr(code) for code in TTFont(police).getBestCmap()})
        for police in (STATIQUES / "polices").glob("*.woff2")
    }
    assert {nom: manquants for nom, manquants in absents.items() if manquants} == {}
