"""Grows a list of any length from the real ones: same words, other combinations."""

import csv
import html
import json
import random
import re
from itertools import islice

COLONNES = (
    "identifiant",
    "nom",
    "raison_sociale",
    "sigle",
    "description",
    "accroche",
    "adresse",
    "code_postal",
    "commune",
    "latitude",
    "longitude",
    "site_web",
    "telephone",
    "categories",
    "etiquettes",
    "gestes",
    "forme_juridique",
    "accessibilite",
    "horaires",
)
GESTES = ["Acheter", "Réparer", "Donner", "Louer", "Apprendre", "S’engager"]
ACCES = ["oui", "partiel", "non", "", "", ""]
# Three in five say their hours: half as a real shop of the lists does, half as nobody else.
HORAIRES = 0.6


def lire(dossier):
    """Return the rows of the three real lists in *dossier*, as dicts of profile ``tissage``."""
    return [*_siae(dossier), *_osm(dossier), *_gogocarto(dossier)]


def _siae(dossier):
    with open(dossier / "siae-france.csv", encoding="utf-8", newline="") as fichier:
        for ligne in csv.DictReader(fichier):
            yield {
                "nom": ligne["enseigne"] or ligne["raison_sociale"],
                "raison_sociale": ligne["raison_sociale"],
                "description": ligne["description"],
                "adresse": ligne["adresse"],
                "code_postal": ligne["code_postal"],
                "commune": ligne["commune"],
                "latitude": ligne["latitude"],
                "longitude": ligne["longitude"],
                "site_web": ligne["site_web"],
                "etiquettes": f"insertion|{ligne['type']}",
                "forme_juridique": ligne["forme_juridique"],
            }


def _osm(dossier):
    with open(dossier / "nantes-reemploi-osm.csv", encoding="utf-8", newline="") as fichier:
        for ligne in csv.DictReader(fichier):
            if ligne["nom"]:
                yield {
                    "nom": ligne["nom"],
                    "description": ligne["descr"],
                    "adresse": f"{ligne['housenumber']} {ligne['street']}".strip(),
                    "code_postal": ligne["postcode"],
                    "commune": ligne["city"],
                    "latitude": ligne["latitude"],
                    "longitude": ligne["longitude"],
                    "categories": ligne["shop"] or ligne["amenity"],
                    "horaires": ligne["opening_hours"][:255],
                }


def _gogocarto(dossier):
    with open(dossier / "alternatives-gogocarto.json", encoding="utf-8") as fichier:
        for fiche in json.load(fichier)["data"]:
            texte = html.unescape(fiche.get("label", {}).get("@value", "") or "")
            yield {
                "nom": html.unescape(fiche["name"]),
                "description": re.sub(r"<[^>]+>", " ", texte)[:3000],
                "latitude": str(fiche["lat"]),
                "longitude": str(fiche["long"]),
                "categories": "|".join(_rubriques(fiche.get("taxonomy"))),
                "etiquettes": "|".join((fiche["tags"] or "").split(",")[:4]),
            }


def _rubriques(taxonomie):
    """Headings of an entry, which JSON-LD writes as a list, one object or one string."""
    liste = taxonomie if isinstance(taxonomie, list) else [taxonomie]
    return [rubrique["@id"] if isinstance(rubrique, dict) else rubrique or "" for rubrique in liste]


def agrandir(lignes, nombre, domaines, graine=7):
    """Yield *nombre* rows: real ones whose names, words, domains and positions are mixed anew.

    *domaines*: names among which each row draws one or two. The same seed gives the same rows.
    """
    hasard = random.Random(graine)  # noqa: S311 (a data set to repeat, not a secret)
    ecrits = [ligne["horaires"] for ligne in lignes if ligne.get("horaires")]
    for rang in range(nombre):
        base, autre = lignes[rang % len(lignes)], hasard.choice(lignes)
        premiere = rang < len(lignes)
        ligne = dict(base)
        ligne["identifiant"] = f"b{rang}"
        if not premiere:
            mots = autre["nom"].split()
            ligne["nom"] = f"{base['nom']} {hasard.choice(mots) if mots else rang}"[:190]
            ligne["description"] = _melanger(base, autre, hasard)
            ligne["latitude"], ligne["longitude"] = _deplacer(base, hasard)
            ligne["code_postal"] = ligne["commune"] = ""
        ligne["categories"] = "|".join(hasard.sample(domaines, hasard.choice([1, 1, 2])))
        ligne["gestes"] = "|".join(hasard.sample(GESTES, hasard.choice([0, 1, 2])))
        ligne["accessibilite"] = hasard.choice(ACCES)
        ligne["horaires"] = _horaires(ecrits, hasard) if hasard.random() < HORAIRES else ""
        ligne["telephone"] = f"02 61 91 {hasard.randrange(100):02d} {hasard.randrange(100):02d}"
        yield {colonne: ligne.get(colonne, "") for colonne in COLONNES}


def _horaires(ecrits, hasard):
    if hasard.random() < 0.5:
        return hasard.choice(ecrits)

    def heure(de, a):
        return f"{hasard.randrange(de, a):02d}:{hasard.choice(['00', '15', '30', '45'])}"

    jours = hasard.choice(["Mo-Fr", "Tu-Sa", "We", "Mo,We,Fr", "Th-Su"])
    return f"{jours} {heure(7, 10)}-{heure(11, 13)},{heure(13, 15)}-{heure(16, 20)}"


def _melanger(base, autre, hasard):
    phrases = re.split(r"(?<=[.!?])\s+", base.get("description", "")) + re.split(
        r"(?<=[.!?])\s+", autre.get("description", "")
    )
    hasard.shuffle(phrases)
    return " ".join(islice(filter(None, phrases), 5))


def _deplacer(base, hasard):
    try:
        latitude, longitude = float(base["latitude"]), float(base["longitude"])
    except ValueError:
        return "", ""
    return (
        f"{latitude + hasard.uniform(-0.05, 0.05):.6f}",
        f"{longitude + hasard.uniform(-0.07, 0.07):.6f}",
    )


def ecrire(chemin, lignes):
    """Write rows as a CSV that ``importer_acteurs --profil tissage`` reads."""
    with open(chemin, "w", encoding="utf-8", newline="") as fichier:
        auteur = csv.DictWriter(fichier, COLONNES)
        auteur.writeheader()
        auteur.writerows(lignes)
