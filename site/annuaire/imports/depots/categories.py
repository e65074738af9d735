"""Categories that no profile understands: found in a file, then settled by the person.

Each profile knows where its own are, and which words it understands already.
"""

from collections import Counter

from annuaire.imports import valeurs
from annuaire.imports.classement import cle
from annuaire.imports.profils.osm import NATURE
from annuaire.models import Correspondance

# Profile → canonical columns where a list says what an actor does, and what separates the words.
OU = {
    "tissage": (("categories",), "|"),
    "osm": (NATURE, ";"),
    "gogocarto": (("categories",), ","),
    "siae": ((), ""),
}
LIGNES_LUES = 20_000
MOTS_MAX = 200


def mots_de(profil, cellules):
    """Yield (column, word) for each category of a row, as the profile called *profil* cuts them."""
    colonnes, separateur = OU[profil]
    for colonne in colonnes:
        texte = valeurs.en_texte(cellules.get(colonne))
        if profil == "gogocarto":
            texte = texte.replace("|", ",")
        for partie in texte.split(separateur):
            mot = valeurs.mot_simple(partie).strip(" .")
            if mot and cle(mot):
                yield colonne, mot


def est_connue(profil, colonne, mot, classeur):
    """Whether the profile makes something of a category by itself."""
    if profil == "osm":
        mot = mot.lower()
        tables = classeur.correspondances["osm"]
        noms = ("domaines", "gestes", "etiquettes")
        return mot in ("yes", "no") or any(mot in tables[n].get(colonne, {}) for n in noms)
    if profil == "gogocarto" and mot in classeur.correspondances["gogocarto"]["domaines"]:
        return True
    return bool(classeur.domaines_de(mot))


def inconnues(profil, lignes, classeur):
    """Return [(key, word as first written, number of rows)], the most frequent first.

    *lignes*: rows under the canonical columns of the profile.
    """
    nombres, ecrits = Counter(), {}
    for rang, ligne in enumerate(lignes):
        if rang >= LIGNES_LUES:
            break
        for colonne, mot in mots_de(profil, ligne.cellules):
            if not est_connue(profil, colonne, mot, classeur):
                clef = cle(mot)[:200]
                ecrits.setdefault(clef, mot[:200])
                nombres[clef] += 1
    return [(clef, ecrits[clef], n) for clef, n in nombres.most_common(MOTS_MAX)]


def appliquer(fiche, mots, decisions, classeur):
    """Put on a Fiche what was decided of its categories: ``{key: Correspondance}``."""
    champs = fiche.champs
    for mot in mots:
        decision = decisions.get(cle(mot)[:200])
        if decision is None:
            continue
        etiquettes = [e for e in champs.get("etiquettes", ()) if cle(e) != cle(mot)]
        if decision.cible == Correspondance.DOMAINE:
            champs["domaines"] = sorted({*champs.get("domaines", ()), decision.domaine_id})
            if not champs.get("domaine_principal_id"):
                champs["domaine_principal_id"] = decision.domaine_id
        elif decision.cible == Correspondance.ETIQUETTE:
            etiquettes += classeur.sans_labels(fiche, [mot])
        champs["etiquettes"] = valeurs.etiquettes(fiche, etiquettes)
