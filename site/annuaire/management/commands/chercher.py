"""Search the directory from the command line, as the page does."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import translation

from annuaire import lots
from search.moteurs import MOTEURS
from search.ouvertures import QUAND
from socle.typographie import distance


class Command(BaseCommand):
    help = "Cherche dans l’annuaire : résultats classés, et pourquoi chacun répond."

    def add_arguments(self, parser):
        parser.add_argument("texte", nargs="?", default="", help="Ce que l’on cherche.")
        parser.add_argument("--ou", default="", metavar="LIEU", help="Commune, code postal…")
        parser.add_argument("--rayon", metavar="KM", help="Distance à vol d’oiseau autour du lieu.")
        parser.add_argument("--quand", choices=QUAND, help="Ce qui est sûrement ouvert alors.")
        parser.add_argument("--moteur", choices=sorted(MOTEURS), help="Celui des réglages sinon.")
        parser.add_argument("--json", action="store_true", help="Une réponse JSON.")
        parser.add_argument(
            "--lot",
            metavar="FICHIER",
            help="Une requête JSON par ligne (id, requete, lieu) ; - : entrée.",
        )

    def handle(self, *args, **options):
        try:
            self._repondre(**options)
        except DatabaseError as erreur:
            dit = str(erreur).split("\n")[0]
            raise CommandError(f"La base ne répond pas ({dit}).") from erreur

    def _repondre(self, *, texte, ou, rayon, quand, moteur, lot, **options):
        # Management commands run without a language: answers are those of the French page.
        with translation.override(settings.LANGUAGE_CODE):
            if lot:
                return self._lot(lot, moteur)
            try:
                moments = {"quand": [quand]} if quand else {}
                reponses = lots.repondre(lots.demander(texte, ou, rayon, moteur, **moments), moteur)
            except ValueError as erreur:
                raise CommandError(str(erreur)) from erreur
            if options["json"]:
                return self._ecrire(lots.en_json(reponses))
            return self._montrer(reponses)

    def _lot(self, chemin, moteur):
        try:
            brut = sys.stdin.buffer.read() if chemin == "-" else Path(chemin).read_bytes()
        except OSError as erreur:
            raise CommandError(f"Ce fichier ne s’ouvre pas : {erreur}") from erreur
        lignes = brut.decode("utf-8-sig", "replace").split("\n")
        for reponse in lots.repondre_au_lot(lignes, moteur):
            self._ecrire(reponse)

    def _ecrire(self, reponse):
        ligne = json.dumps(reponse, ensure_ascii=False)
        try:
            ligne.encode()
        except UnicodeEncodeError:  # half of a character, which only JSON's escapes can say back
            ligne = json.dumps(reponse)
        self.stdout.write(ligne)

    def _montrer(self, reponses):
        reponse = reponses.reponse
        for phrase in reponses.avertissements:
            self.stderr.write(phrase)
        if reponse.approche:
            self.stdout.write("Aucun résultat exact ; peut-être :")
        else:
            self.stdout.write(f"{reponse.total} résultat(s), {reponse.ms:.1f} ms")
        if reponse.correction:
            self.stdout.write(f"Lu comme : {reponse.correction}")
        for rang, ligne in enumerate(reponses.lignes, 1):
            details = (distance(ligne.distance_km), lots.pourquoi(ligne))
            suite = "".join(f" · {detail}" for detail in details if detail)
            self.stdout.write(f"{rang:>3}. {ligne.nom} [{ligne.ref}] {ligne.score:g}{suite}")
