"""An edited row beside the entry that it came from: which fields it changes, and into what.

Only the cells that somebody edited are read, with the importer's own rules; what a cell does not
say (private contacts, other places, who gave a label) is carried along.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from annuaire.imports import confidentialite, valeurs
from annuaire.imports.fiches import Fiche, Ligne
from annuaire.imports.profils.tissage import comprendre
from annuaire.provenances import POSITION, est_vide

from .cellules import (
    CLASSEMENT,
    CONTACTS,
    EDITABLES,
    FAITS,
    LIEU,
    cellules,
    condensat,
    lire_version,
    normaliser,
    parties,
)

# Read together: one of them means nothing without the others.
GROUPES = (LIEU, FAITS, ("siret", "siren"))
LISTES = (*CLASSEMENT, *CONTACTS, "zone")
# What decides whether a contact may be shown.
DE_LA_PERSONNE = (*FAITS, "rna")
_TERMES = {"gestes": "gestes", "publics": "publics", "reseaux": "reseaux"}


@dataclass
class Edition:
    """One row: the entry as it is, the cells of the file, and the columns that were edited."""

    photo: dict
    actuelles: dict
    ecrites: dict
    colonnes: list
    depassees: list

    def cellule(self, colonne):
        """The cell to read: the file's when it was edited, else what the entry says."""
        source = self.ecrites if colonne in self.colonnes else self.actuelles
        return source[colonne]


def comparer(ligne, photo):
    """Return the Edition of a row.

    A cell was edited when it differs from the one that was exported, or, when the file no longer
    says what was exported, from the entry. Edited here *and* there, it is ``depassees``.
    """
    actuelles = cellules(photo)
    exportees = lire_version(ligne.cellules.get("version", ""))
    edition = Edition(photo, actuelles, ligne.cellules, [], [])
    for colonne in EDITABLES:
        ecrite = ligne.cellules.get(colonne)
        if ecrite is None or normaliser(ecrite) == normaliser(actuelles[colonne]):
            continue
        exportee = exportees.get(colonne)
        if exportee == condensat(ecrite):
            continue
        change_ici = exportee is not None and exportee != condensat(actuelles[colonne])
        (edition.depassees if change_ici else edition.colonnes).append(colonne)
    return edition


def lire(ligne, edition, classeur):
    """Return the Fiche of an edited row; its ``champs`` are those to write, and no other."""
    fiche = Fiche(ligne.numero, nom=edition.cellule("nom"))
    if edition.colonnes:
        fiche = comprendre(Ligne(ligne.numero, _a_lire(edition)), classeur)
    fiche.identifiant = ""
    if not fiche.refus and edition.colonnes:
        confidentialite.proteger(fiche)
        fiche.champs = _champs(fiche, edition, classeur)
    for colonne in edition.depassees:
        fiche.remarquer(
            "depassee",
            _("« %s » a aussi changé ici depuis l’export : la cellule n’est pas reprise.")
            % colonne,
        )
    for genre, texte in ligne.remarques:
        fiche.remarquer(genre, texte)
    return fiche


def _a_lire(edition):
    """The cells that the profile « tissage » is to understand."""
    lues = {"nom": edition.cellule("nom")}
    for colonne in edition.colonnes:
        lues[colonne] = edition.ecrites[colonne]
    for groupe in GROUPES:
        if not set(groupe).isdisjoint(edition.colonnes):
            lues |= {nom: edition.cellule(nom) for nom in groupe}
    if not set(CONTACTS).isdisjoint(edition.colonnes):
        lues |= {nom: edition.cellule(nom) for nom in DE_LA_PERSONNE}
    placee = not {"latitude", "longitude"}.isdisjoint(edition.colonnes)
    if placee and "precision" not in edition.colonnes:
        lues["precision"] = "adresse"
    for colonne in set(LISTES) & set(edition.colonnes):
        _gardees, nouvelles = _partager(edition, colonne)
        lues[colonne] = "|".join(nouvelles)
    return lues


def _partager(edition, colonne):
    """(what the cell keeps of the entry, in its order; the parts that are new) of a list."""
    connues = parties(edition.photo, colonne)
    ecrites = list(dict.fromkeys(filter(None, map(_mot, edition.ecrites[colonne].split("|")))))
    gardees = [connues[mot] for mot in ecrites if mot in connues]
    return gardees, [mot for mot in ecrites if mot not in connues]


def _mot(partie):
    return valeurs.mot_simple(partie)


def _champs(fiche, edition, classeur):
    champs = {}
    for colonne in edition.colonnes:
        if colonne in CONTACTS:
            champs |= _contacts(fiche, edition, colonne, champs)
        elif colonne == "categories":
            champs |= _domaines(edition, classeur)
        elif colonne in _TERMES:
            gardees, _nouvelles = _partager(edition, colonne)
            champs[colonne] = sorted({*gardees, *fiche.champs[colonne]})
        elif colonne == "zone":
            champs["zones"] = _partager(edition, "zone")[0] + fiche.champs["zones"]
        elif colonne == "labels":
            champs["labels"] = _labels(fiche, edition)
        elif colonne not in (*LIEU, "etiquettes"):
            champs |= _simples(fiche, edition, colonne)
    if not set(LIEU).isdisjoint(edition.colonnes):
        champs["lieux"] = _lieux(fiche, edition)
    return champs | _etiquettes(fiche, edition) | _contacts_des_textes(fiche, edition, champs)


def _simples(fiche, edition, colonne):
    """A cell that could not be read changes nothing; an empty one empties."""
    noms = ("siret", "siren") if colonne in ("siret", "siren") else (colonne,)
    valeur = fiche.champs.get(colonne)
    if est_vide(valeur) and normaliser(edition.ecrites[colonne]) and valeur is not False:
        if not fiche.remarques:
            fiche.remarquer(
                colonne, _("« %s » : cette cellule ne se reprend pas, laissée.") % colonne
            )
        return {}
    if valeur is None and colonne not in ("effectif", "cree_en", "famille_preuve_le"):
        valeur = ""
    return {nom: fiche.champs[nom] for nom in noms if nom in fiche.champs} or {colonne: valeur}


def _domaines(edition, classeur):
    """In the order of the cell: the first one is the main domain."""
    connues = parties(edition.photo, "categories")
    ecrites = filter(None, map(_mot, edition.ecrites["categories"].split("|")))
    cles = [
        cle for m in ecrites for cle in ((connues[m],) if m in connues else classeur.domaines_de(m))
    ]
    return {"domaines": sorted(set(cles)), "domaine_principal_id": cles[0] if cles else None}


def _etiquettes(fiche, edition):
    """Tags, and the words of other cells that nothing else here knows."""
    nouvelles = fiche.champs.get("etiquettes", [])
    if "etiquettes" in edition.colonnes:
        return {"etiquettes": _partager(edition, "etiquettes")[0] + nouvelles}
    return {"etiquettes": [*edition.photo["etiquettes"], *nouvelles]} if nouvelles else {}


def _labels(fiche, edition):
    gardees, _nouvelles = _partager(edition, "labels")
    types = {label["type_id"] for label in fiche.champs["labels"]}
    # A label written again, with another date, is that label.
    return [*(x for x in gardees if x["type_id"] not in types), *fiche.champs["labels"]]


def _contacts(fiche, edition, colonne, deja):
    """The contacts of a cell; those that the file never held stay, private as they were."""
    champ = CONTACTS[colonne]
    gardees, _nouvelles = _partager(edition, colonne)
    ecrits = {champ: [*gardees, *fiche.champs.get(champ, [])]}
    if colonne == "site_web" and fiche.champs.get("contacts.reseau"):
        actuels = deja.get("contacts.reseau", edition.photo["contacts.reseau"])
        ecrits["contacts.reseau"] = [*actuels, *fiche.champs["contacts.reseau"]]
    if colonne == "reseaux_sociaux" and "contacts.reseau" in deja:
        ecrits[champ] = [*deja["contacts.reseau"], *ecrits[champ]]
    prives = [x for x in edition.photo[champ] if not x["public"]]
    ecrits[champ] = [*prives, *ecrits[champ]]
    return {nom: _sans_doubles(lignes) for nom, lignes in ecrits.items()}


def _contacts_des_textes(fiche, edition, champs):
    """What a person wrote of themselves in a text is kept as a private contact."""
    trouves = {}
    for colonne in ("telephone", "email"):
        champ = CONTACTS[colonne]
        if colonne not in edition.colonnes and fiche.champs.get(champ):
            trouves[champ] = _sans_doubles([*edition.photo[champ], *fiche.champs[champ]])
    return trouves


def _sans_doubles(lignes):
    return list({ligne["valeur"]: ligne for ligne in reversed(lignes)}.values())[::-1]


def _lieux(fiche, edition):
    """The first place with its edited columns; the others as they are."""
    photo = edition.photo["lieux"]
    lu = (fiche.champs.get("lieux") or [{}])[0]
    actuel = photo[0] if photo else {}
    if not actuel:
        return [lu] if lu else []
    edites = set(edition.colonnes)
    lieu = dict(actuel)
    for nom in ("adresse", "complement"):
        if nom in edites:
            lieu[nom] = lu.get(nom, "")
    if {"code_postal", "commune"} & edites:
        lieu |= {nom: lu.get(nom) for nom in ("code_postal", "commune_id", "localite") if lu}
    if "accessibilite" in edites:
        lieu |= {nom: lu.get(nom, "") for nom in ("fauteuil", "accessibilite")}
    ailleurs = bool(lu) and lu.get("commune_id") != actuel["commune_id"]
    if {"latitude", "longitude", "precision"} & edites or ailleurs:
        lieu |= {nom: lu[nom] for nom in POSITION if nom in lu}
    elif "adresse" in edites and lieu["latitude"] is not None:
        fiche.remarquer("position", _("Adresse changée : la position d’avant est gardée."))
    return [lieu, *photo[1:]]
