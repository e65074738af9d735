"""Where a row says the actor is: its commune, its position, and how precise that is."""

import math
import re

from django.utils.translation import gettext as _

from territoires.adresses import resoudre_adresse
from territoires.index import index
from territoires.proximite import commune_la_plus_proche, distance_km

from .valeurs import borner, en_texte, texte_simple

# A position so near to the point of its commune (the town hall) is taken for that point:
# geocoders answer it when they do not find the street. Kilometres.
RAYON_MAIRIE = 0.15
# Beyond, the position or the commune is wrong: the commune is what people read and check.
ECART_MAX = 50.0
# A longitude whose sign was lost falls this near to its commune once the sign is back.
ECART_MIROIR = 20.0
# « 0.55 » after a space was « -0.55 »; without a commune nothing confirms it.
_SIGNE_PERDU = re.compile(r"\s+0[.,]\d")


def nombre(valeur):
    """Return a cell as a float (« 47,21 » too), None when it is empty or not a number."""
    texte = texte_simple(valeur).replace(",", ".").replace("\u202f", "").replace("−", "-")
    try:
        lu = float(texte)
    except ValueError:
        return None
    return lu if math.isfinite(lu) else None


def position(fiche, latitude, longitude):
    """Return (latitude, longitude) in degrees, or None, with a remark when they make no sense.

    An exact zero is a value that is missing: no actor stands on the very equator or meridian.
    """
    ecrit = (texte_simple(latitude), texte_simple(longitude))
    if not any(ecrit):
        return None
    lat, lon = nombre(latitude), nombre(longitude)
    sens = lat is not None and lon is not None and 0 < abs(lat) <= 90 and 0 < abs(lon) <= 180
    if not sens:
        fiche.remarquer(
            "position",
            _("Position hors de la carte (%s) : laissée de côté.") % ", ".join(ecrit)[:80],
        )
        return None
    return round(lat, 7), round(lon, 7)


def code_postal(fiche, valeur):
    """Return five digits, or "" and a remark; the zero that a spreadsheet ate comes back."""
    texte = texte_simple(valeur)
    code = re.sub(r"[.,]0$", "", texte)  # a spreadsheet took it for a number
    code = re.sub(r"[\s.\-]", "", code).upper().removeprefix("F")
    if code.isascii() and code.isdigit() and len(code) in (4, 5):
        return code.zfill(5)
    if texte:
        fiche.remarquer("code_postal", _("Code postal « %s » : laissé de côté.") % texte[:40])
    return ""


def situer(
    fiche,
    *,
    latitude="",
    longitude="",
    code="",
    commune="",
    departement="",
    precision="adresse",
    **autres,
):
    """Return the place of a row as a list of one dict (a part of a photograph), or [].

    *precision* is what the positions of the list are worth; *autres*: adresse, fauteuil…
    """
    point = position(fiche, latitude, longitude)
    if point and _SIGNE_PERDU.match(en_texte(longitude)) and not (texte_simple(commune) or code):
        fiche.remarquer(
            "position", _("Longitude « %s » : signe perdu ? Laissée de côté.") % en_texte(longitude)
        )
        point = None
    cp = code_postal(fiche, code)
    nom = texte_simple(commune)
    lieu = {**autres, "code_postal": cp, "commune_id": None, "localite": "", "precision": ""}
    trouvee = _commune(fiche, lieu, cp, nom, texte_simple(departement), point)
    if point and trouvee and trouvee.latitude is not None:
        point = _accorder(fiche, point, trouvee)
        proche = point and distance_km(trouvee, *point) <= RAYON_MAIRIE
        if proche and precision != "lieu":
            precision = "commune"
    if point is None and trouvee and trouvee.latitude is not None:
        point, precision = (trouvee.latitude, trouvee.longitude), "commune"
    if point:
        lieu |= {"latitude": point[0], "longitude": point[1], "precision": precision}
    else:
        lieu |= {"latitude": None, "longitude": None}
    dit = any(v not in ("", None, True, False) for v in lieu.values())
    return [lieu] if dit else []


def _accorder(fiche, point, commune):
    """Return the position that goes with the commune, None when the one of the list does not."""
    ecart = distance_km(commune, *point)
    if ecart <= ECART_MAX:
        return point
    miroir = (point[0], -point[1])
    if distance_km(commune, *miroir) <= ECART_MIROIR:
        fiche.remarquer(
            "position_signe",
            _("Longitude sans son signe « - » : rétablie, %s le confirme.") % commune.nom,
        )
        return miroir
    fiche.remarquer(
        "position",
        _("Position à %(km)d km de %(nom)s : remplacée par celle de la commune.")
        % {"km": ecart, "nom": commune.nom},
    )
    return None


def _commune(fiche, lieu, cp, nom, departement, point):
    """Find the commune, fill ``commune_id`` and ``localite`` of *lieu*; return it or None."""
    if nom or cp:
        adresse = resoudre_adresse(cp, nom, departement, point)
        if not adresse.code_insee and point:
            adresse = resoudre_adresse(cp, nom, departement, (point[0], -point[1]))
        if adresse.code_insee:
            lieu["commune_id"] = adresse.code_insee
            lieu["localite"] = adresse.ancienne
            if adresse.precision == "code_postal" and nom:
                lieu["localite"] = borner(fiche, "commune", nom, 120)
            _dire_lecture(fiche, adresse, cp, nom)
            return index().commune(adresse.code_insee)
        if nom:
            lieu["localite"] = borner(fiche, "commune", nom, 120)
        fiche.remarquer("commune", _("Commune non reconnue : %s.") % f"{cp} {nom}".strip()[:120])
        return None
    return _commune_de_la_position(fiche, lieu, point)


def _dire_lecture(fiche, adresse, cp, nom):
    if adresse.precision in ("approchee", "departement", "code_postal", "position", "nom"):
        if adresse.precision == "nom" and not cp:
            return
        if adresse.precision == "code_postal" and not nom:
            return
        fiche.remarquer(
            "commune_approchee",
            _("« %(lu)s » compris comme %(nom)s.")
            % {"lu": f"{cp} {nom}".strip()[:120], "nom": adresse.libelle},
        )


def _commune_de_la_position(fiche, lieu, point):
    if point is None:
        return None
    proche = commune_la_plus_proche(*point)
    if proche is None:
        fiche.remarquer("commune", _("Aucune commune de France près de la position."))
        return None
    lieu["commune_id"] = proche[0].code
    fiche.remarquer(
        "commune_deduite",
        _("Sans commune : %s, la plus proche de la position.") % proche[0].nom,
    )
    return proche[0]
