"""`manage.py geocoder`: one pass over the places without a position. See docs/geocodage.md."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from annuaire.geocodage import passes
from annuaire.geocodage.lieux import a_demander, en_toutes_lettres
from socle import baux
from socle.travaux import BAIL_S, nom_de_titulaire


class Command(BaseCommand):
    help = "Geocode public addresses that have no position; what is done is not done again."

    def add_arguments(self, parser):
        parser.add_argument("--limite", type=int, metavar="N", help="ask for N places at most")
        parser.add_argument(
            "--simulation", action="store_true", help="list what would be sent; send nothing"
        )

    def handle(self, *args, **options):
        if options["simulation"]:
            for lieu in a_demander()[: options["limite"]]:
                self.stdout.write(en_toutes_lettres(lieu))
            self.stdout.write(_("Simulation : rien n’a été envoyé."))
            return
        if not settings.GEOCODAGE_URL:
            raise CommandError(_("Aucun service : donnez son adresse dans GEOCODAGE_URL."))
        compte = self._passer(options["limite"])
        self.stdout.write(
            _("Demandées : %(demandes)s ; placées : %(places)s ; à placer : %(a_placer)s.")
            % vars(compte)
        )
        if compte.erreur:
            raise CommandError(compte.erreur)

    def _passer(self, limite):
        titulaire = nom_de_titulaire()
        if not baux.prendre(passes.BAIL, titulaire, secondes=BAIL_S, meme_avant_l_heure=True):
            raise CommandError(_("Un autre passage est en cours : réessayez plus tard."))
        try:
            return passes.passer(
                limite=limite,
                continuer=lambda: baux.prolonger(passes.BAIL, titulaire, secondes=BAIL_S),
            )
        finally:
            baux.rendre(passes.BAIL, titulaire, dans=0)
