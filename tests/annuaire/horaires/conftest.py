import csv

import pytest


@pytest.fixture
def horaires_reels(listes_reelles):
    """The hours of the real OpenStreetMap list, as written, doubles included."""
    with (listes_reelles / "nantes-reemploi-osm.csv").open(newline="", encoding="utf-8") as fichier:
        return [
            ligne["opening_hours"] for ligne in csv.DictReader(fichier) if ligne["opening_hours"]
        ]
