"""XLSX (ECMA-376, transitional and strict): shared texts, formats, sheets; streamed."""

import posixpath
import re

from django.utils.translation import gettext as _

from . import valeurs
from .rangees import COLONNES_LUES, LIGNES_MAX, Feuille, Rangee, lettres, trop_longue

_REFERENCE = re.compile(r"^([A-Z]{1,3})")
_ECHAPPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _local(nom):
    return nom[nom.rfind(" ") + 1 :]


class _Lecteur:
    """Base of the readers of XML parts: nothing is done, nothing is given."""

    fini = False

    def debut(self, nom, attributs):
        pass

    def fin(self, nom):
        pass

    def texte(self, texte):
        pass

    def prendre(self):
        return ()


class _Liens(_Lecteur):
    """A part of relationships: {id: (end of its type, target)}."""

    def __init__(self):
        self.cibles = {}

    def debut(self, nom, attributs):
        if _local(nom) == "Relationship":
            genre = attributs.get("Type", "").rpartition("/")[2]
            self.cibles[attributs.get("Id")] = (genre, attributs.get("Target", ""))


class _Sommaire(_Lecteur):
    """The workbook part: its sheets as (name, state, relationship), and its origin of dates."""

    def __init__(self):
        self.feuilles, self.depuis_1904 = [], False

    def debut(self, nom, attributs):
        genre = _local(nom)
        if genre == "workbookPr":
            self.depuis_1904 = attributs.get("date1904") in ("1", "true")
        elif genre == "sheet":
            lien = next((v for n, v in attributs.items() if n.endswith(" id")), "")
            etat = attributs.get("state", "visible")
            self.feuilles.append((attributs.get("name", ""), etat, lien))


class _Formats(_Lecteur):
    """The styles part: ``dates``, one boolean a cell format."""

    def __init__(self):
        self.codes, self.dates, self._dans_les_cellules = {}, [], False

    def debut(self, nom, attributs):
        genre = _local(nom)
        if genre == "numFmt":
            self.codes[attributs.get("numFmtId")] = attributs.get("formatCode", "")
        elif genre == "cellXfs":
            self._dans_les_cellules = True
        elif genre == "xf" and self._dans_les_cellules:
            numero = attributs.get("numFmtId", "0")
            self.dates.append(valeurs.est_une_date(int(numero), self.codes.get(numero, "")))

    def fin(self, nom):
        if _local(nom) == "cellXfs":
            self._dans_les_cellules = False


class _Textes(_Lecteur):
    """The shared texts, in their order; the reading aids of East Asian texts left out."""

    def __init__(self):
        self.textes, self._morceaux = [], []
        self._dans_t = self._aide = False

    def debut(self, nom, attributs):
        genre = _local(nom)
        if genre == "si":
            self._morceaux = []
        elif genre == "rPh":
            self._aide = True
        elif genre == "t":
            self._dans_t = not self._aide

    def fin(self, nom):
        genre = _local(nom)
        if genre == "si":
            self.textes.append(sans_echappement("".join(self._morceaux)))
        elif genre == "rPh":
            self._aide = False
        elif genre == "t":
            self._dans_t = False

    def texte(self, texte):
        if self._dans_t:
            self._morceaux.append(texte)


def sans_echappement(texte):
    """Return a text with its « _x000D_ » read."""
    if "_x" not in texte:
        return texte
    return _ECHAPPE.sub(lambda trouve: chr(int(trouve[1], 16)), texte)


class _Cellules(_Lecteur):
    """A sheet: gives the Rangees that hold something."""

    def __init__(self, classeur, limite=None):
        self.textes, self.dates = classeur.textes, classeur.dates
        self.depuis_1904 = classeur.depuis_1904
        self.limite, self.fini, self.trop_large = limite, False, False
        self._pretes, self._numero, self._donnees = [], 0, 0
        self._capter = self._aide = self._formule = False
        self._cellules, self._remarques, self._morceaux = {}, [], []
        self._colonne, self._type, self._style = -1, "n", 0

    def debut(self, nom, attributs):
        genre = _local(nom)
        if genre == "c":
            self._ouvrir(attributs)
        elif genre in ("v", "t"):
            self._capter = not self._aide
        elif genre == "f":
            self._formule = True
        elif genre == "rPh":
            self._aide = True
        elif genre == "row":
            self._numero = int(attributs.get("r") or self._numero + 1)
            self._cellules, self._remarques, self._colonne = {}, [], -1

    def _ouvrir(self, attributs):
        trouvee = _REFERENCE.match(attributs.get("r", ""))
        if trouvee:
            rang = 0
            for lettre in trouvee[1]:
                rang = rang * 26 + ord(lettre) - 64
            self._colonne = rang - 1
        else:
            self._colonne += 1
        self._type, self._style = attributs.get("t", "n"), int(attributs.get("s") or 0)
        self._morceaux, self._formule = [], False

    def texte(self, texte):
        if self._capter:
            self._morceaux.append(texte)

    def fin(self, nom):
        genre = _local(nom)
        if genre == "c":
            self._fermer()
        elif genre in ("v", "t"):
            self._capter = False
        elif genre == "rPh":
            self._aide = False
        elif genre == "row" and (self._cellules or self._remarques):
            self._donnees += 1
            if self._donnees > LIGNES_MAX:
                raise trop_longue()
            self._pretes.append(Rangee(self._numero, self._cellules, tuple(self._remarques)))
            self.fini = self.limite is not None and self._donnees >= self.limite

    def _fermer(self):
        brut = "".join(self._morceaux)
        if not brut:
            if self._formule and self._type != "str":
                self._remarques.append(
                    (
                        "formule",
                        _("Colonne %s : formule sans valeur enregistrée, laissée de côté.")
                        % lettres(self._colonne),
                    )
                )
            return
        texte = self._lire(brut)
        if self._colonne >= COLONNES_LUES:
            self.trop_large = True
        elif texte.strip():
            self._cellules[self._colonne] = texte

    def _lire(self, brut):
        if self._type == "s":
            return self.textes[int(brut)]
        if self._type == "b":
            return "oui" if brut.strip() == "1" else "non"
        if self._type == "d":
            return valeurs.date_iso(brut)
        if self._type != "n":  # str, inlineStr, e
            return sans_echappement(brut)
        if self._style < len(self.dates) and self.dates[self._style]:
            return valeurs.date_serie(brut, self.depuis_1904)
        return valeurs.nombre(brut)

    def prendre(self):
        pretes, self._pretes = self._pretes, []
        return pretes


class ClasseurXlsx:
    """A workbook of Excel. ``trop_large``: a sheet holds more columns than we read."""

    def __init__(self, archive):
        self.archive, self.trop_large = archive, False
        liens = archive.tout_lire("_rels/.rels", _Liens()).cibles.values()
        racine = next((cible for genre, cible in liens if genre == "officeDocument"), "")
        self._classeur = racine.lstrip("/") or "xl/workbook.xml"
        self._dossier = posixpath.dirname(self._classeur)
        nom = posixpath.basename(self._classeur)
        self._liens = archive.tout_lire(f"{self._dossier}/_rels/{nom}.rels", _Liens()).cibles
        self.sommaire = archive.tout_lire(self._classeur, _Sommaire())
        self.depuis_1904 = self.sommaire.depuis_1904
        self.dates = archive.tout_lire(self._partie("styles"), _Formats()).dates
        self.textes = archive.tout_lire(self._partie("sharedStrings"), _Textes()).textes

    def _partie(self, genre_voulu):
        return next(
            (self._chemin(c) for genre, c in self._liens.values() if genre == genre_voulu), ""
        )

    def _chemin(self, cible):
        if cible.startswith("/"):
            return cible.lstrip("/")
        return posixpath.normpath(posixpath.join(self._dossier, cible))

    def feuilles(self, limite):
        """Return the sheets that hold rows, each with its first *limite* rows."""
        trouvees = []
        for nom, etat, lien in self.sommaire.feuilles:
            genre, cible = self._liens.get(lien, ("", ""))
            partie = self._chemin(cible)
            if genre == "worksheet" and partie in self.archive.tailles:
                debut = list(self._lire(partie, limite))[:limite]
                trouvees.append(Feuille(nom, partie, etat != "visible", debut))
        return [feuille for feuille in trouvees if feuille.debut]

    def rangees(self, feuille):
        """Yield the Rangees of a sheet."""
        return self._lire(feuille.cle)

    def _lire(self, partie, limite=None):
        lecteur = _Cellules(self, limite)
        yield from self.archive.lire(partie, lecteur)
        self.trop_large |= lecteur.trop_large
