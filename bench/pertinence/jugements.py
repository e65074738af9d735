"""Judged queries: read from the TOML files of a folder, then applied to the rows of the lists."""

import tomllib
from dataclasses import dataclass, field

from bench.pertinence.lignes import plier
from bench.pertinence.regles import RegleFausse, choisir

# Key of a query in the files → grade of the rows it names.
DEGRES = {"bons": 3, "corrects": 2, "passables": 1}
CONNUS = {"id", "famille", "texte", "lieu", "rien", "note", *DEGRES}


@dataclass(frozen=True, slots=True)
class Requete:
    """A judged query as written. ``regles``: grade → rules; ``rien``: nothing must be found."""

    id: str
    famille: str
    texte: str
    lieu: str = ""
    rien: bool = False
    regles: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Jugement:
    """A query and the rows that answer it: ``degres``, key of a row → 3, 2 or 1."""

    requete: Requete
    degres: dict


def lire(dossier):
    """Return the Requetes of every file of *dossier*, and its places (folded name → position).

    Raises RegleFausse for a file that says something unknown, or says an id twice.
    """
    requetes, lieux, vus = [], {}, set()
    for chemin in sorted(dossier.glob("*.toml")):
        with open(chemin, "rb") as fichier:
            donnees = tomllib.load(fichier)
        lieux |= {plier(nom): tuple(position) for nom, position in donnees.get("lieux", {}).items()}
        for brute in donnees.get("requete", ()):
            requete = _requete(brute, donnees.get("famille", ""), chemin.name)
            if requete.id in vus:
                raise RegleFausse(f"{chemin.name} : « {requete.id} » est déjà pris")
            vus.add(requete.id)
            requetes.append(requete)
    return requetes, lieux


def _requete(brute, famille, fichier):
    """A Requete; its own family comes before that of its file."""
    famille = brute.get("famille", famille)
    inconnus = set(brute) - CONNUS
    regles = {degre: tuple(brute[cle]) for cle, degre in DEGRES.items() if brute.get(cle)}
    rien = brute.get("rien", False)
    if inconnus or not brute.get("id") or not famille or rien == bool(regles):
        raise RegleFausse(
            f"{fichier} : une requête a un id, une famille, et soit des lignes soit rien = true"
            f" ({brute.get('id')} ; clés inconnues : {', '.join(sorted(inconnus)) or 'aucune'})"
        )
    return Requete(
        brute["id"], famille, brute.get("texte", ""), brute.get("lieu", ""), rien, regles
    )


def juger(requetes, lieux, rangees):
    """Apply the rules. Returns (Jugements, complaints): a rule that names no row is a complaint.

    A row named by several rules keeps its best grade. A query none of whose rows is in these lists
    is left out: it cannot be right or wrong.
    """
    jugements, plaintes = [], []
    for requete in requetes:
        degres = {}
        for degre, regles in sorted(requete.regles.items()):
            for regle in regles:
                try:
                    lignes = choisir(regle, rangees, lieux)
                except RegleFausse as erreur:
                    plaintes.append(f"{requete.id} : {erreur}")
                    continue
                degres |= dict.fromkeys((ligne.cle for ligne in lignes), degre)
        if degres or requete.rien:
            jugements.append(Jugement(requete, degres))
    return jugements, plaintes
