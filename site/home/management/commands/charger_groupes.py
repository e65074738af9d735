"""`manage.py charger_groupes`: the groups of the portal, and the workflows between them."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from home.groupes import charger


class Command(BaseCommand):
    help = "Create the five groups of the portal, and the workflows of pages and of actors."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forcer",
            action="store_true",
            help=_("Rend aux groupes connus les droits qui leur manquent."),
        )

    def handle(self, *args, **options):
        bilan = charger(forcer=options["forcer"])
        for phrase, noms in (
            (_("  créés : %(noms)s"), bilan.crees),
            (_("  droits remis : %(noms)s"), bilan.remis),
            (_("  gardés tels quels : %(noms)s"), bilan.gardes),
        ):
            if noms:
                self.stdout.write(phrase % {"noms": ", ".join(noms)})
