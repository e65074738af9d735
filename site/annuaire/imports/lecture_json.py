"""JSON lists: an array, an object that holds one, GeoJSON, Overpass; loaded whole."""

import json
import math
from itertools import islice

from django.utils.translation import gettext as _

from .entetes import comprendre, connue
from .fiches import FichierIllisible, Ligne
from .tables import COLONNES_MAX

TAILLE_MAX_JSON = 64 * 2**20
POINTS_LUS = 10_000  # of one shape
PROFONDEUR_MAX = 4  # of the coordinates of a MultiPolygon


class Json:
    """A list of elements. ``lignes()`` gives them as rows."""

    avertissements = ()

    def __init__(self, chemin, encodage, profil):
        """Raise FichierIllisible when the file is not JSON, or holds no list."""
        self.profil = profil
        self._elements = lire_json(chemin, encodage)
        noms = dict.fromkeys(n for e in self._elements if isinstance(e, dict) for n in e)
        lus = comprendre(profil, list(noms)[:COLONNES_MAX])
        self._colonnes = {nom: connue(profil, nom) for nom in noms}
        self._colonnes |= dict(zip(noms, lus, strict=False))

    def lignes(self):
        """Yield every element, those that are not objects included."""
        for rang, element in enumerate(self._elements, start=1):
            if not isinstance(element, dict):
                yield Ligne(rang, {}, _("cet élément n’est pas un objet JSON"), illisible=True)
                continue
            yield Ligne(rang, self._canoniser(element))

    def compter(self):
        """How many elements there are."""
        return len(self._elements)

    def _canoniser(self, element):
        cellules = {}
        for nom, valeur in element.items():
            colonne = self._colonnes[nom]
            if colonne and cellules.get(colonne) in (None, "", []):
                cellules[colonne] = valeur
        return cellules


def lire_json(chemin, encodage):
    """Return the list of elements of a JSON file: an array, or an object whose ``data`` is one.

    GeoJSON features and Overpass elements are flattened: their properties or tags, then
    ``latitude`` and ``longitude``.
    """
    if chemin.stat().st_size > TAILLE_MAX_JSON:
        raise FichierIllisible(_("Ce fichier JSON dépasse 64 Mo : coupez-le, ou passez en CSV."))
    texte = chemin.read_bytes().decode(encodage.nom, "replace")
    try:
        contenu = json.loads(texte)
    except json.JSONDecodeError as erreur:
        contenu = _un_objet_par_ligne(texte)
        if contenu is None:
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


def _un_objet_par_ligne(texte):
    """The objects of a text that has one a line (JSON Lines), None when it has something else."""
    objets = []
    for ligne in filter(str.strip, texte.splitlines()):
        try:
            objets.append(json.loads(ligne))
        except (ValueError, RecursionError):
            return None
    return objets if len(objets) > 1 and all(isinstance(x, dict) for x in objets) else None


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
    if point := _point(geometrie):
        plat |= {"longitude": point[0], "latitude": point[1]}
    return plat


def _point(geometrie):
    """Where a GeoJSON geometry stands: a point, else the middle of the box of a line or a shape."""
    if not isinstance(geometrie, dict):
        return None
    coordonnees = geometrie.get("coordinates")
    if geometrie.get("type") == "Point":
        return coordonnees if isinstance(coordonnees, list) and len(coordonnees) >= 2 else None
    points = list(islice(_points(coordonnees), POINTS_LUS))
    if not points:
        return None
    bornes = [(min(axe), max(axe)) for axe in zip(*points, strict=True)]
    return [round((bas + haut) / 2, 6) for bas, haut in bornes]


def _points(coordonnees, profondeur=0):
    """Every (longitude, latitude) of nested lists of coordinates."""
    if not isinstance(coordonnees, list) or profondeur > PROFONDEUR_MAX:
        return
    if len(coordonnees) >= 2 and all(_est_un_nombre(x) for x in coordonnees[:2]):
        yield coordonnees[0], coordonnees[1]
        return
    for partie in coordonnees:
        yield from _points(partie, profondeur + 1)


def _est_un_nombre(valeur):
    return isinstance(valeur, int | float) and math.isfinite(valeur) and abs(valeur) <= 180
