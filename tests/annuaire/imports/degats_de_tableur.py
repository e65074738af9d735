"""What a spreadsheet does to a list that somebody opens and saves: the usual damage, by rule.

Rows alternate between what a French and an English Excel do, so that both are tried.
"""

import re
from datetime import date

_NOMBRE = re.compile(r"-?\d+(?:\.\d+)?")
_JOUR_MOIS = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FORMULE = re.compile(r"[=+\-@][A-Za-z]")
_INTERDITS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def cellule(texte, colonne, rang):
    """Return what becomes of the cell of a CSV: a number, a date, an error, or its text."""
    texte = _INTERDITS.sub("", texte)
    if _FORMULE.match(texte):
        return "#NOM ?"
    if _NOMBRE.fullmatch(texte):
        return _nombre(texte, colonne, rang)
    if trouve := _JOUR_MOIS.fullmatch(texte):
        return _date(2026, int(trouve[2]), int(trouve[1])) or texte
    if trouve := _DATE.fullmatch(texte):
        return _date(*map(int, trouve.groups())) or texte
    return texte


def _nombre(texte, colonne, rang):
    """Zeros at the start are lost; a French Excel writes a comma; some numbers show « .0 »."""
    if "." in texte:
        return texte.replace(".", ",") if rang % 2 else float(texte)
    if colonne == "code_postal" and rang % 3 == 0:
        return f"{int(texte)}.0"
    return int(texte)


def _date(annee, mois, jour):
    try:
        return date(annee, mois, jour)
    except ValueError:
        return None


def abimer(en_tete, lignes):
    """Return the rows of a sheet: titles above, empty columns, damaged cells, a total below."""
    titre = ["Liste des structures — mise à jour 2026"]
    rangees = [titre, [], [None, *en_tete[:1], None, *en_tete[1:]]]
    for rang, ligne in enumerate(lignes):
        abimees = [cellule(t, nom, rang) for nom, t in zip(en_tete, ligne, strict=True)]
        rangees.append([None, *abimees[:1], None, *abimees[1:]])
        if rang % 500 == 499:
            rangees.append([])
    return [*rangees, [None, "Total", None, len(lignes)]]
