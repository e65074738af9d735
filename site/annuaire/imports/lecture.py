"""Reading a list: CSV, JSON or a workbook, told by its content; checked before anything is written.

A file is read twice. The first reading refuses what cannot be read and counts the rows, so
that nothing is written from a file that breaks halfway; the second gives the rows, with a
memory that does not depend on their number. JSON is loaded whole, hence its limit.
"""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .fiches import FichierIllisible, Ligne
from .lecture_csv import Csv
from .lecture_json import Json
from .lecture_tableur import Tableur
from .octets import Encodage, deviner_encodage, est_un_classeur


class Fichier:
    """A list that was checked. ``total`` rows; ``lignes()`` gives them again, one by one."""

    def __init__(self, chemin, profil):
        """Raise FichierIllisible with a sentence when the file is not a list of this profile."""
        self.chemin, self.encodage = Path(chemin), Encodage("utf-8")
        if est_un_classeur(self.chemin):
            self._liste = Tableur(self.chemin, profil)
        else:
            self.encodage = deviner_encodage(self.chemin)
            forme = Json if self._commence_comme_du_json() else Csv
            self._liste = forme(self.chemin, self.encodage, profil)
        self.total = self._liste.compter()
        if not self.total:
            raise FichierIllisible(_("Ce fichier ne contient aucune ligne à importer."))
        en_tete = getattr(self._liste, "en_tete", None)
        self.colonnes_ignorees = en_tete.ignorees if en_tete else []
        self.avertissements = list(self._dire(en_tete))

    def lignes(self) -> Iterator[Ligne]:
        """Yield every row of the file, unreadable ones included."""
        return self._liste.lignes()

    def _commence_comme_du_json(self):
        with self.chemin.open(encoding=self.encodage.nom, errors="replace") as flux:
            return flux.read(4096).lstrip()[:1] in ("[", "{")

    def _dire(self, en_tete):
        if self.encodage.abime:
            yield _("Des signes de ce fichier sont illisibles : ils sont remplacés par « \ufffd ».")
        yield from self._liste.avertissements
        if en_tete and en_tete.titres:
            yield (
                ngettext(
                    "%s ligne au-dessus de l’en-tête n’est pas lue.",
                    "%s lignes au-dessus de l’en-tête ne sont pas lues.",
                    en_tete.titres,
                )
                % en_tete.titres
            )
