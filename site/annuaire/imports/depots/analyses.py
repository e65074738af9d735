"""What a file holds before anybody says what it means: its columns, its kind, its first rows."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from annuaire.imports import profils, tableurs
from annuaire.imports.entetes import TITRE_MAX, cle_de_colonne
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.imports.lecture_csv import premieres_rangees
from annuaire.imports.lecture_json import lire_json
from annuaire.imports.octets import deviner_encodage, est_un_classeur
from annuaire.imports.profils import Profil
from annuaire.imports.tables import HAUTEUR_EN_TETE, sans_en_tete, trouver_en_tete

ELEMENTS_LUS = 2_000  # of a JSON list: what comes later rarely has new keys
EXEMPLES = 3
# The columns that only our own exports have.
DE_CHEZ_NOUS = {"ref", "version"}


@dataclass(frozen=True, slots=True)
class Analyse:
    """``colonnes``: {key as compared: name as written}, in order; ``total`` rows."""

    colonnes: dict
    total: int
    avertissements: list

    @property
    def profil(self):
        """The kind of list whose columns these are: the most of them, the plain one on a tie."""
        if set(self.colonnes) >= DE_CHEZ_NOUS:
            return "retouche"
        mieux, nombre = "tissage", 0
        for nom in profils.NOMS:
            profil = profils.charger(nom)
            connues = {profil.colonnes[cle] for cle in self.colonnes if cle in profil.colonnes}
            if profil.colonne_nom in connues and len(connues) > nombre:
                mieux, nombre = nom, len(connues)
        return mieux


def analyser(chemin):
    """Read a whole file and return its Analyse; FichierIllisible, with a sentence, when it is none.

    A list whose column of the name has an unknown name is one: the person will say which it is.
    """
    textes = _textes(Path(chemin))
    colonnes = {}
    for texte in textes:
        if cle := cle_de_colonne(texte):
            colonnes.setdefault(cle, " ".join(texte.split())[:TITRE_MAX])
    if not colonnes:
        raise sans_en_tete(profils.charger("tissage"), [{}])
    fichier = Fichier(chemin, neutre(colonnes))
    return Analyse(colonnes, fichier.total, fichier.avertissements)


def neutre(colonnes):
    """The Profil under which each column is itself; it reads rows and makes no entry."""
    return Profil("neutre", {cle: cle for cle in colonnes}, next(iter(colonnes), ""), None)


def exemples(lignes):
    """Return {column: its first distinct values} of the first of *lignes*."""
    trouves = {}
    for ligne in islice(lignes, 60):
        for cle, valeur in ligne.cellules.items():
            texte = " ".join(str(valeur).split())[:60]
            connus = trouves.setdefault(cle, [])
            if texte and valeur and len(connus) < EXEMPLES and texte not in connus:
                connus.append(texte)
    return trouves


def _textes(chemin):
    """The names of the columns, as written."""
    if est_un_classeur(chemin):
        return _meilleur_en_tete(_feuilles(chemin))
    encodage = deviner_encodage(chemin)
    with chemin.open(encoding=encodage.nom, errors="replace") as flux:
        if flux.read(4096).lstrip()[:1] in ("[", "{"):
            return _cles_json(chemin, encodage)
    return _meilleur_en_tete([premieres_rangees(chemin, encodage)])


def _feuilles(chemin):
    """The first rows of each sheet, hidden ones last."""
    feuilles = tableurs.ouvrir(chemin).feuilles(HAUTEUR_EN_TETE)
    feuilles.sort(key=lambda feuille: feuille.cachee)
    return [[rangee.cellules for rangee in feuille.debut] for feuille in feuilles]


def _cles_json(chemin, encodage):
    elements = (e for e in lire_json(chemin, encodage)[:ELEMENTS_LUS] if isinstance(e, dict))
    return list(dict.fromkeys(str(cle) for element in elements for cle in element))


def _meilleur_en_tete(feuilles):
    """The cells of the header: the one that our profiles know best, else what looks like one."""
    if not any(feuilles):
        raise FichierIllisible(_("Ce fichier est vide."))
    connus = [profils.charger(nom) for nom in (*profils.NOMS, *profils.INTERNES)]
    trouves = [
        (len(trouve[1].noms), -rang, trouve[1].textes)
        for rang, rangees in enumerate(feuilles)
        for profil in connus
        if (trouve := trouver_en_tete(rangees, profil))
    ]
    if trouves:
        return max(trouves)[2]
    for rangees in feuilles:
        titres = max((_titres(rangee) for rangee in rangees), key=len, default=[])
        if len(titres) > 1:
            return titres
    raise sans_en_tete(connus[0], feuilles[0])


def _titres(rangee):
    """The cells of a row that could name columns: distinct words, no figures."""
    textes = [" ".join(texte.split()) for texte in rangee.values()]
    mots = [t for t in textes if t and len(t) <= TITRE_MAX and not t[0].isdigit()]
    return mots if len(set(mots)) == len(mots) else []
