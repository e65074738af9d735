"""What the importer passes from hand to hand: a row read, a row understood, a row done."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Ligne(NamedTuple):
    """One row of a file.

    ``numero``: line in the file where the row starts (CSV), row of the sheet, or rank of the
    element (JSON, from 1). ``cellules``: canonical column → text (tables) or JSON value. ``defaut``
    says why the row cannot be read; empty when it can. ``illisible``: the row is about an actor,
    and nobody knows which. ``remarques``: (kind, sentence) about what its cells lost.
    """

    numero: int
    cellules: dict
    defaut: str = ""
    remarques: tuple = ()
    illisible: bool = False


class Remarque(NamedTuple):
    """Something the editor should know about a row that goes in all the same."""

    genre: str  # counted in the summary: siret, contact, position, commune, etiquette…
    texte: str


@dataclass(slots=True)
class Fiche:
    """A row understood: part of a photograph (annuaire.provenances), and what was said of it.

    ``refus`` is the reason why the row is not imported, empty when it is. ``source`` and
    ``licence`` are those of the row when it has its own. ``siret_arrondi``: what a spreadsheet
    left of its SIRET.
    """

    ligne: int
    identifiant: str = ""
    nom: str = ""
    champs: dict = field(default_factory=dict)
    remarques: list = field(default_factory=list)
    refus: str = ""
    source: str = ""
    licence: str = ""
    siret_arrondi: str = ""

    def remarquer(self, genre, texte):
        """Note something, once."""
        remarque = Remarque(genre, str(texte))
        if remarque not in self.remarques:
            self.remarques.append(remarque)

    @property
    def siret(self):
        return self.champs.get("siret", "")


@dataclass(slots=True)
class Resultat:
    """What became of a row. ``etat``: cree, modifie, inchange or refuse.

    ``bilan``: what the write did (ecritures.Bilan); ``source``: the key of the Source that wrote,
    None for the people of the site; ``nomme``: whether that source already had this name for it.
    """

    fiche: Fiche
    etat: str
    raison: str = ""
    acteur: int | None = None
    bilan: object = None
    source: int | None = None
    nomme: bool = False


class FichierIllisible(Exception):  # noqa: N818 (names of the matter are French)
    """The file cannot be imported at all; the message is a sentence for the person."""
