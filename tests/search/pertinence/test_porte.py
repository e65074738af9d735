"""The gate: what each engine reached on the real lists, it must keep."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.pertinence import jugements, lignes, planchers

ICI = Path(__file__).resolve().parent
RACINE = ICI.parents[2]
SQLITE = planchers.fichier("sql")
POSTGRESQL = planchers.fichier("sql", "postgres://une/base")
ELASTICSEARCH = planchers.fichier("elasticsearch")


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
    for fichier in (SQLITE, POSTGRESQL, ELASTICSEARCH):
        tenus = set(planchers.lire(ICI / fichier))
        assert (fichier, tenus) == (fichier, {*nombres, "ensemble"})


@pytest.mark.complet
@pytest.mark.parametrize(
    ("moteur", "fichier"),
    [
        ("sql", SQLITE),
        pytest.param("sql", POSTGRESQL, marks=pytest.mark.serveur),
        pytest.param("elasticsearch", ELASTICSEARCH, marks=pytest.mark.elasticsearch),
    ],
)
def test_no_family_falls_below_its_floor(listes_reelles, tmp_path, moteur, fichier):
    assert fichier == planchers.fichier(moteur, os.environ.get("DATABASE_URL", ""))
    chiffres = tmp_path / "chiffres.json"
    commande = [sys.executable, "-m", "bench.pertinence", "--moteur", moteur, "--succinct"]
    fini = subprocess.run(  # noqa: S603 (our own interpreter)
        [*commande, "--json", str(chiffres)],
        cwd=RACINE,
        env={**os.environ, "TISSAGE_DONNEES": str(listes_reelles)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert chiffres.is_file(), fini.stderr
    bilans = json.loads(chiffres.read_text(encoding="utf-8"))["bilans"]
    assert planchers.manques(bilans, planchers.lire(ICI / fichier)) == []
