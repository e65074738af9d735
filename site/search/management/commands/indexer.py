"""Build the index of the search server anew, or for the first time."""

from django.core.management.base import BaseCommand, CommandError

from search import expedition, reconstruction
from search.expedition import Indisponible
from search.models import Document


class Command(BaseCommand):
    help = "Reconstruit l’index d’Elasticsearch\u202f; l’ancien répond pendant ce temps."

    def handle(self, *args, **options):
        if not expedition.est_servi():
            raise CommandError("ELASTICSEARCH_URL n’est pas réglé\u202f: il n’y a pas d’index.")
        with reconstruction.peu_de_pages():
            self._total, self._fait = Document.objects.vivants().count(), 0
        self._bavard = options["verbosity"] > 0
        try:
            bilan = reconstruction.reconstruire(self._avancer)
            expedition.expedier()
        except (Indisponible, reconstruction.DejaEnCours) as erreur:
            raise CommandError(
                f"Elasticsearch n’a pas suivi ({erreur}). L’ancien index, s’il y en a un, répond."
                if isinstance(erreur, Indisponible)
                else str(erreur)
            ) from erreur
        if self._bavard:
            self.stderr.write("")
        self.stdout.write(f"{bilan.documents} documents dans l’index {bilan.index}.")
        if bilan.refuses:
            cles = ", ".join(map(str, bilan.refuses[:10]))
            raise CommandError(
                f"{len(bilan.refuses)} documents refusés par le serveur\u202f: {cles}."
            )

    def _avancer(self, nombre):
        self._fait += nombre
        if self._bavard:
            part = 100 * self._fait // max(self._total, 1)
            self.stderr.write(f"\r{self._fait} documents sur {self._total} ({part} %)", ending="")
