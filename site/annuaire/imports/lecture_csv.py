"""CSV as people and spreadsheets write it: delimiter, header, ill-cut rows, quotes left open."""

import csv
from contextlib import contextmanager
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .fiches import FichierIllisible, Ligne
from .tables import HAUTEUR_EN_TETE, assembler, sans_en_tete, trouver_en_tete

LONGUEUR_MAX_LIGNE = 2**20  # signs; a line without end is not a list
CHAMP_MAX = 131_072  # signs: the limit of Python's csv reader
LIGNES_D_ESSAI = 200  # physical lines within which the header is looked for
DELIMITEURS = ";,\t|"


class Csv:
    """A text whose header was understood. ``lignes()`` gives its rows."""

    avertissements = ()

    def __init__(self, chemin, encodage, profil):
        """Raise FichierIllisible when no row names the columns."""
        self.chemin, self.encodage, self.profil = chemin, encodage, profil
        self._reconnaitre()

    @contextmanager
    def _ouvrir(self):
        with self.chemin.open(encoding=self.encodage.nom, errors="replace", newline="") as flux:
            yield flux

    def _reconnaitre(self):
        """Choose the delimiter under which the header has the most columns that we know."""
        with self._ouvrir() as flux:
            physiques = list(islice(_physiques(flux), LIGNES_D_ESSAI))
        mieux = None
        for signe in DELIMITEURS:
            debuts = _premiers(physiques, signe)
            trouve = trouver_en_tete([cellules for _debut, cellules in debuts], self.profil)
            if trouve is None:
                continue
            rang, en_tete = trouve
            merite = len(en_tete.noms), en_tete.largeur
            if mieux is None or merite > mieux[0]:
                mieux = merite, signe, debuts[rang][0], en_tete
        if mieux is None:
            essais = (_premiers(physiques, signe) for signe in DELIMITEURS)
            debuts = max(essais, key=lambda d: len(d[0][1]) if d else 0)
            raise sans_en_tete(self.profil, [cellules for _debut, cellules in debuts])
        _merite, self.delimiteur, self._debut, self.en_tete = mieux

    def lignes(self):
        """Yield every row under the header, unreadable ones included."""
        for debut, fin, cellules in self._rangees():
            yield self._ligne(debut, fin, cellules)

    def compter(self):
        """Read the file to its end and return its number of rows; raise FichierIllisible."""
        return sum(1 for _rangee in self._rangees())

    def _rangees(self):
        """Yield (first physical line, last one, cells) of every record under the header."""
        avant = self._debut - 1
        with self._ouvrir() as flux:
            source = _Suivi(islice(_physiques(flux), avant, None))
            lecteur = csv.reader(source, delimiter=self.delimiteur)
            en_tete_vu = False
            while True:
                debut = avant + lecteur.line_num + 1
                source.oublier()
                try:
                    cellules = next(lecteur)
                except StopIteration:
                    return
                except csv.Error:
                    raise FichierIllisible(
                        _(
                            "Ligne %(n)s : une cellule dépasse 131 072 signes. Un guillemet "
                            "est sans doute ouvert et jamais refermé."
                        )
                        % {"n": debut}
                    ) from None
                if not cellules:
                    continue
                if not en_tete_vu:
                    en_tete_vu, self._largeur = True, len(cellules)
                    continue
                source.verifier_guillemets(self.delimiteur, debut)
                yield debut, avant + lecteur.line_num, cellules

    def _ligne(self, debut, fin, cellules):
        if not any(cellule.strip() for cellule in cellules):
            return Ligne(debut, {}, _("ligne vide"))
        ligne = assembler(debut, dict(enumerate(cellules)), self.en_tete, self.profil)
        if ligne.defaut and not ligne.cellules:
            return ligne
        if len(cellules) < self._largeur or any(c.strip() for c in cellules[self._largeur :]):
            defaut = self._mal_coupee(debut, fin, len(cellules))
            return Ligne(debut, ligne.cellules, defaut, illisible=True)
        return ligne

    def _mal_coupee(self, debut, fin, nombre):
        defaut = ngettext(
            "%(n)s cellule au lieu de %(attendues)s",
            "%(n)s cellules au lieu de %(attendues)s",
            nombre,
        ) % {"n": nombre, "attendues": self._largeur}
        if fin > debut:
            defaut += _(" (lignes %(debut)s à %(fin)s : un guillemet mal fermé ?)") % {
                "debut": debut,
                "fin": fin,
            }
        return defaut


def premieres_rangees(chemin, encodage):
    """Return the first rows under the delimiter that cuts them most: [{position: text}]."""
    with chemin.open(encoding=encodage.nom, errors="replace", newline="") as flux:
        physiques = list(islice(_physiques(flux), LIGNES_D_ESSAI))
    essais = [[c for _debut, c in _premiers(physiques, signe)] for signe in DELIMITEURS]
    return max(essais, key=lambda rangees: max(map(len, rangees), default=0))


def _premiers(physiques, signe):
    """The first records under a delimiter: [(line where it starts, {position: text})]."""
    lecteur = csv.reader(iter(physiques), delimiter=signe)
    debuts = []
    while len(debuts) < HAUTEUR_EN_TETE:
        debut = lecteur.line_num + 1
        try:
            cellules = next(lecteur)
        except (StopIteration, csv.Error):
            break
        if cellules:
            debuts.append((debut, dict(enumerate(cellules))))
    return debuts


class _Suivi:
    """An iterator of physical lines that remembers those of the record being read."""

    def __init__(self, lignes):
        self._lignes, self._vues, self._fini = lignes, [], False

    def __iter__(self):
        return self

    def __next__(self):
        try:
            ligne = next(self._lignes)
        except StopIteration:
            self._fini = True
            raise
        self._vues.append(ligne)
        return ligne

    def oublier(self):
        self._vues.clear()

    def verifier_guillemets(self, delimiteur, debut):
        """Refuse the file when its last record ends inside quotes: the reader says nothing."""
        if not self._fini:
            return
        try:
            list(csv.reader(self._vues, delimiter=delimiteur, strict=True))
        except csv.Error as erreur:
            if "unexpected end of data" in str(erreur):
                raise FichierIllisible(
                    _("Un guillemet ouvert à partir de la ligne %s n’est jamais refermé.") % debut
                ) from None


def _physiques(flux):
    """Yield the lines of a text, NULs out; refuse one that never ends."""
    while ligne := flux.readline(LONGUEUR_MAX_LIGNE):
        if len(ligne) == LONGUEUR_MAX_LIGNE:
            raise FichierIllisible(_("Une ligne de ce fichier dépasse un million de signes."))
        yield ligne.replace("\0", "")
