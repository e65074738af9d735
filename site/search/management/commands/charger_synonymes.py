"""Load the default synonyms."""

from django.core.management.base import BaseCommand

from search import synonymes


class Command(BaseCommand):
    help = "Ajoute les synonymes par défaut qui manquent\u202f; ne change pas ceux des rédacteurs."

    def handle(self, *args, **options):
        self.stdout.write(f"{synonymes.charger()} groupes de synonymes ajoutés.")
