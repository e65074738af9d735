"""Taking back an export: chunk after chunk, each in its transaction, signed by the people here."""

from contextlib import nullcontext, suppress
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from annuaire import refs
from annuaire.ecritures import Ecriture, appliquer_lot
from annuaire.imports import moteur
from annuaire.imports.classement import Classeur
from annuaire.imports.fiches import Fiche, Resultat
from annuaire.imports.lecture import Fichier
from annuaire.imports.profils import charger
from annuaire.models import Acteur
from annuaire.provenances import REDACTION, photographier

from .editions import comparer, lire


def importer(
    chemin,
    options,
    auteur=None,
    sur_resultats=lambda resultats: None,
    progres=lambda faites, total: None,
    dans_le_lot=lambda resultats: None,
):
    """Write what was edited in an export, and return a moteur.Compte.

    *options*: a moteur.Options (``simulation`` and ``tout_ou_rien`` count); the callbacks are those
    of ``moteur.importer``. Raises FichierIllisible.
    """
    fichier = Fichier(chemin, charger("retouche"))
    compte = moteur.Compte(
        colonnes_ignorees=fichier.colonnes_ignorees,
        avertissements=fichier.avertissements,
        ecrit=not options.simulation,
    )
    passage = _Passage(options, auteur, dans_le_lot)
    try:
        with transaction.atomic() if options.tout_ou_rien else nullcontext():
            lignes = iter(fichier.lignes())
            while lot := list(islice(lignes, moteur.TAILLE_DE_LOT)):
                resultats = passage.traiter(lot)
                compte.ajouter(resultats)
                sur_resultats(resultats)
                progres(compte.lues, fichier.total)
            if options.tout_ou_rien and compte.etats["refuse"]:
                raise _Annuler
    except _Annuler:
        compte.ecrit = False
    return compte


class _Annuler(Exception):  # noqa: N818 (an order, not a mistake)
    """Leaves a transaction so that nothing of it stays."""


class _Passage:
    """One run: its taxonomies, the references that it has seen."""

    def __init__(self, options, auteur, dans_le_lot):
        self.options, self.auteur, self.dans_le_lot = options, auteur, dans_le_lot
        self.classeur, self.vues = Classeur(), {}

    def traiter(self, lignes):
        """Return the Resultats of a chunk of rows, in their order."""
        resultats = []
        with suppress(_Annuler), transaction.atomic():
            resultats += self._ecrire(lignes)
            if self.options.simulation:
                raise _Annuler
            self.dans_le_lot(resultats)
        return resultats

    def _ecrire(self, lignes):
        connus = self._acteurs(lignes)
        photos = photographier([pk for pk, _statut in connus.values()])
        resultats, a_ecrire = [], []
        for ligne in lignes:
            refus, pk = self._refus(ligne, connus)
            if refus:
                fiche = Fiche(ligne.numero, nom=ligne.cellules.get("nom", "")[:200])
                resultats.append(Resultat(fiche, "refuse", refus))
                continue
            fiche = lire(ligne, comparer(ligne, photos[pk]), self.classeur)
            fiche.identifiant = _ref(ligne)
            resultat = Resultat(fiche, "inchange", acteur=pk)
            resultats.append(resultat)
            if fiche.refus:
                resultat.etat, resultat.raison = "refuse", fiche.refus
            elif fiche.champs:
                a_ecrire.append(resultat)
        self._appliquer(a_ecrire)
        return resultats

    def _appliquer(self, resultats):
        """All at once, or one by one when the database refuses."""
        ecritures = [Ecriture(r.fiche.champs, acteur=r.acteur) for r in resultats]
        try:
            with transaction.atomic():
                bilans = appliquer_lot(ecritures, REDACTION, self.auteur)
        except moteur.REFUS_DE_LA_BASE:
            bilans = [self._appliquer_un(ecriture) for ecriture in ecritures]
        for resultat, bilan in zip(resultats, bilans, strict=True):
            if isinstance(bilan, str):
                resultat.etat, resultat.raison = "refuse", bilan
            else:
                resultat.etat, resultat.bilan = bilan.etat, bilan
                moteur.dire_ce_qui_reste(resultat.fiche, bilan)

    def _appliquer_un(self, ecriture):
        try:
            with transaction.atomic():
                return appliquer_lot([ecriture], REDACTION, self.auteur)[0]
        except moteur.REFUS_DE_LA_BASE as erreur:
            return moteur.raison_de_la_base(erreur)

    def _acteurs(self, lignes):
        """{reference: (key, state)} of the entries that the rows name."""
        voulues = {_ref(ligne) for ligne in lignes} - {""}
        acteurs = Acteur.objects.filter(ref__in=voulues).values_list("ref", "pk", "statut")
        return {ref: (pk, statut) for ref, pk, statut in acteurs}

    def _refus(self, ligne, connus):
        """(why a row is refused, or ""; the key of its entry)."""
        if ligne.defaut:
            return ligne.defaut, None
        ref = _ref(ligne)
        if not ref:
            return _("sans référence : pour un nouvel acteur, importez une liste"), None
        if ref not in connus:
            return _("aucune fiche ne porte la référence %s") % ref[:20], None
        if ref in self.vues:
            return _("même acteur que la ligne %s") % self.vues[ref], None
        self.vues[ref] = ligne.numero
        pk, statut = connus[ref]
        if statut == Acteur.Statut.FUSIONNE:
            return _("cette fiche a été fusionnée avec une autre depuis l’export"), None
        return "", pk


def _ref(ligne):
    return refs.normaliser(str(ligne.cellules.get("ref", "")))
