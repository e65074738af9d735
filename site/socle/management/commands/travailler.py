"""Run the jobs of the house: scheduled publishing, index, mail, reminders…"""

import signal

from django.core.management.base import BaseCommand

from socle.travaux import nom_de_titulaire, registre


class Command(BaseCommand):
    help = "Fait tourner les travaux de fond ; plusieurs exemplaires peuvent tourner ensemble."

    def add_arguments(self, parser):
        parser.add_argument(
            "--une-fois", action="store_true", help="Un passage de chaque boucle, puis s’arrêter."
        )

    def handle(self, *args, une_fois, **options):
        titulaire = nom_de_titulaire()
        if une_fois:
            for nom, etat in registre.une_fois(titulaire).items():
                self.stdout.write(f"{nom} : {etat}")
            return
        for numero in (signal.SIGTERM, signal.SIGINT):
            signal.signal(numero, lambda *_: registre.arret.set())
        self.stdout.write(f"Au travail : {', '.join(registre.boucles)} ({titulaire})")
        self.stdout.flush()
        registre.sans_fin(titulaire)
        self.stdout.write("Arrêté.")
