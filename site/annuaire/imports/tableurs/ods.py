"""ODS (OpenDocument 1.x): every sheet in one XML part, rows and cells with repeats; streamed."""

from . import valeurs
from .rangees import COLONNES_LUES, LIGNES_MAX, Feuille, Rangee, trop_longue

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXTE, _STYLE, _DESSIN = (
    f"{_ODF}{nom}:1.0 " for nom in ("table", "office", "text", "style", "drawing")
)
_REPETE_LIGNE, _REPETE_COLONNE = (
    f"{_TABLE}number-rows-repeated",
    f"{_TABLE}number-columns-repeated",
)
_FEUILLE, _LIGNE = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLULES = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_PARAGRAPHE, _COMMENTAIRE = f"{_TEXTE}p", f"{_OFFICE}annotation"
_PROPRIETES = f"{_STYLE}table-properties"
_BLANCS = {f"{_TEXTE}tab": "\t", f"{_TEXTE}line-break": "\n"}


def _a_part(nom):
    """Whether an element within a cell is not its content: a note, a drawing, a table."""
    return nom in (_COMMENTAIRE, _FEUILLE) or nom.startswith(_DESSIN)


class _Contenu:
    """Gives (rank of the sheet, Rangee) for the rows that hold something.

    *voulue*: the rank of the only sheet to read; *limite*: rows given for each sheet.
    """

    def __init__(self, voulue=None, limite=None):
        self.voulue, self.limite = voulue, limite
        self.fini = self.trop_large = False
        self.feuilles = []  # (name, hidden)
        self._pretes, self._styles_caches, self._style = [], set(), ""
        self._profondeur = 0  # tables within tables
        self._commentaires = self._paragraphe = 0
        self._cellule, self._paragraphes = None, []
        self._numero = self._donnees = self._colonne = 0
        self._cellules, self._fois = {}, 1

    def debut(self, nom, attributs):
        if self._cellule is not None:
            self._debut_dans_la_cellule(nom, attributs)
        elif nom in _CELLULES and self._profondeur == 1:
            self._cellule, self._paragraphes = attributs, []
        elif nom == _LIGNE and self._profondeur == 1:
            self._colonne, self._cellules = 0, {}
            self._fois = int(attributs.get(_REPETE_LIGNE, 1))
        elif nom == _FEUILLE:
            self._ouvrir_la_feuille(attributs)
        elif nom == f"{_STYLE}style":
            self._style = attributs.get(f"{_STYLE}name", "")
        elif nom == _PROPRIETES and attributs.get(f"{_TABLE}display") == "false":
            self._styles_caches.add(self._style)

    def _ouvrir_la_feuille(self, attributs):
        self._profondeur += 1
        if self._profondeur == 1:
            cachee = attributs.get(f"{_TABLE}style-name") in self._styles_caches
            self.feuilles.append((attributs.get(f"{_TABLE}name", ""), cachee))
            self._numero = self._donnees = 0

    def _debut_dans_la_cellule(self, nom, attributs):
        if _a_part(nom):
            self._commentaires += 1
        elif nom == _PARAGRAPHE and not self._commentaires:
            self._paragraphe += 1
            self._paragraphes.append([])
        elif self._paragraphe and nom in _BLANCS:
            self._paragraphes[-1].append(_BLANCS[nom])
        elif self._paragraphe and nom == f"{_TEXTE}s":
            self._paragraphes[-1].append(" " * min(int(attributs.get(f"{_TEXTE}c", 1)), 1000))

    def texte(self, texte):
        if self._paragraphe and not self._commentaires:
            # A line break of the file is a blank; that of the cell is an element.
            self._paragraphes[-1].append(texte.replace("\n", " "))

    def fin(self, nom):
        if self._cellule is not None:
            if _a_part(nom):
                self._commentaires -= 1
            elif self._commentaires:
                return
            elif nom == _PARAGRAPHE:
                self._paragraphe -= 1
            elif nom in _CELLULES:
                self._fermer_la_cellule()
        elif nom == _LIGNE and self._profondeur == 1:
            self._fermer_la_ligne()
        elif nom == _FEUILLE:
            self._profondeur -= 1
            if not self._profondeur and self.voulue == len(self.feuilles) - 1:
                self.fini = True

    def _fermer_la_cellule(self):
        attributs, self._cellule = self._cellule, None
        fois = int(attributs.get(_REPETE_COLONNE, 1))
        debut, self._colonne = self._colonne, self._colonne + fois
        texte = self._lire(attributs)
        if not texte.strip():
            return
        self.trop_large |= self._colonne > COLONNES_LUES
        for colonne in range(debut, min(self._colonne, COLONNES_LUES)):
            self._cellules[colonne] = texte

    def _lire(self, attributs):
        genre = attributs.get(f"{_OFFICE}value-type", "")
        if genre in ("float", "percentage", "currency"):
            return valeurs.nombre(attributs.get(f"{_OFFICE}value", ""))
        if genre == "date":
            return valeurs.date_iso(attributs.get(f"{_OFFICE}date-value", ""))
        if genre == "boolean":
            return "oui" if attributs.get(f"{_OFFICE}boolean-value") == "true" else "non"
        affiche = "\n".join("".join(morceaux) for morceaux in self._paragraphes)
        return attributs.get(f"{_OFFICE}string-value") or affiche

    def _fermer_la_ligne(self):
        numero, self._numero = self._numero + 1, self._numero + self._fois
        rang = len(self.feuilles) - 1
        if not self._cellules or self.voulue not in (None, rang):
            return
        if self._donnees + self._fois > LIGNES_MAX:
            raise trop_longue()
        for i in range(self._fois):
            if self.limite is not None and self._donnees >= self.limite:
                return
            self._donnees += 1
            self._pretes.append((rang, Rangee(numero + i, self._cellules)))

    def prendre(self):
        pretes, self._pretes = self._pretes, []
        return pretes


class ClasseurOds:
    """A workbook of LibreOffice. ``trop_large``: it holds more columns than we read."""

    def __init__(self, archive):
        self.archive, self.trop_large = archive, False

    def feuilles(self, limite):
        """Return the sheets that hold rows, each with its first *limite* rows."""
        lecteur = _Contenu(limite=limite)
        debuts = {}
        for rang, rangee in self.archive.lire("content.xml", lecteur):
            debuts.setdefault(rang, []).append(rangee)
        return [
            Feuille(*lecteur.feuilles[rang][:1], rang, lecteur.feuilles[rang][1], debut)
            for rang, debut in debuts.items()
        ]

    def rangees(self, feuille):
        """Yield the Rangees of a sheet."""
        lecteur = _Contenu(voulue=feuille.cle)
        for _rang, rangee in self.archive.lire("content.xml", lecteur):
            yield rangee
        self.trop_large |= lecteur.trop_large
