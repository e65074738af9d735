"""From the postcode and town of an address to its commune: what an importer needs, fast.

The pair decides; each looser reading says so in `precision`.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from territoires import lieux
from territoires.index import Index, index
from territoires.orthographe import arrondissement, decouper, serrer

# Likeness (0 to 100) that is enough within one postcode, where few names compete.
RESSEMBLANCE = 85


@dataclass(frozen=True, slots=True)
class Adresse:
    """What was understood of an address.

    `code_insee` is "" when nothing or several communes answer (`candidats`: their codes).
    `precision`: « exacte » (postcode and name agree), « approchee » (name misspelt within the
    postcode), « departement » (name found in the département, the postcode does not fit),
    « nom » (the only one of that name in France), « code_postal » (the postcode's only commune),
    « ambigue » or « inconnue ». `ancienne` is the former commune's name that was recognised.
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


def resoudre_adresse(code_postal: str, commune: str, departement: str = "") -> Adresse:
    """Return the `Adresse` of a postcode, a town's name and a département's number or name.

    Each may be empty or wrong. Reads memory only; the import calls it for each row.
    """
    saisie = decouper(commune or "")
    chiffres = "".join([c for c in (code_postal or "") if c.isdigit()])
    code = chiffres if len(chiffres) == 5 else saisie.code_postal
    precisions = (*saisie.precisions, *([decouper(departement).nom] if departement else []))
    return localiser(index(), code, saisie.nom, precisions)


def localiser(tout: Index, code: str, nom: str, precisions: tuple[str, ...] = ()) -> Adresse:
    """Same as `resoudre_adresse`, on an index and folded texts."""
    du_code = tout.codes_postaux.get(code, ())
    noms = [n for n in (nom, *precisions) if n]
    for cle in noms:
        if du_code and (trouve := _dans_le_code_postal(tout, code, du_code, cle)):
            return trouve
    rangs = _communes_nommees(tout, nom) if nom else ()
    zones = [z for z in (lieux.departement_du_code_postal(code) if code else "", *precisions) if z]
    for zone in zones:
        if rangs and (gardes := lieux.dans(tout, rangs, zone.lower())):
            return _un_seul(tout, gardes, "departement")
    if rangs and (not zones or not du_code):
        return _un_seul(tout, rangs, "nom")
    if len(du_code) == 1:
        return _adresse(tout, du_code[0], "code_postal")
    candidats = tuple([tout.fiches[r].code for r in du_code])
    return Adresse(precision="ambigue" if candidats else "inconnue", candidats=candidats)


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
    return _adresse(tout, -rang, "approchee") if note >= RESSEMBLANCE else None


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
    rangs = (
        tout.noms.get(nom) or tout.noms.get(arrondissement(nom)) or tout.serres.get(serrer(nom), ())
    )
    fiches = tout.fiches
    return [r for r in rangs if fiches[r].genre == "commune"] + [
        r for r in rangs if fiches[r].genre == "ancienne"
    ]


def _un_seul(tout, rangs, precision):
    """One commune if the names agree on one; a present commune goes before a former one."""
    actuelles = [r for r in rangs if tout.fiches[r].genre == "commune"] or list(rangs)
    if len(actuelles) == 1:
        return _adresse(tout, actuelles[0], precision)
    codes = dict.fromkeys(_code(tout.fiches[r]) for r in actuelles)
    return Adresse(precision="ambigue", candidats=tuple(codes))


def _code(fiche):
    return fiche.parent if fiche.genre == "ancienne" else fiche.code


def _adresse(tout, rang, precision):
    fiche = tout.fiches[rang]
    if fiche.genre == "ancienne":
        actuelle = tout.fiche("commune", fiche.parent)
        return Adresse(actuelle.code, actuelle.nom, precision, fiche.nom, fiche.code)
    return Adresse(fiche.code, fiche.nom, precision)
