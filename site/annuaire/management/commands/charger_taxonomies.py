"""`manage.py charger_taxonomies`: the default domains, gestures, publics, networks and labels."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from annuaire.taxonomies_par_defaut import charger


class Command(BaseCommand):
    help = "Load the default taxonomies; what editors changed is kept unless --forcer."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forcer",
            action="store_true",
            help=_("Redonne aux entrées connues ce que disent les fichiers."),
        )

    def handle(self, *args, **options):
        comptes = charger(forcer=options["forcer"], progres=self._dire)
        gardes = sum(compte.gardes for compte in comptes)
        if gardes:
            self.stdout.write(
                _(
                    "Entrées modifiées par la rédaction et gardées : %(n)d "
                    "(--forcer leur redonne ce que disent les fichiers)."
                )
                % {"n": gardes}
            )
        elif not any(compte.crees or compte.modifies for compte in comptes):
            self.stdout.write(_("Les taxonomies étaient à jour : rien n’a changé."))

    def _dire(self, compte):
        """One line a taxonomy, as soon as it is done."""
        self.stdout.write(
            _(
                "  %(nom)s : %(total)d entrées, %(crees)d créées, %(modifies)d modifiées, "
                "%(gardes)d gardées telles quelles, %(inchanges)d inchangées"
            )
            % {
                "nom": compte.nom,
                "total": compte.total,
                "crees": compte.crees,
                "modifies": compte.modifies,
                "gardes": compte.gardes,
                "inchanges": compte.inchanges,
            }
        )
