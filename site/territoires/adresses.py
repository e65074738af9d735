"""From the postcode and town of an address to its commune: what an importer needs, fast.

The pair decides; each looser reading says so in `precision`.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from territoires.index import Index, index
from territoires.noms import dans, departement_du_code_postal
from territoires.orthographe import ARTICLES, Saisie, arrondissement, decouper, plier, serrer
from territoires.proximite import commune_la_plus_proche, distance_km

# Likeness (0 to 100) that is enough within one postcode, where few names compete.
RESSEMBLANCE = 85
# A position settles between candidates whose town hall is within this distance.
PROCHE_KM = 15.0
# Words that do not make two names of one postcode the same.
_PEU_PARLANTS = {"saint", "sainte", "sur", "sous", "en", "et", "les", "mer"}


@dataclass(frozen=True, slots=True)
class Adresse:
    """What was understood of an address.

    `code_insee` is "" when nothing or several communes answer (`candidats`: their codes).
    `precision`: « exacte » (postcode and name agree), « approchee » (name incomplete or misspelt
    within the postcode), « departement » (name found in the département, the postcode does not
    fit), « nom » (the only one of that name in France), « code_postal » (the postcode's only
    commune), « position » (the candidate nearest to the position), « contradictoire » (postcode
    and name are far apart), « ambigue » or « inconnue »; the last three may have `candidats`.
    `ancienne` is the former commune's name that was recognised.
    """

    code_insee: str = ""
    nom: str = ""
    precision: str = "inconnue"
    ancienne: str = ""
    code_ancienne: str = ""
    candidats: tuple[str, ...] = ()

    @property
    def libelle(self):
        """« Belligné (Loireauxence) » or « Nantes »."""
        return f"{self.ancienne} ({self.nom})" if self.ancienne else self.nom


def resoudre_adresse(
    code_postal: str,
    commune: str,
    departement: str = "",
    position: tuple[float, float] | None = None,
) -> Adresse:
    """Return the `Adresse` of a postcode, a town's name and a département's number or name.

    Each may be empty or wrong; *position* (latitude, longitude in degrees) is only used when they
    do not settle it. Reads memory only; the import calls it for each row.
    """
    tout = index()
    saisie = decouper(commune or "")
    chiffres = "".join([c for c in (code_postal or "") if c.isdigit()])
    code = chiffres if len(chiffres) == 5 else saisie.code_postal
    trouvee = localiser(tout, code, saisie, plier(departement or ""))
    if trouvee.code_insee or position is None:
        return trouvee
    return _par_position(tout, trouvee, position)


def localiser(tout: Index, code: str, saisie: Saisie, departement: str = "") -> Adresse:
    """Same as `resoudre_adresse` without position, on an index and folded texts."""
    du_code = tout.codes_postaux.get(code, ())
    nom = saisie.nom
    precisions = [p for p in (*saisie.precisions, departement) if p]
    for rang in tout.noms.get(saisie.entier, ()):
        if rang in du_code:
            return _adresse(tout, rang, "exacte")
    for cle in (nom, *precisions):
        if cle and du_code and (trouve := _dans_le_code_postal(tout, code, du_code, cle)):
            return trouve
    rangs = _communes_nommees(tout, nom) if nom else []
    zones = [z for z in (departement_du_code_postal(code) if code else "", *precisions) if z]
    for zone in zones:
        if rangs and (gardes := dans(tout, rangs, zone.lower())):
            return _un_seul(tout, gardes, "departement")
    if rangs and not zones:
        return _un_seul(tout, rangs, "nom")
    if rangs:
        return Adresse(precision="contradictoire", candidats=_codes(tout, [*du_code, *rangs]))
    if len(du_code) == 1:
        return _adresse(tout, du_code[0], "code_postal")
    return Adresse(precision="ambigue" if du_code else "inconnue", candidats=_codes(tout, du_code))


def _par_position(tout, trouvee, position):
    """The candidate nearest to *position*; without any candidate, the nearest commune."""
    if not trouvee.candidats:
        proche = commune_la_plus_proche(*position)
        return Adresse(proche[0].code, proche[0].nom, "position") if proche else trouvee
    fiches = [tout.fiche("commune", code) for code in trouvee.candidats]
    distances = [
        (distance_km(f, *position), f.code, f.nom) for f in fiches if f.latitude is not None
    ]
    distance, code, nom = min(distances, default=(PROCHE_KM + 1, "", ""))
    return Adresse(code, nom, "position") if distance <= PROCHE_KM else trouvee


def _dans_le_code_postal(tout, code, du_code, nom):
    """The commune of that name within the postcode: exact, former, then misspelt."""
    actuels = {tout.fiches[rang].code: rang for rang in du_code}
    parents = {tout.fiches[rang].parent: rang for rang in du_code if tout.fiches[rang].parent}
    rangs = _communes_nommees(tout, nom)
    for rang in rangs:
        if rang in du_code:
            return _adresse(tout, rang, "exacte")
    for rang in rangs:
        fiche = tout.fiches[rang]
        if fiche.genre == "ancienne" and fiche.parent in actuels:
            return _adresse(tout, rang, "exacte")
        # « 75011 Paris » is the arrondissement that has the postcode.
        if fiche.code in parents:
            return _adresse(tout, parents[fiche.code], "exacte")
    serre = serrer(nom)
    notes = [(fuzz.ratio(serre, cle), -rang) for cle, rang in _noms_serres(tout, code, du_code)]
    note, rang = max(notes, default=(0, 0))
    if note >= RESSEMBLANCE:
        return _adresse(tout, -rang, "approchee")
    cles = {rang: plier(tout.fiches[rang].nom) for rang in du_code}
    partiels = [rang for rang, cle in cles.items() if _se_contiennent(nom, cle)]
    if len(partiels) > 1:  # Louhans-Châteaurenaud rather than Montagny-près-Louhans
        partiels = [rang for rang in partiels if cles[rang].startswith(f"{nom} ")]
    return _adresse(tout, partiels[0], "approchee") if len(partiels) == 1 else None


def _se_contiennent(nom, autre):
    """True for « oissel » and « oissel sur seine », in either order of arguments and words."""
    mots, autres = set(nom.split()) - ARTICLES, set(autre.split()) - ARTICLES
    return bool(mots & autres - _PEU_PARLANTS) and (mots <= autres or autres <= mots)


def _noms_serres(tout, code, du_code):
    """(squeezed name, rank) of the communes of a postcode and of their former ones."""
    if code not in tout.noms_du_code_postal:
        tout.noms_du_code_postal[code] = tuple(
            [
                (serrer(decouper(tout.fiches[r].nom).nom), r)
                for rang in du_code
                for r in (rang, *tout.anciennes_de.get(tout.fiches[rang].code, ()))
            ]
        )
    return tout.noms_du_code_postal[code]


def _communes_nommees(tout, nom):
    """Ranks of the communes, present then former, that bear a folded name."""
    rangs = tout.noms.get(nom) or tout.noms.get(arrondissement(nom)) or tout.serre(nom)
    fiches = tout.fiches
    return [r for r in rangs if fiches[r].genre == "commune"] + [
        r for r in rangs if fiches[r].genre == "ancienne"
    ]


def _un_seul(tout, rangs, precision):
    """One commune if the names agree on one; a present commune goes before a former one."""
    actuelles = [r for r in rangs if tout.fiches[r].genre == "commune"] or list(rangs)
    if len(actuelles) == 1:
        return _adresse(tout, actuelles[0], precision)
    return Adresse(precision="ambigue", candidats=_codes(tout, actuelles))


def _codes(tout, rangs):
    """INSEE codes of the present communes of *rangs*, without repeats."""
    fiches = [tout.fiches[rang] for rang in rangs]
    codes = [f.parent if f.genre == "ancienne" else f.code for f in fiches]
    return tuple(dict.fromkeys(codes))


def _adresse(tout, rang, precision):
    fiche = tout.fiches[rang]
    if fiche.genre == "ancienne":
        actuelle = tout.fiche("commune", fiche.parent)
        return Adresse(actuelle.code, actuelle.nom, precision, fiche.nom, fiche.code)
    return Adresse(fiche.code, fiche.nom, precision)
