"""docs/rgaa.md: the 106 criteria of the RGAA, once each, with a proof that exists."""

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[1]
# Criteria of each of the thirteen themes of RGAA 4.1.2 (accessibilite.numerique.gouv.fr).
CRITERES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
NATURES = ("essai", "à la main", "sans objet")


def rangees(texte):
    """[(criterion, what it asks, nature of the proof, the proof)]."""
    lignes = re.findall(r"^\| (\d+\.\d+) \| (.+?) \| ([^:|]+?) : (.+) \|$", texte, re.MULTILINE)
    return [tuple(cellule.strip() for cellule in ligne) for ligne in lignes]


def essais_absents(preuve, racine=RACINE):
    """Paths that a proof names and that do not exist; a proof that names none is absent too."""
    chemins = re.findall(r"`([^`]+)`", preuve)
    return [chemin for chemin in chemins if not (racine / chemin).is_file()] if chemins else ["?"]


@pytest.fixture(scope="module")
def tableau():
    return rangees((RACINE / "docs" / "rgaa.md").read_text(encoding="utf-8"))


def test_every_criterion_is_there_once_and_in_order(tableau):
    attendus = [f"{t}.{n}" for t, nombre in enumerate(CRITERES, 1) for n in range(1, nombre + 1)]
    assert len(attendus) == 106
    assert [critere for critere, *_reste in tableau] == attendus


def test_every_proof_is_of_a_known_nature_and_says_something(tableau):
    assert [ligne for ligne in tableau if ligne[2] not in NATURES or len(ligne[3]) < 10] == []


def test_every_test_that_is_named_exists(tableau):
    essais = [(critere, preuve) for critere, _quoi, nature, preuve in tableau if nature == "essai"]
    assert len(essais) > 50
    assert {c: absents for c, preuve in essais if (absents := essais_absents(preuve))} == {}


def test_a_table_that_lies_is_seen(tmp_path):
    faux = "| 1.1 | quoi | essai : `tests/rien.py` |\n| 1.2 | quoi | essai : oui, souvent |\n"
    (premier, second) = rangees(faux)
    assert essais_absents(premier[3], tmp_path) == ["tests/rien.py"]
    assert essais_absents(second[3], tmp_path) == ["?"]
