"""`manage.py verifier_guide`: do the sheets of the guide keep their own rules?"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from home.modeles import est_un_modele
from home.models import FichePage, Temoignage
from home.regles_du_guide import examiner, fautes_des_temoignages, fautes_du_glossaire
from socle.models import MotDuGlossaire

GABARIT = "{:<44.44}{:>6}{:>9}{:>11}{:>11}{:>12}{:>13}{:>9}"


class Command(BaseCommand):
    help = "Say, per published sheet, words, sources, undated figures, glossary, readability."

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            fautes = self._fiches() + self._glossaire()
            if fautes:
                raise CommandError(
                    _("%(n)d règle(s) manquée(s) :") % {"n": len(fautes)} + "\n" + "\n".join(fautes)
                )
            self.stdout.write(_("Toutes les règles sont tenues."))

    def _fiches(self):
        tete = (
            *(_("fiche"), _("mots"), _("sources"), _("sans date"), _("glossaire")),
            *(_("recherches"), _("lisibilité"), _("résumé")),
        )
        self.stdout.write(GABARIT.format(*tete))
        fiches = FichePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
        fiches = fiches.exclude(est_un_modele())
        fautes = []
        for fiche in fiches.order_by("path"):
            examen = examiner(fiche)
            self.stdout.write(
                GABARIT.format(
                    *(examen.titre, examen.mots, examen.sources, examen.sans_date),
                    *(examen.glossaire, examen.recherches),
                    *(f"{examen.lisibilite:.0f}", f"{examen.resume:.0f}"),
                )
            )
            fautes += [f"- {examen.titre} : {faute}" for faute in examen.fautes]
        return fautes

    def _glossaire(self):
        lignes = MotDuGlossaire.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        fautes = fautes_du_glossaire(lignes) + fautes_des_temoignages(Temoignage.objects.all())
        return [f"- {faute}" for faute in fautes]
