"""`manage.py annuler_import`: undo a list that was uploaded in the administration."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from annuaire.imports.depots import annulations, passages
from annuaire.imports.depots import depot as depots
from annuaire.models import DepotImport


class Command(BaseCommand):
    help = "Undo an uploaded import: what it made goes, what it changed comes back."

    def add_arguments(self, parser):
        parser.add_argument("numero", type=int, help="the number in the address of its screen")
        parser.add_argument("--simulation", action="store_true", help="say what would be done")

    def handle(self, *args, **options):
        depot = DepotImport.objects.filter(pk=options["numero"]).first()
        if depot is None or not depots.est_annulable(depot):
            raise CommandError(_("Cet import ne peut pas, ou plus, être annulé."))
        if options["simulation"]:
            for decision in annulations.prevoir(depot):
                raisons = annulations.raisons_en_mots(decision.raisons or decision.retour)
                self.stdout.write(f"{decision.action} {decision.acteur.ref} {raisons}")
            return
        try:
            depots.demander(depot, DepotImport.Tache.ANNULER)
        except ValidationError as erreur:
            raise CommandError(erreur.messages[0]) from None
        passages.executer(depot)
        depot.refresh_from_db()
        if depot.erreur or depot.tache:
            raise CommandError(depot.erreur or _("L’annulation n’est pas finie : relancez."))
        fait = depot.annulation
        self.stdout.write(
            _("%(supprimees)s supprimées, %(retablies)s rétablies, %(gardees)s gardées.")
            % {**fait, "gardees": len(fait["gardees"])}
        )
