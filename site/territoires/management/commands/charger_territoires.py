"""`manage.py charger_territoires`: fill « Où ? » with the territories of France."""

import time

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from territoires.chargement import charger


class Command(BaseCommand):
    help = "Load régions, départements, EPCI and communes; a second run changes nothing."

    def handle(self, *args, **options):
        debut = time.monotonic()
        bilan = charger(progres=self._dire)
        if not bilan.a_change:
            self.stdout.write(_("Les territoires étaient à jour : rien n’a changé."))
        else:
            duree = f"{time.monotonic() - debut:.1f}".replace(".", ",")
            self.stdout.write(_("Territoires chargés en %(duree)s s.") % {"duree": duree})

    def _dire(self, compte):
        """Say where the loading is, one line per table as soon as it is done."""
        self.stdout.write(
            _(
                "  %(nom)s : %(total)d lignes, %(crees)d créées, %(modifies)d modifiées, "
                "%(supprimes)d supprimées, %(inchanges)d inchangées"
            )
            % {
                "nom": compte.nom,
                "total": compte.total,
                "crees": compte.crees,
                "modifies": compte.modifies,
                "supprimes": compte.supprimes,
                "inchanges": compte.inchanges,
            }
        )
        if compte.conserves:
            self.stdout.write(
                _("    %(n)d absentes des fichiers, conservées") % {"n": compte.conserves}
            )
        self.stdout.flush()
