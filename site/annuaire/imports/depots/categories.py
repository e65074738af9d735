"""Categories that no profile understands: found in a file, then settled by the person.

Each kind of list says what an actor does in its own columns; which words the profile understands
already is asked of its own tables. One pipeline serves them all: ``inconnues`` finds, the screen
asks, ``trancher`` takes what was decided out of a row before its profile reads it, ``appliquer``
puts the decision on what was read.
"""

from collections import Counter
from dataclasses import dataclass, replace

from annuaire.imports import valeurs
from annuaire.imports.classement import cle
from annuaire.imports.fiches import Fiche
from annuaire.imports.profils.gogocarto import REBUT
from annuaire.imports.profils.osm import NATURE
from annuaire.models import Correspondance
from search.analyse import plier

# Profile → {canonical column where a list says what an actor does: what separates its words}.
OU = {
    "tissage": {"categories": "|"},
    "osm": dict.fromkeys(NATURE, ";"),
    "gogocarto": {"categories": ","},
    "siae": {"type": None, "naf": None, "activites": "|"},
}
# Columns that say more than a category: what is decided of their words leaves them as they are.
GARDEES = frozenset(["naf"])
# A decision may say « like this word, which the profile knows ».
COMME = "comme:"
LIGNES_LUES = 20_000
MOTS_MAX = 200
EXEMPLES = 2


@dataclass(frozen=True, slots=True)
class Inconnue:
    """A word that the profile makes nothing of.

    ``cle``: how it is compared; ``mot``: as first written; ``colonne``: canonical; ``nombre`` of
    rows; ``exemples``: the names of the first ones.
    """

    cle: str
    mot: str
    colonne: str
    nombre: int
    exemples: tuple = ()


def mots_de(profil, cellules):
    """Yield (column, word) for each category of a row, as the profile called *profil* cuts them."""
    for colonne in OU[profil]:
        for mot in _mots(profil, colonne, cellules.get(colonne)):
            yield colonne, mot


def _mots(profil, colonne, valeur):
    separateur = OU[profil][colonne]
    texte = valeurs.en_texte(valeur)
    if profil == "gogocarto":
        texte = texte.replace("|", ",")
    for partie in texte.split(separateur) if separateur else [texte]:
        mot = valeurs.mot_simple(partie).strip(" .")
        if colonne == "naf":
            mot = valeurs.naf(Fiche(0), mot)  # one that is badly written is said elsewhere
        if mot != REBUT and any(signe.isalnum() for signe in mot):
            yield mot


def cle_de(profil, colonne, mot):
    """Return how a category is compared: by its words, and by its column when there are several.

    In OpenStreetMap ``shop=workshop`` is not ``amenity=workshop``. A code that the analysis takes
    for a stop word (« AI ») is compared as it is.
    """
    clef = cle(mot) or plier(mot)
    return (f"{colonne}={clef}" if len(OU[profil]) > 1 else clef)[:200]


def est_connue(profil, colonne, mot, classeur):
    """Whether the profile makes something of a category by itself."""
    if profil == "osm":
        return _connue_d_osm(colonne, mot.lower(), classeur.correspondances["osm"])
    if profil == "siae" and colonne == "type":
        return mot.upper() in classeur.correspondances["siae"]["labels"]
    if colonne == "naf":
        # Too vague to say a trade, and known to be.
        vagues = classeur.correspondances["siae"]["naf_ignores"]
        return mot in vagues or classeur.domaine_naf(mot) is not None
    if profil == "gogocarto" and mot in classeur.correspondances["gogocarto"]["domaines"]:
        return True
    return bool(classeur.domaines_de(mot))


def _connue_d_osm(colonne, mot, tables):
    noms = ("domaines", "gestes", "etiquettes")
    return mot in ("yes", "no") or any(mot in tables[n].get(colonne, {}) for n in noms)


def inconnues(profil, lignes, classeur):
    """Return the Inconnues of a list, the most frequent first.

    *profil*: its Profil; *lignes*: rows under its canonical columns.
    """
    nombres, trouvees = Counter(), {}
    for rang, ligne in enumerate(lignes):
        if rang >= LIGNES_LUES:
            break
        nom = valeurs.texte_simple(ligne.cellules.get(profil.colonne_nom))[:80]
        for colonne, mot in mots_de(profil.nom, ligne.cellules):
            if est_connue(profil.nom, colonne, mot, classeur):
                continue
            clef = cle_de(profil.nom, colonne, mot)
            nombres[clef] += 1
            dite = trouvees.setdefault(clef, Inconnue(clef, mot[:200], colonne, 0))
            if nom and len(dite.exemples) < EXEMPLES and nom not in dite.exemples:
                trouvees[clef] = replace(dite, exemples=(*dite.exemples, nom))
    return [replace(trouvees[clef], nombre=n) for clef, n in nombres.most_common(MOTS_MAX)]


def trancher(profil, cellules, decisions):
    """Return (cells, decided): what the profile should read of a row, and what it should not.

    *decisions*: ``{key: Correspondance}``; *decided*: [(column, word, Correspondance)].
    """
    lues, tranchees = dict(cellules), []
    for colonne, separateur in OU[profil].items():
        restes, touchee = [], False
        for mot in _mots(profil, colonne, cellules.get(colonne)):
            decision = decisions.get(cle_de(profil, colonne, mot))
            touchee |= decision is not None
            if decision is None:
                restes.append(mot)
            elif decision.cible.startswith(COMME):
                restes.append(decision.cible.removeprefix(COMME))
            else:
                tranchees.append((colonne, mot, decision))
        if touchee and colonne not in GARDEES:
            lues[colonne] = (separateur or "").join(restes)
    return lues, tranchees


def appliquer(fiche, tranchees, classeur):
    """Put on a Fiche what was decided of its categories (see ``trancher``)."""
    champs = fiche.champs
    for colonne, mot, decision in tranchees:
        etiquettes = list(champs.get("etiquettes", ()))
        if decision.cible == Correspondance.DOMAINE:
            champs["domaines"] = sorted({*champs.get("domaines", ()), decision.domaine_id})
            # The trade comes before what kind of structure it is.
            if colonne == "naf" or not champs.get("domaine_principal_id"):
                champs["domaine_principal_id"] = decision.domaine_id
        elif decision.cible == Correspondance.ETIQUETTE:
            etiquettes += classeur.sans_labels(fiche, [mot])
        champs["etiquettes"] = valeurs.etiquettes(fiche, etiquettes)
