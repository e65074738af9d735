"""Prove that the index of the search server is the table, or say where it is not."""

import sys

from django.core.management.base import BaseCommand, CommandError

from search import expedition, reconstruction, verification
from search.expedition import Indisponible
from search.moteurs.elastique import etat as etats

ECARTS = (
    ("manquants", "absents de l’index"),
    ("fantomes", "dans l’index seulement"),
    ("anciens", "plus anciens dans l’index"),
    ("futurs", "plus récents dans l’index"),
    ("differents", "d’un autre contenu (échantillon)"),
)


class Command(BaseCommand):
    help = "Compare l’index d’Elasticsearch à la table des documents\u202f; code 1 s’ils diffèrent."

    def add_arguments(self, parser):
        parser.add_argument("--reparer", action="store_true", help="Rend l’index égal à la table.")

    def handle(self, *args, reparer, **options):
        if not expedition.est_servi():
            raise CommandError("ELASTICSEARCH_URL n’est pas réglé\u202f: il n’y a pas d’index.")
        try:
            constat = verification.verifier()
            self._dire(constat)
            if reparer and not constat.egal:
                self._reparer(constat)
                constat = verification.verifier()
                self._dire(constat)
        except Indisponible as erreur:
            raise CommandError(f"Elasticsearch ne répond pas ({erreur}).") from erreur
        except reconstruction.DejaEnCours as erreur:
            raise CommandError(str(erreur)) from erreur
        if not constat.egal:
            sys.exit(1)

    def _reparer(self, constat):
        if constat.etat != etats.PRET or constat.differents.nombre:
            # The sample only shows some of the contents that differ: all are made again.
            bilan = reconstruction.reconstruire()
            expedition.expedier()
            self.stdout.write(f"Index reconstruit\u202f: {bilan.documents} documents.")
        else:
            self.stdout.write(f"{verification.reparer()} documents réparés.")

    def _dire(self, constat):
        ecrire = self.stdout.write
        if constat.etat != etats.PRET:
            return ecrire(f"L’index n’est pas utilisable\u202f: {etats.EN_CLAIR[constat.etat]}.")
        ecrire(
            f"{constat.table} documents dans la table, {constat.index} dans l’index, "
            f"{constat.compares} contenus comparés."
        )
        if constat.en_attente:
            attente = f"{constat.en_attente} attendent leur envoi"
            ecrire(f"{attente}\u202f: le travailleur tourne-t-il\u202f?")
        for nom, en_clair in ECARTS:
            ecarts = getattr(constat, nom)
            if ecarts.nombre:
                cles = ", ".join(map(str, ecarts.cles))
                suite = "…" if ecarts.nombre > len(ecarts.cles) else ""
                ecrire(f"{ecarts.nombre} {en_clair}\u202f: {cles}{suite}")
        if constat.egal:
            ecrire("L’index est égal à la table.")
        return None
