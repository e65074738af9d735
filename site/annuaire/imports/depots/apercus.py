"""The first rows of a list as they are understood, before anything is tried."""

from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import gettext as _

from annuaire.cartes_facettes import termes
from annuaire.contacts import afficher
from annuaire.imports import confidentialite
from annuaire.imports.classement import Classeur
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.provenances import CONTACTS
from territoires.index import index

from . import analyses, categories
from .correspondances import profil_de

RANGEES = 5


@dataclass(frozen=True, slots=True)
class Apercu:
    """One row as it would go in, in words. ``refus``: why it would not."""

    ligne: int
    nom: str
    ou: str
    domaines: str
    labels: str
    etiquettes: str
    contacts: str
    remarques: tuple
    refus: str


@dataclass(frozen=True, slots=True)
class Lecture:
    """What the screen of meanings shows of a file.

    ``exemples``: {column: first values}; ``rangees``: Apercus; ``inconnues``: Inconnues (see
    categories); ``defaut``: why the rows cannot be understood yet.
    """

    exemples: dict
    rangees: list
    inconnues: list
    defaut: str = ""


def lire(depot, chemin):
    """Return the Lecture of a file with what is remembered of its source."""
    neutre = Fichier(chemin, analyses.neutre(depot.analyse.get("colonnes", {})))
    exemples = analyses.exemples(neutre.lignes())
    profil = profil_de(depot)
    try:
        lignes = Fichier(chemin, profil).lignes()
    except FichierIllisible as erreur:
        return Lecture(exemples, [], [], str(erreur))
    classeur = Classeur()
    premieres = list(islice(lignes, RANGEES))
    rangees = [_apercu(ligne, profil, classeur) for ligne in premieres]
    inconnues = categories.inconnues(profil, chain(premieres, lignes), classeur)
    return Lecture(exemples, rangees, inconnues)


def _apercu(ligne, profil, classeur):
    if ligne.defaut:
        return Apercu(ligne.numero, "", "", "", "", "", "", (), ligne.defaut)
    fiche = profil.comprendre(ligne, classeur)
    if not fiche.refus:
        confidentialite.proteger(fiche)
    champs = fiche.champs
    types = [label["type_id"] for label in champs.get("labels", ())]
    return Apercu(
        ligne.numero,
        fiche.nom,
        _ou(champs.get("lieux") or [{}]),
        _termes("domaine", champs.get("domaines", ())),
        _termes("label", types),
        ", ".join(champs.get("etiquettes", ())),
        ", ".join(_contacts(champs)),
        tuple(remarque.texte for remarque in fiche.remarques),
        fiche.refus,
    )


def _termes(nature, cles):
    connus = [termes().par_pk.get((nature, cle)) for cle in cles]
    return ", ".join(terme.nom for terme in connus if terme)


def _ou(lieux):
    lieu = lieux[0]
    commune = index().commune(lieu["commune_id"]) if lieu.get("commune_id") else None
    ville = commune.nom if commune else lieu.get("localite", "")
    code = " ".join(filter(None, (lieu.get("code_postal"), ville)))
    return ", ".join(filter(None, (lieu.get("adresse"), code)))


def _contacts(champs):
    for champ in CONTACTS:
        for ligne in champs.get(champ, ()):
            valeur = afficher(champ.partition(".")[2], ligne["valeur"])
            yield valeur if ligne["public"] else _("%s (privé)") % valeur
