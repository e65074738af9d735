"""A workbook as a list: which sheet, which header, then its rows."""

from itertools import islice

from django.utils.translation import gettext as _

from . import tableurs
from .fiches import FichierIllisible
from .tables import HAUTEUR_EN_TETE, assembler, sans_en_tete, trouver_en_tete


class Tableur:
    """A workbook whose list was found: the first sheet with a header, hidden ones last."""

    def __init__(self, chemin, profil):
        """Raise FichierIllisible when it cannot be opened, is empty, or names no columns."""
        self.profil = profil
        self._classeur = tableurs.ouvrir(chemin)
        feuilles = self._classeur.feuilles(HAUTEUR_EN_TETE)
        if not feuilles:
            raise FichierIllisible(_("Ce classeur est vide."))
        feuilles.sort(key=lambda feuille: feuille.cachee)
        self._feuille, self._rang, self.en_tete = self._choisir(feuilles)
        self._autres = [f.nom for f in feuilles if f is not self._feuille]

    def _choisir(self, feuilles):
        for feuille in feuilles:
            trouve = trouver_en_tete([r.cellules for r in feuille.debut], self.profil)
            if trouve:
                return feuille, *trouve
        raise sans_en_tete(self.profil, [r.cellules for r in feuilles[0].debut])

    @property
    def avertissements(self):
        if self._autres:
            yield _("Feuille lue : « %(lue)s ». Feuilles laissées de côté : %(autres)s.") % {
                "lue": self._feuille.nom,
                "autres": ", ".join(nom[:40] for nom in self._autres[:20]),
            }
        if self._classeur.trop_large:
            yield _("Les colonnes au-delà de la 500e ne sont pas lues.")

    def lignes(self):
        """Yield every row under the header that holds something."""
        for rangee in self._rangees():
            yield assembler(
                rangee.numero, rangee.cellules, self.en_tete, self.profil, rangee.remarques
            )

    def compter(self):
        """Read the sheet to its end and return its number of rows."""
        return sum(1 for _rangee in self._rangees())

    def _rangees(self):
        return islice(self._classeur.rangees(self._feuille), self._rang + 1, None)
