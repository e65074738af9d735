"""The import itself: a file, a profile, a source; chunk after chunk, each in its transaction."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, reset_queries, transaction
from django.utils.translation import gettext as _

from annuaire.ecritures import Ecriture, appliquer_lot
from annuaire.models import Source
from annuaire.provenances import est_vide
from socle.ramassage import sans_les_anciens
from territoires.index import index

from . import absentes, confidentialite, degats
from .classement import Classeur
from .fiches import Fiche, Resultat
from .lecture import Fichier
from .rapprochement import Registre, abreger, rapprocher

TAILLE_DE_LOT = 500
REFUS_DE_LA_BASE = (IntegrityError, DataError, ValidationError, ValueError)


@dataclass(frozen=True)
class Options:
    """What the command asks. ``source`` and ``licence`` are texts of 120 signs at most."""

    source: str
    licence: str
    simulation: bool = False
    tout_ou_rien: bool = False
    brouillon: bool = False
    partiel: bool = False  # the file is a part of the list: what it lacks is not gone


@dataclass
class Compte:
    """What an import did: rows by state, remarks by kind. ``ecrit`` is false when undone."""

    etats: Counter = field(default_factory=Counter)
    remarques: Counter = field(default_factory=Counter)
    avec_domaine: int = 0
    absentes: int = 0
    illisibles: int = 0
    ecrit: bool = True
    colonnes_ignorees: list = field(default_factory=list)
    avertissements: list = field(default_factory=list)

    @property
    def lues(self):
        return self.etats.total()

    def ajouter(self, resultats):
        for resultat in resultats:
            self.etats[resultat.etat] += 1
            self.remarques.update(r.genre for r in resultat.fiche.remarques)
            self.avec_domaine += bool(resultat.fiche.champs.get("domaines"))


class _Annuler(Exception):  # noqa: N818 (an order, not a mistake)
    """Leaves a transaction so that nothing of it stays."""


def importer(
    chemin,
    profil,
    options: Options,
    sur_resultats: Callable[[list], None] = lambda resultats: None,
    progres: Callable[[int, int], None] = lambda faites, total: None,
    sur_absentes: Callable[[list], None] = lambda absentes: None,
    dans_le_lot: Callable[[list], None] = lambda resultats: None,
) -> Compte:
    """Import a list and return its Compte.

    *sur_resultats* is given the Resultats of each chunk; *progres* (rows done, rows in all);
    *sur_absentes*, once the whole file is read, the Absentes of each slice of the source.
    *dans_le_lot* is given the Resultats of each chunk inside its transaction, before it is
    committed (never in a simulation): what it writes stands or falls with the chunk.
    Raises FichierIllisible, before anything is written, when the file is not such a list.
    """
    fichier = Fichier(chemin, profil)
    compte = Compte(
        colonnes_ignorees=fichier.colonnes_ignorees, avertissements=fichier.avertissements
    )
    index()  # what lasts is read before the collector is told to leave it
    with sans_les_anciens(), closing(_Passage(profil, options, compte, dans_le_lot)) as passage:
        try:
            with transaction.atomic() if options.tout_ou_rien else nullcontext():
                lignes = iter(fichier.lignes())
                while lot := list(islice(lignes, TAILLE_DE_LOT)):
                    resultats = passage.traiter(lot)
                    compte.ajouter(resultats)
                    sur_resultats(resultats)
                    progres(compte.lues, fichier.total)
                    if settings.DEBUG:
                        reset_queries()  # Django then keeps every statement in memory
                if options.tout_ou_rien and compte.etats["refuse"]:
                    raise _Annuler
                passage.dire_les_absentes(sur_absentes)
        except _Annuler:
            compte.ecrit = False
    return compte


class _Passage:
    """One run: its taxonomies, its sources, the keys it has seen."""

    def __init__(self, profil, options, compte, dans_le_lot):
        self.profil, self.options, self.compte = profil, options, compte
        self.dans_le_lot = dans_le_lot
        self.classeur = Classeur()
        self.registre = Registre()
        self.sources = {}
        self.refus_sans_identifiant = False
        compte.ecrit = not options.simulation

    def close(self):
        self.registre.fermer()

    def traiter(self, lignes):
        """Return the Resultats of a chunk of rows, in their order."""
        fiches = [self.comprendre(ligne) for ligne in lignes]
        resultats = {}
        try:
            with transaction.atomic():
                for nom, groupe in self._par_source(fiches, resultats).items():
                    self._ecrire_groupe(self._source(nom, groupe[0]), groupe, resultats)
                if self.options.simulation:
                    raise _Annuler
                self.dans_le_lot([resultats[id(fiche)] for fiche in fiches])
        except _Annuler:
            self.sources.clear()  # their rows went with the transaction
        return [resultats[id(fiche)] for fiche in fiches]

    def dire_les_absentes(self, sur_absentes):
        """Look for what the source named and the file no longer does; see absentes."""
        source = self.options.source
        if self.options.partiel:
            if not self.options.simulation:
                absentes.retrouver(source, self.registre)
            return
        if self.compte.illisibles:
            self._avertir(
                _("Absentes non cherchées : des lignes illisibles peuvent être les leurs.")
            )
            return
        for lot in absentes.chercher(
            source,
            self.registre,
            noter=not self.options.simulation,
            # In a simulation nothing is written, so nobody knows which actors the rows are.
            sans_identifiant=not self.options.simulation and not self.refus_sans_identifiant,
        ):
            self.compte.absentes += len(lot)
            sur_absentes(lot)

    def comprendre(self, ligne):
        """Return the Fiche of a row."""
        if ligne.defaut:
            self.compte.illisibles += bool(ligne.illisible)
            nom = ligne.cellules.get(self.profil.colonne_nom)
            nom = nom[:200] if isinstance(nom, str) else ""
            return Fiche(ligne.numero, nom=nom, refus=ligne.defaut)
        fiche = self.profil.comprendre(ligne, self.classeur)
        confidentialite.proteger(fiche)
        for genre, texte in ligne.remarques:
            fiche.remarquer(genre, texte)
        self.compte.illisibles += degats.identifiant(fiche)
        degats.refuser_sans_cle(fiche)
        fiche.identifiant = abreger(fiche.identifiant)
        return fiche

    def _par_source(self, fiches, resultats):
        """Rows to write by name of source; the others have their Resultat at once."""
        groupes = {}
        for fiche in fiches:
            source = fiche.source or self.options.source
            if fiche.identifiant:
                self.registre.voir(source, fiche.identifiant, fiche.ligne)
            if not fiche.refus and len(source) > 120:
                fiche.refus = _("le nom de la source dépasse 120 signes")
            if not fiche.refus and (ligne := self.registre.double(fiche, source)):
                fiche.refus = _("même acteur que la ligne %s") % ligne
            if fiche.refus:
                self._refuser(fiche, fiche.refus, resultats)
                continue
            self.registre.prendre(fiche, source)
            groupes.setdefault(source, []).append(fiche)
        return groupes

    def _source(self, nom, fiche):
        """The Source of that name; its licence is that of the row, or of the command."""
        if nom not in self.sources:
            licence = (fiche.licence if fiche.source else "") or self.options.licence
            source, creee = Source.objects.get_or_create(
                nom=nom, defaults={"licence": licence[:120], "d_un_import": True}
            )
            if not source.licence and licence:
                source.licence = licence[:120]
                source.save(update_fields=["licence"])
            elif not creee and licence and source.licence != licence[:120]:
                self._avertir(
                    _("La source « %(nom)s » garde sa licence « %(licence)s ».")
                    % {"nom": nom, "licence": source.licence}
                )
            self.sources[nom] = source
        return self.sources[nom]

    def _avertir(self, phrase):
        if phrase not in self.compte.avertissements:
            self.compte.avertissements.append(phrase)

    def _refuser(self, fiche, raison, resultats):
        resultats[id(fiche)] = Resultat(fiche, "refuse", raison)
        self.refus_sans_identifiant |= not fiche.identifiant and bool(fiche.nom)

    def _ecrire_groupe(self, source, fiches, resultats):
        a_ecrire, nommes = [], set()
        for fiche, place in zip(fiches, rapprocher(fiches, source, self.registre), strict=True):
            if place.refus:
                self._refuser(fiche, place.refus, resultats)
            elif place.deja:
                fiche.remarquer("fusion", _("Fusionnée avec la ligne %s.") % place.deja)
                resultats[id(fiche)] = Resultat(fiche, "inchange", acteur=place.acteur)
            else:
                a_ecrire.append((fiche, _ecriture(fiche, place.acteur)))
                nommes |= {id(fiche)} if place.nomme else set()
        for fiche, bilan in self._appliquer(a_ecrire, source):
            if isinstance(bilan, str):
                self._refuser(fiche, bilan, resultats)
                continue
            dire_ce_qui_reste(fiche, bilan)
            self.registre.prendre_acteur(fiche, source.pk, bilan.acteur)
            resultats[id(fiche)] = Resultat(
                *(fiche, bilan.etat, "", bilan.acteur, bilan, source.pk, id(fiche) in nommes)
            )

    def _appliquer(self, couples, source):
        """Yield (Fiche, Bilan or reason): all at once, or one by one when the database refuses."""
        live = not self.options.brouillon
        try:
            with transaction.atomic():
                bilans = appliquer_lot([e for _f, e in couples], source, live=live)
            return list(zip([f for f, _e in couples], bilans, strict=True))
        except REFUS_DE_LA_BASE:
            return [(f, self._appliquer_un(e, source, live)) for f, e in couples]

    def _appliquer_un(self, ecriture, source, live):
        try:
            with transaction.atomic():
                return appliquer_lot([ecriture], source, live=live)[0]
        except REFUS_DE_LA_BASE as erreur:
            return raison_de_la_base(erreur)


def raison_de_la_base(erreur):
    """Return why the database refused a row, as a report says it."""
    return _("la base refuse cette ligne : %s") % str(erreur).split("\n")[0][:200]


def _ecriture(fiche, acteur):
    """A new actor keeps only what is said; a known one also hears what is no longer said."""
    champs = fiche.champs
    if acteur is None:
        champs = {champ: valeur for champ, valeur in champs.items() if not est_vide(valeur)}
    return Ecriture(champs, acteur=acteur, identifiant=fiche.identifiant)


def dire_ce_qui_reste(fiche, bilan):
    """Note on a Fiche what the write of its fields left as it was."""
    if bilan.gardes:
        fiche.remarquer(
            "garde", _("Gardé tel quel, écrit par d’autres : %s.") % ", ".join(bilan.gardes)
        )
    if bilan.conflits:
        fiche.remarquer(
            "conflit",
            _("Aussi changé dans un brouillon en cours : %s.") % ", ".join(bilan.conflits),
        )
