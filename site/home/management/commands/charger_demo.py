"""`manage.py charger_demo`: the demonstration territory and its editor's account."""

import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home.demo import DemoImpossible, charger


class Command(BaseCommand):
    help = "Load the demonstration territory; a second run changes nothing. Refused in production."

    def handle(self, *args, **options):
        journal = logging.getLogger("wagtail")
        niveau = journal.level
        journal.setLevel(logging.WARNING)  # else one line a page drowns the progress
        try:
            bilan = charger(progres=self._avancer)
        except DemoImpossible as erreur:
            raise CommandError(str(erreur)) from erreur
        finally:
            journal.setLevel(niveau)
        self._conclure(bilan)

    def _conclure(self, bilan):
        """What was done, and how to sign in."""
        self.stdout.write(
            _("  acteurs\u00a0: %(cree)d créés, %(modifie)d modifiés, %(inchange)d inchangés")
            % bilan.acteurs
        )
        if bilan.pages:
            self.stdout.write(
                _("  pages créées\u00a0: %(pages)s") % {"pages": ", ".join(bilan.pages)}
            )
        if not bilan.a_change:
            self.stdout.write(_("La démonstration était à jour\u00a0: rien n’a changé."))
        self.stdout.write(
            _("  compte de la rédaction\u00a0: %(email)s, mot de passe\u00a0: %(motdepasse)s")
            % {"email": bilan.email, "motdepasse": bilan.motdepasse}
        )
        self.stdout.write(_("  (gardés dans %(fichier)s)") % {"fichier": bilan.fichier})

    def _avancer(self, faits, total):
        """One line that goes on in a terminal, one line a step elsewhere."""
        fin = "\r" if self.stdout.isatty() and faits < total else "\n"
        ligne = _("  acteurs\u00a0: %(faits)d sur %(total)d") % {"faits": faits, "total": total}
        self.stdout.write(ligne, ending=fin)
        self.stdout.flush()
