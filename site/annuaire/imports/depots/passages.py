"""Running what was asked of an uploaded file, in pieces that a kill neither loses nor doubles.

Each chunk writes its rows and its traces in its own transaction. A task that was stopped starts
again from the top: rows that are in are found « inchangée », and what the first pass noted stays.
"""

import logging
from collections import Counter
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from annuaire.imports import moteur
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.retouches import passage as retouches
from annuaire.models import Acteur, DepotImport, Etiquette, IdentifiantExterne, LigneImport
from socle.travaux import nom_de_titulaire

from . import annulations, sources
from . import depot as depots
from .correspondances import profil_de
from .traces import noter

journal = logging.getLogger(__name__)
BAIL_S = 60  # longer than any chunk takes
ESSAIS_MAX = 3
Etat, Tache = DepotImport.Etat, DepotImport.Tache


class Interrompu(Exception):  # noqa: N818 (an order, not a mistake)
    """Leaves a pass whose lease was lost, or whose worker must stop."""


def executer(depot, continuer=lambda: True):
    """Do what was asked of *depot*, unless somebody else is at it. Return whether it was done.

    *continuer*: asked at each chunk; False stops there, and the task waits for the next pass.
    """
    titulaire = nom_de_titulaire()
    if not _prendre(depot, titulaire):
        return False
    depot.refresh_from_db()
    if depot.essais > ESSAIS_MAX:
        _finir(
            depot,
            titulaire,
            erreur=_("Interrompu trois fois : relancez, rien n’entrera deux fois."),
        )
        return False
    passage = _Passage(depot, titulaire, continuer)
    try:
        passage.faire()
    except Interrompu:
        _lacher(depot, titulaire)
        return False
    except (FichierIllisible, ValidationError) as erreur:
        phrase = erreur.messages[0] if isinstance(erreur, ValidationError) else str(erreur)
        _finir(depot, titulaire, erreur=phrase)
        return False
    except Exception:
        # It will be tried again; whoever waits must not wait for the lease to run out.
        _lacher(depot, titulaire)
        raise
    return True


def reprendre(continuer=lambda: True):
    """Do every task that waits, the oldest first (the worker's loop)."""
    en_attente = DepotImport.objects.exclude(tache="").order_by("depose_le", "pk")
    for depot in en_attente:
        if not continuer():
            return
        tenter(depot, continuer)


def tenter(depot, continuer=lambda: True):
    """``executer``; what breaks is logged, and the task waits for the worker."""
    try:
        return executer(depot, continuer)
    except Exception:  # one file that breaks must keep neither a person nor the others waiting
        journal.exception("L’import %s s’est arrêté", depot.pk)
        return False


def _prendre(depot, titulaire):
    """Take the lease of a task, atomically; False when there is no task, or it is held."""
    maintenant = timezone.now()
    libres = DepotImport.objects.filter(
        Q(bail_jusqua__isnull=True) | Q(bail_jusqua__lt=maintenant), pk=depot.pk
    ).exclude(tache="")
    return bool(
        libres.update(
            titulaire=titulaire,
            bail_jusqua=maintenant + timedelta(seconds=BAIL_S),
            essais=F("essais") + 1,
        )
    )


def _lacher(depot, titulaire):
    DepotImport.objects.filter(pk=depot.pk, titulaire=titulaire).update(
        titulaire="", bail_jusqua=None
    )


def _finir(depot, titulaire, **champs):
    """Close the task: *champs* to write, or the sentence that says why it failed."""
    if erreur := champs.get("erreur"):
        champs["erreur"] = erreur[:400]
        # What is partly in the directory stays undoable.
        champs.setdefault("etat", Etat.IMPORTE if depot.traces.exists() else Etat.ECHOUE)
        if champs["etat"] == Etat.IMPORTE and not depot.importe_le:
            champs |= {"importe_le": timezone.now(), "compte": compter(depot, {})}
    champs |= {"tache": "", "titulaire": "", "bail_jusqua": None, "essais": 0}
    DepotImport.objects.filter(pk=depot.pk, titulaire=titulaire).update(**champs)
    depot.refresh_from_db()


def compter(depot, compte):
    """*compte* with the rows by state, as the table has them: those of every pass."""
    simulation = depot.etat != Etat.IMPORTE and depot.tache != Tache.IMPORTER
    lignes = LigneImport.objects.filter(depot=depot, simulation=simulation)
    etats = dict(lignes.order_by().values_list("etat").annotate(n=Count("pk")))
    return {**compte, "etats": etats}


class _Passage:
    """One pass over a file."""

    def __init__(self, depot, titulaire, continuer):
        self.depot, self.titulaire, self.continuer = depot, titulaire, continuer
        self.faites = 0

    def faire(self):
        if self.depot.tache == Tache.ANNULER:
            return self._annuler()
        self.simulation = self.depot.tache == Tache.SIMULER
        self._preparer()
        compte = self._lire()
        if not compte.ecrit and not self.simulation:
            phrase = _(
                "Rien n’est entré : des lignes sont refusées, et vous avez choisi tout ou rien."
            )
            return _finir(self.depot, self.titulaire, etat=Etat.SIMULE, erreur=phrase)
        resume = {
            "remarques": dict(Counter(compte.remarques)),
            "avertissements": compte.avertissements,
            "ignorees": compte.colonnes_ignorees[:50],
        }
        fait = {"etat": Etat.SIMULE} if self.simulation else {"etat": Etat.IMPORTE}
        if not self.simulation:
            fait["importe_le"] = timezone.now()
        with transaction.atomic():
            _finir(self.depot, self.titulaire, compte=compter(self.depot, resume), **fait)
            if not self.simulation:
                # What was foreseen is of no more use, and names people.
                LigneImport.objects.filter(depot=self.depot, simulation=True).delete()
                log(instance=self.depot, action="annuaire.importer", user=self.depot.demandeur)
        return None

    def _preparer(self):
        """Take away what an earlier simulation, or the end of a pass that was cut, left."""
        lignes = LigneImport.objects.filter(depot=self.depot, simulation=self.simulation)
        if self.simulation:
            lignes.delete()
            return
        lignes.filter(etat=LigneImport.Etat.ABSENTE).delete()
        if self.depot.absences is None:
            dates = IdentifiantExterne.objects.filter(
                source=self.depot.source_id, absent_depuis__isnull=False
            ).values_list("identifiant", "absent_depuis")
            self.depot.absences = {nom: jour.isoformat() for nom, jour in dates}
            self.depot.etiquette_d_avant = Etiquette.objects.aggregate(n=Max("pk"))["n"] or 0
            self.depot.save(update_fields=["absences", "etiquette_d_avant"])

    def _lire(self):
        depot = self.depot
        source = depot.source
        options = moteur.Options(
            source.nom if source else "",
            source.licence if source else "",
            simulation=self.simulation,
            tout_ou_rien=depot.tout_ou_rien,
            brouillon=depot.brouillon,
            partiel=depot.partiel,
        )
        suites = {"sur_resultats": self._sur_resultats, "dans_le_lot": self._dans_le_lot}
        with depots.ouvrir(depot) as chemin:
            if depot.profil == DepotImport.Profil.RETOUCHE:
                return retouches.importer(chemin, options, depot.demandeur, **suites)
            if source is None:
                raise ValidationError(_("La source de cette liste n’existe plus."))
            return moteur.importer(
                chemin, profil_de(depot), options, sur_absentes=self._sur_absentes, **suites
            )

    def _dans_le_lot(self, resultats):
        """In the transaction of the chunk: its rows, what undoes it, and the lease."""
        self._tenir(len(resultats))
        noter(self.depot, resultats)
        self._ecrire_lignes(resultats)

    def _sur_resultats(self, resultats):
        if self.simulation:
            self._tenir(len(resultats))
            self._ecrire_lignes(resultats)

    def _tenir(self, lues):
        """Keep the lease and say how far it is; leave when it was lost."""
        self.faites += lues
        tenus = DepotImport.objects.filter(pk=self.depot.pk, titulaire=self.titulaire).update(
            bail_jusqua=timezone.now() + timedelta(seconds=BAIL_S), faites=self.faites
        )
        if not tenus or not self.continuer():
            raise Interrompu

    def _ecrire_lignes(self, resultats):
        """Rows that an earlier pass wrote stay: « créée » is not « inchangée » the second time."""
        LigneImport.objects.bulk_create(
            [_ligne(self.depot, r, self.simulation) for r in resultats], ignore_conflicts=True
        )

    def _sur_absentes(self, absentes):
        refs = [absente.ref for absente in absentes]
        acteurs = dict(Acteur.objects.filter(ref__in=refs).values_list("ref", "pk"))
        LigneImport.objects.bulk_create(
            LigneImport(
                depot=self.depot,
                simulation=self.simulation,
                identifiant=absente.identifiant,
                nom=absente.nom[:200],
                etat=LigneImport.Etat.ABSENTE,
                acteur_id=acteurs.get(absente.ref),
                raison=_("n’est plus dans le fichier depuis le %(jour)s ; fiche %(ref)s gardée")
                % {"jour": absente.depuis.strftime("%d/%m/%Y"), "ref": absente.ref},
            )
            for absente in absentes
        )

    def _annuler(self):
        bilan = annulations.annuler(self.depot, self.depot.demandeur, self._tenir)
        with transaction.atomic():
            _finir(
                *(self.depot, self.titulaire),
                etat=Etat.ANNULE,
                annulation=bilan,
                annule_le=timezone.now(),
            )
            sources.oublier_les_inutiles()  # those that rows of the list named
            log(instance=self.depot, action="annuaire.annuler_import", user=self.depot.demandeur)


def _ligne(depot, resultat, simulation):
    fiche = resultat.fiche
    return LigneImport(
        depot=depot,
        simulation=simulation,
        numero=fiche.ligne,
        identifiant=fiche.identifiant,
        nom=fiche.nom[:200],
        etat=resultat.etat,
        raison=str(resultat.raison),
        remarques=" · ".join(remarque.texte for remarque in fiche.remarques),
        champs=list(resultat.bilan.changes) if resultat.etat == "modifie" else [],
        # In a simulation, what was made is gone again.
        acteur_id=None if simulation and resultat.etat == "cree" else resultat.acteur,
    )
