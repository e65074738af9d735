"""An entry as the cells of one row: the columns of the profile « tissage », and its reference.

Nothing private is in them: the file travels. What they leave out stays as it is when they come
back, since only edited cells are written.
"""

import re
from hashlib import blake2b

from annuaire.cartes_facettes import termes
from annuaire.contacts import afficher_telephone
from annuaire.donnees_ouvertes import ecrire_zone, en_texte
from annuaire.imports.valeurs import mot_simple
from annuaire.labels_ouverts import ecrire as ecrire_label
from annuaire.models import LabelActeur
from territoires.index import index

TEXTES = ("nom", "raison_sociale", "sigle", "accroche", "description", "offre")
FAITS = ("famille", "famille_preuve", "famille_preuve_le", "forme_juridique")
NUMEROS = ("siret", "siren", "rna", "naf", "effectif", "cree_en")
CLASSEMENT = ("categories", "gestes", "publics", "reseaux", "etiquettes", "labels")
LIEU = ("adresse", "complement", "code_postal", "commune", "latitude", "longitude", "precision")
LIEU += ("accessibilite",)
CONTACTS = {
    "site_web": "contacts.site",
    "reseaux_sociaux": "contacts.reseau",
    "telephone": "contacts.telephone",
    "email": "contacts.email",
}
AUTRES = ("horaires", "a_distance", "itinerant", "zone")
EDITABLES = (*TEXTES, *CLASSEMENT, *LIEU, *CONTACTS, *AUTRES, *FAITS, *NUMEROS)
COLONNES = ("ref", *EDITABLES, "source", "identifiant", "version")
# What the XML of a workbook cannot hold.
_INTERDITS = re.compile(r"[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELLULE_MAX = 32_000  # signs: a cell of a workbook holds 32,767
_NATURES = {
    "categories": ("domaine", None),
    "gestes": ("geste", "gestes"),
    "publics": ("public", "publics"),
    "reseaux": ("reseau", "reseaux"),
}


def cellules(photo):
    """Return {column: text} of the editable columns of a photograph (annuaire.provenances)."""
    tels_quels = (*TEXTES, *FAITS, *NUMEROS, "horaires", "a_distance", "itinerant")
    simples = {nom: en_texte(photo[nom]) for nom in tels_quels}
    listes = {nom: " | ".join(parties(photo, nom)) for nom in (*CLASSEMENT, *CONTACTS, "zone")}
    toutes = {**simples, **listes, **_lieu(photo["lieux"])}
    return {nom: _INTERDITS.sub("", toutes[nom])[:CELLULE_MAX] for nom in EDITABLES}


def parties(photo, colonne):
    """Return {text in the cell: what it stands for} of a column that lists several things.

    Keys of terms, names of tags, rows of labels, areas and public contacts.
    """
    if colonne in _NATURES:
        nature, champ = _NATURES[colonne]
        cles = photo[champ] if champ else [photo["domaine_principal_id"], *photo["domaines"]]
        trouves = [(cle, termes().par_pk.get((nature, cle))) for cle in dict.fromkeys(cles) if cle]
        couples = [(terme.nom, cle) for cle, terme in trouves if terme]
    elif colonne == "etiquettes":
        couples = [(nom, nom) for nom in photo["etiquettes"]]
    elif colonne == "labels":
        couples = [(_label(ligne), ligne) for ligne in photo["labels"]]
    elif colonne == "zone":
        couples = [(ecrire_zone(ligne), ligne) for ligne in photo["zones"]]
    else:
        lignes = [ligne for ligne in photo[CONTACTS[colonne]] if ligne["public"]]
        ecrire = afficher_telephone if colonne == "telephone" else str
        couples = [(ecrire(ligne["valeur"]), ligne) for ligne in lignes]
    # As a cell reads it again: what separates parts, and repeated blanks, are gone.
    return {mot_simple(texte.replace("|", "/")): chose for texte, chose in couples if texte}


def _label(ligne):
    terme = termes().par_pk.get(("label", ligne["type_id"]))
    if terme is None:
        return ""
    label = LabelActeur(**ligne)
    return ecrire_label(terme, label, LabelActeur.Etat(label.etat))


def _lieu(lieux):
    """The first place; of a private one, the commune alone."""
    if not lieux:
        return dict.fromkeys(LIEU, "")
    lieu = lieux[0]
    commune = index().commune(lieu["commune_id"]) if lieu["commune_id"] else None
    ouvert = {
        **dict.fromkeys(LIEU, ""),
        "code_postal": lieu["code_postal"],
        "commune": lieu["localite"] or (commune.nom if commune else ""),
        "accessibilite": lieu["fauteuil"] or lieu["accessibilite"],
    }
    if not lieu["public"]:
        return ouvert
    situe = lieu["latitude"] is not None
    return ouvert | {
        "adresse": lieu["adresse"],
        "complement": lieu["complement"],
        "latitude": str(round(lieu["latitude"], 6)) if situe else "",
        "longitude": str(round(lieu["longitude"], 6)) if situe else "",
        "precision": lieu["precision"] if situe else "",
    }


def normaliser(texte):
    """What two ways of saving one cell have in common: blanks and ends of lines."""
    lignes = str(texte).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(ligne.split()) for ligne in lignes).strip()


def version(textes):
    """Return the digests of the cells as they are exported: what was edited since differs."""
    return "".join(condensat(textes[nom]) for nom in EDITABLES)


def lire_version(texte):
    """Return {column: digest} of a cell « version », {} when it is not one of this release."""
    texte = texte.strip()
    if len(texte) != 8 * len(EDITABLES):
        return {}
    return {nom: texte[8 * i : 8 * i + 8] for i, nom in enumerate(EDITABLES)}


def condensat(texte):
    """The digest of one cell, as ``version`` keeps it."""
    return blake2b(normaliser(texte).encode(), digest_size=4).hexdigest()
