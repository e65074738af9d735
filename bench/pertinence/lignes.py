"""The rows of the real lists, as a person reads them: no part of the product has been there."""

import csv
import html
import json
import re
import unicodedata
from dataclasses import dataclass

# Source (also the import profile) → file.
LISTES = {
    "siae": "siae-france.csv",
    "osm": "nantes-reemploi-osm.csv",
    "gogocarto": "alternatives-gogocarto.json",
}
# What each list calls a thing that rules may ask of all of them.
NOMS = {"siae": ("enseigne", "raison_sociale"), "osm": ("nom",), "gogocarto": ("name",)}
COMMUNES = {"siae": "commune", "osm": "city", "gogocarto": ""}
_BALISE = re.compile(r"<[^>]+>")
_PAS_UN_MOT = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Rangee:
    """One row. ``cellules``: column → folded text, with ``nom``, ``noms``, ``commune``, ``texte``.

    ``position``: (latitude, longitude) in degrees as the list has it, or None.
    """

    source: str
    identifiant: str
    nom: str
    cellules: dict
    position: tuple | None

    @property
    def cle(self):
        """(source, identifiant); a row that the list does not name is known by its name."""
        return (self.source, self.identifiant) if self.identifiant else ("", plier(self.nom))


def plier(texte):
    """Lower case, no accent, words of letters and digits parted by one space."""
    texte = texte.lower().replace("œ", "oe").replace("æ", "ae")
    sans = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return _PAS_UN_MOT.sub(" ", sans).strip()


def lire(dossier):
    """Return every row of the lists found in *dossier*, as a list of Rangee."""
    return [
        rangee
        for source, fichier in LISTES.items()
        if (dossier / fichier).is_file()
        for rangee in _lire_un(source, dossier / fichier)
    ]


def _lire_un(source, chemin):
    with open(chemin, encoding="utf-8", newline="") as fichier:
        if chemin.suffix == ".json":
            brutes = [_a_plat(fiche) for fiche in json.load(fichier)["data"]]
        else:
            brutes = list(csv.DictReader(fichier))
    return [_rangee(source, brute) for brute in brutes]


def _a_plat(fiche):
    """A JSON-LD entry as text cells: ``taxonomy`` is its ids, ``label`` its description."""
    return {cle: _texte(valeur) for cle, valeur in fiche.items()}


def _texte(valeur):
    if isinstance(valeur, list):
        return " ".join(_texte(v) for v in valeur)
    if isinstance(valeur, dict):
        return _texte(valeur.get("@value", valeur.get("@id", "")))
    return html.unescape("" if valeur is None else str(valeur))


def _rangee(source, brute):
    brute = {cle: valeur or "" for cle, valeur in brute.items() if cle}
    noms = [brute[colonne].strip() for colonne in NOMS[source] if brute.get(colonne, "").strip()]
    cellules = {cle: plier(_BALISE.sub(" ", valeur)) for cle, valeur in brute.items()}
    cellules |= {
        "nom": plier(noms[0]) if noms else "",
        "noms": " / ".join(plier(nom) for nom in noms),
        "commune": cellules.get(COMMUNES[source], ""),
        "texte": " / ".join(valeur for valeur in cellules.values() if valeur),
    }
    identifiant = brute.get("identifiant") or brute.get("id_osm") or brute.get("@id") or ""
    return Rangee(source, identifiant, noms[0] if noms else "", cellules, _position(brute))


def _position(brute):
    try:
        latitude = float(brute.get("latitude") or brute.get("lat"))
        return latitude, float(brute.get("longitude") or brute.get("long"))
    except (TypeError, ValueError):
        return None
