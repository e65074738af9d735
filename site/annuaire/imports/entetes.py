"""Names of columns as people write them, beside the exact ones that a profile knows.

« Nom de l’association », « Adresse postale », « Jours et horaires d’ouverture » hold one word that
a profile knows, and others that say nothing of another column. A word that may change what the
column is (« Nom du contact », « Code INSEE ») leaves it unknown: better a column that is not read
than one that is misread.
"""

import re
from functools import lru_cache

from search.analyse import plier

MOTS_MAX = 8
TITRE_MAX = 80  # signs: a longer cell is not the name of a column
_MOT = re.compile(r"[^\W_]+")
_NON_MOT = re.compile(r"[\W_]+")
# Columns that hold several values: given twice, their values add up.
_MOTS_DES_LISTES = """
    categories activites etiquettes gestes publics reseaux labels zone telephone email site_web
    reseaux_sociaux phone url facebook instagram mastodon
"""
LISTES = frozenset(_MOTS_DES_LISTES.split())
_MOTS_VIDES = """
    a au aux avec ce d de des du en et l la le les leur n no num numero o of ou par pour sa ses
    son sur the vos votre si ex
"""
_VIDES = frozenset(_MOTS_VIDES.split())
# Whose the value is: always the actor's.
_MOTS_DE_L_ACTEUR = """
    acteur acteurs asso association associations cooperative entreprise entreprises
    etablissement initiative magasin membre organisation organisme point projet siege structure
    structures principal principale principaux principales officiel officielle complet complete
    exact exacte
"""
_ACTEUR = frozenset(_MOTS_DE_L_ACTEUR.split())
# Canonical column → words that may stand beside its name.
_QUALIFIANTS = {
    "nom": "lieu commerce usage usuel enseigne boutique",
    "adresse": "postale physique geographique 1 ligne",
    "complement": "postale",
    "telephone": "fixe mobile standard contact accueil secretariat bureau 1 2",
    "email": "contact accueil secretariat electronique generique 1 2",
    "site_web": "internet web lien adresse",
    "reseaux_sociaux": "page lien compte profil",
    "categories": "activite activites secondaire secondaires ess 1 2 3",
    "description": "activite activites courte detaillee longue generale presentation",
    "offre": "proposes proposees vendus",
    "etiquettes": "libres",
    "publics": "accueilli accueillis accueillie vise vises cible concerne concernes beneficiaire",
    "horaires": "jours jour heures ouverture ouvertures public accueil",
    "latitude": "wgs84 wgs gps decimale decimal degres",
    "longitude": "wgs84 wgs gps decimale decimal degres",
    "position": "gps",
    "accessibilite": "handicap fauteuil pmr",
}
_BESIDE = {nom: frozenset(mots.split()) for nom, mots in _QUALIFIANTS.items()}


def cle_de_colonne(nom):
    """Return the form in which column names are compared: « Code postal » → « codepostal »."""
    return _NON_MOT.sub("", plier(nom))


def connue(profil, nom):
    """Return the canonical column that bears the very name *nom*, else ""."""
    return profil.colonnes.get(cle_de_colonne(nom), "") if nom else ""


def comprendre(profil, noms):
    """Return the canonical column of each of *noms*, "" for those that nothing says.

    Exact names go first: a column that has its own is not given a second one that only looks like
    it, unless it holds a list of values. The first of those that look like it is taken.
    """
    lues = [connue(profil, nom) for nom in noms]
    prises = set(lues)
    for rang, nom in enumerate(noms):
        if lues[rang] or not nom or _tue(profil, nom):
            continue
        approchee = approcher(tuple(profil.colonnes.items()), nom[:TITRE_MAX])
        if approchee and (approchee in LISTES or approchee not in prises):
            lues[rang] = approchee
            prises.add(approchee)
    return lues


def _tue(profil, nom):
    """Whether somebody decided that this column is not to be read (see depots.correspondances)."""
    return profil.colonnes.get(cle_de_colonne(nom)) == ""


@lru_cache(maxsize=4096)
def approcher(colonnes, nom):
    """Return the canonical column of *nom* by its words, else "".

    *colonnes*: (name as compared, canonical column), those of a profile.
    """
    connues = dict(colonnes)
    mots = [mot for mot in _MOT.findall(plier(nom)) if mot not in _VIDES]
    if not mots or len(mots) > MOTS_MAX:
        return ""
    for longueur in range(len(mots), 0, -1):
        for debut in range(len(mots) - longueur + 1):
            canonique = connues.get("".join(mots[debut : debut + longueur]), "")
            autres = [*mots[:debut], *mots[debut + longueur :]]
            if canonique and all(_ne_change_rien(mot, canonique, connues) for mot in autres):
                return canonique
    return ""


def _ne_change_rien(mot, canonique, connues):
    beside = _BESIDE.get(canonique, ())
    return mot in _ACTEUR or mot in beside or connues.get(mot) == canonique
