"""A small France for unit tests: some fifty real communes, loaded by the real command's verb."""

import csv
import io
import lzma

from territoires import chargement

CODES = (
    "44109 44215 44143 44162 44213 44212 44129 44184 44043 44003 44009 44071 44172 44032 44114",
    "85191 85092 85155 49007 49099 49126 75056 75101 75111 69123 69383 13055 13201",
    "97411 93066 11339 30247 97416 97502 35238 29019 2A004 2B033 38544 86194 97209 98731 98735",
    "67482 31555 33063 59350 76351 53147 47222 93048 28267 26362 82186 01053",
)
COMMUNES = frozenset(code for ligne in CODES for code in ligne.split())


def ecrire(dossier):
    """Write the five compressed files of the small country to *dossier*."""
    communes = [x for x in chargement.lire("communes") if x["code_insee"] in COMMUNES]
    epci = {x["epci"] for x in communes}
    gardes = {
        "regions": list(chargement.lire("regions")),
        "departements": list(chargement.lire("departements")),
        "epci": [x for x in chargement.lire("epci") if x["siren"] in epci],
        "communes": communes,
        "anciennes": [x for x in chargement.lire("anciennes") if x["commune_actuelle"] in COMMUNES],
    }
    for nom, lignes in gardes.items():
        ecrire_fichier(dossier, nom, lignes)
    return dossier


def ecrire_fichier(dossier, nom, lignes):
    """Write the rows (dictionaries) of one file."""
    texte = io.StringIO()
    sortie = csv.DictWriter(texte, list(lignes[0]), lineterminator="\n")
    sortie.writeheader()
    sortie.writerows(lignes)
    with lzma.open(dossier / f"{nom}.csv.xz", "wt", encoding="utf-8", preset=0) as fichier:
        fichier.write(texte.getvalue())
