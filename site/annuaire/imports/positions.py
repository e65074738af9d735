"""Where a row says the actor is: its commune, its position, and how precise that is."""

import re

from django.utils.translation import gettext as _

from territoires.adresses import resoudre_adresse
from territoires.index import index
from territoires.proximite import distance_km

from . import coordonnees, degats
from .valeurs import borner, en_texte, texte_simple

# A position so near to the point of its commune (the town hall) is taken for that point:
# geocoders answer it when they do not find the street. Kilometres.
RAYON_MAIRIE = 0.15
_CODE_ET_NOM = re.compile(
    r"(?P<code>\d{5})[\s,-]+(?P<nom>[^\W\d].*)|(?P<nom2>[^\W\d].*?)[\s,-]+\(?(?P<code2>\d{5})\)?"
)
_FIN_D_ADRESSE = re.compile(
    r"(?P<voie>.*?)[\s,;–-]*(?<!\d)(?P<code>\d{5})[\s,]+(?P<nom>[^\W\d][^,;\d]*(?:cedex \d+)?)"
    r"(?:[,;]\s*france)?",
    re.IGNORECASE,
)
# « 0.55 » after a space was « -0.55 »; without a commune nothing confirms it.
_SIGNE_PERDU = re.compile(r"\s+0[.,]\d")


def code_postal(fiche, valeur, commune=""):
    """Return five digits, or "" and a remark; the zero that a spreadsheet ate comes back."""
    texte = texte_simple(valeur)
    code = re.sub(r"[\s.\-]", "", degats.entier(texte)).upper().removeprefix("F")
    if code.isascii() and code.isdigit() and len(code) == 5:
        if degats.entier(texte) != texte:
            degats.dire(fiche, _("Code postal"), texte, code)
        return code
    if code.isascii() and code.isdigit() and len(code) == 4:
        return degats.code_postal(fiche, code, texte, commune)
    if texte:
        fiche.remarquer("code_postal", _("Code postal « %s » : laissé de côté.") % texte[:40])
    return ""


def separer(code, nom):
    """Return (postcode, commune) of two cells, one of which may hold both: « 34000 Sète »."""
    for ecrit, autre in ((code, nom), (nom, code)):
        trouve = _CODE_ET_NOM.fullmatch(ecrit) if not autre else None
        if trouve:
            return trouve["code"] or trouve["code2"], trouve["nom"] or trouve["nom2"]
    return code, nom


def _au_bout_de_l_adresse(adresse):
    """(street, postcode, commune) of an address in one cell, when the last two go together."""
    trouve = _FIN_D_ADRESSE.fullmatch(adresse)
    if not trouve or resoudre_adresse(trouve["code"], trouve["nom"]).precision not in degats.SURES:
        return adresse, "", ""
    return trouve["voie"].rstrip(" ,;-"), trouve["code"], trouve["nom"]


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
    code, nom = separer(texte_simple(code), texte_simple(commune))
    if autres.get("adresse") and not (code or nom):
        autres["adresse"], code, nom = _au_bout_de_l_adresse(autres["adresse"])
    brut = _position_ecrite(fiche, latitude, longitude, nom or code)
    cp = code_postal(fiche, code, nom)
    dept = degats.entier(texte_simple(departement))
    dept = dept.zfill(2) if dept.isdigit() else dept
    lieu = {**autres, "code_postal": cp, "commune_id": None, "localite": "", "precision": ""}
    trouvee, point = _commune(fiche, lieu, cp, nom, dept, brut)
    if point and trouvee and trouvee.latitude is not None:
        point = coordonnees.accorder(fiche, point, trouvee)
        proche = point and distance_km(trouvee, *point) <= RAYON_MAIRIE
        if proche and precision != "lieu":
            precision = "commune"
    elif point and not coordonnees.sur_le_globe(point):
        coordonnees.hors_de_la_carte(fiche, point)
        point = None
    if point is None and trouvee and trouvee.latitude is not None:
        point, precision = (trouvee.latitude, trouvee.longitude), "commune"
    if point:
        lieu |= {"latitude": point[0], "longitude": point[1], "precision": precision}
    else:
        lieu |= {"latitude": None, "longitude": None}
    dit = any(v not in ("", None, True, False) for v in lieu.values())
    return [lieu] if dit else []


def _position_ecrite(fiche, latitude, longitude, ailleurs):
    """The position of the cells; *ailleurs*: what else says where the actor is."""
    brut = coordonnees.lire(fiche, latitude, longitude)
    if brut and not ailleurs and _SIGNE_PERDU.match(en_texte(longitude)):
        fiche.remarquer(
            "position",
            _("Longitude « %s » : signe perdu ? Laissée de côté.") % en_texte(longitude),
        )
        return None
    return brut


def _commune(fiche, lieu, cp, nom, departement, brut):
    """Find the commune, fill ``commune_id`` and ``localite`` of *lieu*.

    Return (commune or None, position as it is to be checked against it).
    """
    point = brut if coordonnees.sur_le_globe(brut) else None
    if not (nom or cp):
        return _commune_de_la_position(fiche, lieu, point, brut)
    adresse = resoudre_adresse(cp, nom, departement, point)
    if not adresse.code_insee and point:
        adresse = resoudre_adresse(cp, nom, departement, (point[0], -point[1]))
    if adresse.code_insee:
        lieu["commune_id"] = adresse.code_insee
        lieu["localite"] = adresse.ancienne
        if adresse.precision == "code_postal" and nom:
            lieu["localite"] = borner(fiche, "commune", nom, 120)
        _dire_lecture(fiche, adresse, cp, nom)
        return index().commune(adresse.code_insee), brut
    if nom:
        lieu["localite"] = borner(fiche, "commune", nom, 120)
    fiche.remarquer("commune", _("Commune non reconnue : %s.") % f"{cp} {nom}".strip()[:120])
    return None, brut


def _dire_lecture(fiche, adresse, cp, nom):
    if adresse.precision in ("approchee", "departement", "code_postal", "position", "nom"):
        if adresse.precision == "nom" and not cp:
            return
        if adresse.precision == "code_postal" and not nom:
            return
        fiche.remarquer(
            "commune_approchee",
            _("« %(lu)s » compris comme %(nom)s.")
            % {"lu": f"{cp} {nom}".strip()[:120], "nom": adresse.libelle},
        )


def _commune_de_la_position(fiche, lieu, point, brut):
    if point is None:
        return None, brut
    proche, point = coordonnees.commune_de(fiche, point)
    if proche is None:
        fiche.remarquer("commune", _("Aucune commune de France près de la position."))
        return None, point
    lieu["commune_id"] = proche.code
    fiche.remarquer(
        "commune_deduite", _("Sans commune : %s, la plus proche de la position.") % proche.nom
    )
    return proche, point
