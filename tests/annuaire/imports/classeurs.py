"""Writes workbooks for the tests: XLSX with openpyxl, ODS by hand (one page of XML).

Rows are lists of cells: None, str, bool, int, float, date, datetime, or ``Formule``.
"""

import zipfile
from datetime import date, datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

ESPACES = " ".join(
    f'xmlns:{nom}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for nom, uri in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    )
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ENTETE_ODS = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ESPACES}>'
    '<office:automatic-styles><style:style style:name="cachee" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
PIED_ODS = "</office:spreadsheet></office:body></office:document-content>"


class Formule(NamedTuple):
    """A formula and the value that the spreadsheet kept of it."""

    texte: str
    valeur: Any


def ecrire_xlsx(chemin, feuilles, cachees=()):
    """Write ``{name: rows}``; formulas are written without their value, as openpyxl does."""
    classeur = Workbook()
    classeur.remove(classeur.active)
    for nom, rangees in feuilles.items():
        feuille = classeur.create_sheet(nom)
        feuille.sheet_state = "hidden" if nom in cachees else "visible"
        for numero, rangee in enumerate(rangees, start=1):
            for colonne, valeur in enumerate(rangee, start=1):
                if valeur is not None and valeur != "":
                    ecrit = valeur.texte if isinstance(valeur, Formule) else valeur
                    cellule = feuille.cell(numero, colonne, ecrit)
                    if isinstance(valeur, str):
                        cellule.data_type = "s"  # « =1+1 » stays a text
    classeur.save(chemin)
    return chemin


def ecrire_ods(chemin, feuilles, cachees=()):
    """Write ``{name: rows}``."""
    tables = "".join(
        f"<table:table table:name={quoteattr(nom)}"
        f" table:style-name={quoteattr('cachee' if nom in cachees else 'vue')}>"
        f"{''.join(map(_ligne_ods, rangees))}</table:table>"
        for nom, rangees in feuilles.items()
    )
    return ecrire_zip(chemin, {"mimetype": MIMETYPE, "content.xml": ENTETE_ODS + tables + PIED_ODS})


def ecrire_zip(chemin, parties):
    """Write an archive of ``{name: text or bytes}``."""
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return chemin


def _ligne_ods(rangee):
    return f"<table:table-row>{''.join(map(_cellule_ods, rangee))}</table:table-row>"


def _cellule_ods(valeur):
    formule = ""
    if isinstance(valeur, Formule):
        formule, valeur = f" table:formula={quoteattr('of:' + valeur.texte)}", valeur.valeur
    if valeur is None or valeur == "":
        return f"<table:table-cell{formule}/>"
    if isinstance(valeur, bool):
        genre = f'"boolean" office:boolean-value="{str(valeur).lower()}"'
        return f"<table:table-cell{formule} office:value-type={genre}/>"
    if isinstance(valeur, int | float):
        return (
            f'<table:table-cell{formule} office:value-type="float" office:value="{valeur!r}">'
            f"<text:p>{valeur:g}</text:p></table:table-cell>"
        )
    if isinstance(valeur, date | datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{valeur.isoformat()}"/>'
        )
    lignes = "".join(f"<text:p>{_texte_ods(ligne)}</text:p>" for ligne in valeur.splitlines())
    return f'<table:table-cell{formule} office:value-type="string">{lignes}</table:table-cell>'


def _texte_ods(texte):
    return escape(texte).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
