"""What a place is at an instant: a table judged by hand, one line per rule of the matter."""

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from annuaire.horaires import etat
from territoires.fuseaux import fuseau_du_departement

with (Path(__file__).parent / "cas.csv").open(newline="", encoding="utf-8") as fichier:
    CAS = list(csv.DictReader(fichier))


def instant(texte, fuseau):
    moment = datetime.fromisoformat(texte)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(fuseau))


@pytest.mark.parametrize("cas", CAS, ids=[f"{c['expression']} {c['instant']}" for c in CAS])
def test_the_state_and_its_next_change_are_those_judged_by_hand(cas):
    fuseau = fuseau_du_departement(cas["departement"])
    dit = etat(cas["expression"], instant(cas["instant"], fuseau), fuseau, cas["departement"])
    prevu = cas["changement"] and instant(cas["changement"], fuseau).isoformat()
    change = dit.jusqua or dit.ouvre_a
    assert (dit.genre, change.isoformat() if change else "") == (cas["genre"], prevu)
    assert (dit.jusqua is None) or dit.genre == "ouvert"
