"""Reading a list: which encoding, which delimiter, which columns, then row after row.

A file is read twice. The first reading refuses what cannot be read and counts the rows, so
that nothing is written from a file that breaks halfway; the second gives the rows, with a
memory that does not depend on their number. JSON is loaded whole, hence its limit.
"""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.analyse import plier

from .fiches import FichierIllisible, Ligne
from .octets import deviner_encodage

TAILLE_MAX_JSON = 64 * 2**20
LONGUEUR_MAX_LIGNE = 2**20  # signs; a line without end is not a list
CHAMP_MAX = 131_072  # signs: the limit of Python's csv reader
COLONNES_MAX = 500
_NON_MOT = re.compile(r"[\W_]+")


def cle_de_colonne(nom):
    """Return the form in which column names are compared: « Code postal » → « codepostal »."""
    return _NON_MOT.sub("", plier(nom))


class Fichier:
    """A list that was checked. ``total`` rows; ``lignes()`` gives them again, one by one."""

    def __init__(self, chemin, profil):
        """Raise FichierIllisible with a sentence when the file is not a list of this profile."""
        self.chemin, self.profil = Path(chemin), profil
        self.colonnes_ignorees = []
        self.encodage = deviner_encodage(self.chemin)
        self.est_json = self._commence_comme_du_json()
        if self.est_json:
            self._elements = lire_json(self.chemin, self.encodage)
            self.total = len(self._elements)
        else:
            self._reconnaitre_l_en_tete()
            self.total = sum(1 for _ligne in self.lignes())
        if not self.total:
            raise FichierIllisible(_("Ce fichier ne contient aucune ligne à importer."))

    def lignes(self) -> Iterator[Ligne]:
        """Yield every row of the file, unreadable ones included."""
        return self._lignes_json() if self.est_json else self._lignes_csv()

    def _commence_comme_du_json(self):
        with self._ouvrir() as flux:
            return flux.read(4096).lstrip()[:1] in ("[", "{")

    @contextmanager
    def _ouvrir(self):
        with self.chemin.open(encoding=self.encodage.nom, errors="replace", newline="") as flux:
            yield flux

    # -------------------------------------------------------------- JSON
    def _lignes_json(self):
        for rang, element in enumerate(self._elements, start=1):
            if not isinstance(element, dict):
                yield Ligne(rang, {}, _("cet élément n’est pas un objet JSON"))
                continue
            yield Ligne(rang, self._canoniser(element))

    def _canoniser(self, element):
        cellules = {}
        for nom, valeur in element.items():
            colonne = self.profil.colonnes.get(cle_de_colonne(nom))
            if colonne and cellules.get(colonne) in (None, "", []):
                cellules[colonne] = valeur
        return cellules

    # -------------------------------------------------------------- CSV
    def _reconnaitre_l_en_tete(self):
        """Choose the delimiter under which the header has the most columns that we know."""
        with self._ouvrir() as flux:
            premiere = next((x for x in _physiques(flux) if x.strip()), "")
        essais = [(self._en_tete(premiere, signe), signe) for signe in ";,\t|"]
        connues, self.delimiteur = max(essais, key=lambda e: (len(set(e[0]) - {""}), len(e[0])))
        self.colonnes = connues
        if len(connues) > COLONNES_MAX:
            raise FichierIllisible(_("L’en-tête de ce fichier a plus de 500 colonnes."))
        lues = _cellules(premiere, self.delimiteur)
        if self.profil.colonne_nom not in connues:
            raise FichierIllisible(
                _(
                    "La première ligne doit nommer les colonnes, dont « %(nom)s ». "
                    "Colonnes lues : %(lues)s."
                )
                % {
                    "nom": self.profil.colonne_nom,
                    "lues": ", ".join(c.strip()[:40] for c in lues[:20]) or _("aucune"),
                }
            )
        doublons = sorted({c for c in connues if c and connues.count(c) > 1})
        if doublons:
            raise FichierIllisible(
                _("Deux colonnes portent le même nom : %s.") % ", ".join(doublons)
            )
        self.colonnes_ignorees = [
            lue.strip() for lue, connue in zip(lues, connues, strict=True) if not connue
        ]

    def _en_tete(self, premiere, signe):
        return [
            self.profil.colonnes.get(cle_de_colonne(nom), "") for nom in _cellules(premiere, signe)
        ]

    def _lignes_csv(self):
        with self._ouvrir() as flux:
            source = _Suivi(_physiques(flux))
            lecteur = csv.reader(source, delimiter=self.delimiteur)
            en_tete_vu = False
            while True:
                debut = lecteur.line_num + 1
                source.oublier()
                try:
                    cellules = next(lecteur)
                except StopIteration:
                    return
                except csv.Error:
                    raise FichierIllisible(
                        _(
                            "Ligne %(n)s : une cellule dépasse 131 072 signes. Un guillemet "
                            "est sans doute ouvert et jamais refermé."
                        )
                        % {"n": debut}
                    ) from None
                if not cellules:
                    continue
                if not en_tete_vu:
                    en_tete_vu = True
                    continue
                source.verifier_guillemets(self.delimiteur, debut)
                yield self._ligne(debut, lecteur.line_num, cellules)

    def _ligne(self, debut, fin, cellules):
        defaut = ""
        attendues = len(self.colonnes)
        if not any(cellule.strip() for cellule in cellules):
            defaut = _("ligne vide")
        elif self._repete_l_en_tete(cellules):
            defaut = _("en-tête répété")
        elif len(cellules) < attendues or any(c.strip() for c in cellules[attendues:]):
            defaut = ngettext(
                "%(n)s cellule au lieu de %(attendues)s",
                "%(n)s cellules au lieu de %(attendues)s",
                len(cellules),
            ) % {"n": len(cellules), "attendues": attendues}
            if fin > debut:
                defaut += _(" (lignes %(debut)s à %(fin)s : un guillemet mal fermé ?)") % {
                    "debut": debut,
                    "fin": fin,
                }
        paires = zip(self.colonnes, cellules, strict=False)
        return Ligne(debut, {nom: texte for nom, texte in paires if nom}, defaut)

    def _repete_l_en_tete(self, cellules):
        """Several lists pasted into one file repeat their header."""
        return len(cellules) == len(self.colonnes) > 1 and all(
            self.profil.colonnes.get(cle_de_colonne(cellule), "") == colonne
            for cellule, colonne in zip(cellules, self.colonnes, strict=True)
        )


class _Suivi:
    """An iterator of physical lines that remembers those of the record being read."""

    def __init__(self, lignes):
        self._lignes, self._vues, self._fini = lignes, [], False

    def __iter__(self):
        return self

    def __next__(self):
        try:
            ligne = next(self._lignes)
        except StopIteration:
            self._fini = True
            raise
        self._vues.append(ligne)
        return ligne

    def oublier(self):
        self._vues.clear()

    def verifier_guillemets(self, delimiteur, debut):
        """Refuse the file when its last record ends inside quotes: the reader says nothing."""
        if not self._fini:
            return
        try:
            list(csv.reader(self._vues, delimiter=delimiteur, strict=True))
        except csv.Error as erreur:
            if "unexpected end of data" in str(erreur):
                raise FichierIllisible(
                    _("Un guillemet ouvert à partir de la ligne %s n’est jamais refermé.") % debut
                ) from None


def _physiques(flux):
    """Yield the lines of a text, NULs out; refuse one that never ends."""
    while ligne := flux.readline(LONGUEUR_MAX_LIGNE):
        if len(ligne) == LONGUEUR_MAX_LIGNE:
            raise FichierIllisible(_("Une ligne de ce fichier dépasse un million de signes."))
        yield ligne.replace("\0", "")


def _cellules(ligne, delimiteur):
    try:
        return next(csv.reader([ligne], delimiter=delimiteur), [])
    except csv.Error:
        return []


def lire_json(chemin, encodage):
    """Return the list of elements of a JSON file: an array, or an object whose ``data`` is one.

    GeoJSON features and Overpass elements are flattened: their properties or tags, then
    ``latitude`` and ``longitude``.
    """
    if chemin.stat().st_size > TAILLE_MAX_JSON:
        raise FichierIllisible(_("Ce fichier JSON dépasse 64 Mo : coupez-le, ou passez en CSV."))
    try:
        contenu = json.loads(chemin.read_bytes().decode(encodage.nom, "replace"))
    except json.JSONDecodeError as erreur:
        raise FichierIllisible(
            _("Ce fichier JSON est mal formé, ligne %(ligne)s, colonne %(colonne)s.")
            % {"ligne": erreur.lineno, "colonne": erreur.colno}
        ) from None
    except (RecursionError, ValueError):
        raise FichierIllisible(_("Ce fichier JSON est mal formé.")) from None
    if isinstance(contenu, dict):
        listes = [contenu.get(nom) for nom in ("data", "features", "elements", "acteurs")]
        contenu = next((liste for liste in listes if isinstance(liste, list)), None)
    if not isinstance(contenu, list):
        raise FichierIllisible(_("Ce fichier JSON ne contient pas de liste d’acteurs."))
    return [_aplatir(element) for element in contenu]


def _aplatir(element):
    if not isinstance(element, dict):
        return element
    if element.get("type") in ("node", "way", "relation") and isinstance(element.get("tags"), dict):
        centre = element.get("center") if isinstance(element.get("center"), dict) else {}
        place = {nom: element.get(nom, centre.get(nom)) for nom in ("lat", "lon")}
        return {**element["tags"], "osm_type": element["type"], "id": element.get("id"), **place}
    if element.get("type") != "Feature":
        return element
    proprietes, geometrie = element.get("properties"), element.get("geometry")
    plat = {"id": element.get("id"), **(proprietes if isinstance(proprietes, dict) else {})}
    point = geometrie.get("coordinates") if isinstance(geometrie, dict) else None
    if isinstance(point, list) and len(point) >= 2 and geometrie.get("type") == "Point":
        plat |= {"longitude": point[0], "latitude": point[1]}
    return plat
