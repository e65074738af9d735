"""The default groups of synonyms, and how editors' own groups are kept."""

import csv
from pathlib import Path

from django.db import transaction

from .models import Lot, Synonyme

FICHIER = Path(__file__).parent / "donnees" / "synonymes.csv"


def charger(fichier=FICHIER):
    """Add the groups of the file that are not there yet; returns how many were added.

    A group is recognised by its first term: one that editors completed or reworded after it is
    left as they made it. Columns of the file: ``termes`` (comma-separated) and ``sens``,
    « double » or « premier » (the first term finds the others only).
    """
    with transaction.atomic(), open(fichier, encoding="utf-8", newline="") as source:
        connus = {groupe.liste()[0].casefold() for groupe in Synonyme.objects.all()}
        nouveaux = []
        for ligne in csv.DictReader(source, delimiter=";"):
            groupe = Synonyme(termes=ligne["termes"], bidirectionnel=ligne["sens"] == "double")
            if groupe.liste()[0].casefold() not in connus:
                nouveaux.append(groupe)
        Synonyme.objects.bulk_create(nouveaux)
        if nouveaux:
            Lot.ouvrir()
    return len(nouveaux)
