"""The gate: what the embedded engine reached on the real lists, it must keep."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.pertinence import jugements, lignes, planchers

ICI = Path(__file__).resolve().parent
RACINE = ICI.parents[2]


def test_every_rule_names_a_row_and_every_family_has_a_dozen_queries(listes_reelles):
    requetes, lieux = jugements.lire(ICI)
    rangees = lignes.lire(listes_reelles)
    juges, plaintes = jugements.juger(requetes, lieux, rangees)
    assert plaintes == []
    assert jugements.juger(*jugements.lire(ICI / "tenues"), rangees)[1] == []
    nombres = {}
    for juge in juges:
        nombres[juge.requete.famille] = nombres.get(juge.requete.famille, 0) + 1
    assert {famille: n for famille, n in nombres.items() if n < 12} == {}
    assert set(planchers.lire(ICI / planchers.FICHIER)) == {*nombres, "ensemble"}


@pytest.mark.complet
def test_no_family_falls_below_its_floor(listes_reelles, tmp_path):
    chiffres = tmp_path / "chiffres.json"
    fini = subprocess.run(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "bench.pertinence", "--json", str(chiffres), "--succinct"],
        cwd=RACINE,
        env={**os.environ, "TISSAGE_DONNEES": str(listes_reelles)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert chiffres.is_file(), fini.stderr
    bilans = json.loads(chiffres.read_text(encoding="utf-8"))["bilans"]
    assert planchers.manques(bilans, planchers.lire(ICI / planchers.FICHIER)) == []
