"""Make every search document again."""

from django.core.management.base import BaseCommand, CommandError

from search import documents


class Command(BaseCommand):
    help = "Refait tous les documents de recherche (ou ceux d’un type)."

    def add_arguments(self, parser):
        parser.add_argument("--type", help="Un seul type, par exemple acteur.")

    def handle(self, *args, type=None, **options):
        if type and type not in documents.types_connus():
            connus = ", ".join(documents.types_connus()) or "aucun"
            raise CommandError(f"Type inconnu\u202f: {type}. Types connus\u202f: {connus}.")
        self._total = 0
        self._bavard = options["verbosity"] > 0
        vus = documents.reconstruire(type, self._avancer)
        self.stdout.write(f"{vus} objets relus.")

    def _avancer(self, nombre):
        self._total += nombre
        if self._bavard:
            self.stderr.write(f"\r{self._total} objets", ending="")
