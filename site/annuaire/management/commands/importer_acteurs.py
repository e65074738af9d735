"""`manage.py importer_acteurs`: a list of actors into the directory. See docs/import.md."""

from contextlib import closing, nullcontext

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.imports import moteur, profils
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.octets import raison_en_mots
from annuaire.imports.rapport import Rapport

LARGEUR = 30
ABSENTES_DITES = 20


def bilan(compte):
    """Return the sentence that counts every row of an import (a Compte)."""
    n = {etat: compte.etats[etat] for etat in ("cree", "modifie", "inchange", "refuse")}
    n |= {"lues": compte.lues, "remarques": compte.remarques.total()}
    # Zero is singular in French, and « ngettext » follows English where nothing is translated.
    accord = {nom: max(nombre, 1) for nom, nombre in n.items()}
    lues = ngettext("%s ligne lue", "%s lignes lues", accord["lues"]) % n["lues"]
    remarques = ngettext("%s remarque", "%s remarques", accord["remarques"]) % n["remarques"]
    suites = (
        ngettext("%s créée", "%s créées", accord["cree"]) % n["cree"],
        ngettext("%s mise à jour", "%s mises à jour", accord["modifie"]) % n["modifie"],
        ngettext("%s inchangée", "%s inchangées", accord["inchange"]) % n["inchange"],
        ngettext("%s refusée", "%s refusées", accord["refuse"]) % n["refuse"],
    )
    return _("%(lues)s : %(suites)s ; %(remarques)s ; %(domaine)s avec un domaine.") % {
        "lues": lues,
        "suites": ", ".join(suites),
        "remarques": remarques,
        "domaine": compte.avec_domaine,
    }


class Command(BaseCommand):
    help = "Import a list (CSV, JSON, XLSX, ODS); a second run of one file changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("fichier")
        parser.add_argument("--profil", required=True, choices=profils.NOMS)
        parser.add_argument("--source", required=True, metavar="NOM")
        parser.add_argument("--licence", required=True, metavar="TEXTE")
        parser.add_argument("--simulation", action="store_true", help="write nothing, report all")
        parser.add_argument(
            "--tout-ou-rien", action="store_true", help="one refused row and nothing is written"
        )
        parser.add_argument("--brouillon", action="store_true", help="do not publish new actors")
        parser.add_argument(
            "--partiel", action="store_true", help="part of the list: do not look for rows gone"
        )
        parser.add_argument("--rapport", metavar="RAPPORT.CSV", help="one line a row, with reasons")

    def handle(self, *args, **options):
        demande = self._options(options)
        profil = profils.charger(options["profil"])
        self._palier, self._absentes = -1, 0
        try:
            rapport = Rapport(options["rapport"]) if options["rapport"] else None
        except OSError as erreur:
            raise CommandError(
                _("Impossible d’écrire le rapport : %s.") % raison_en_mots(erreur)
            ) from None
        with closing(rapport) if rapport else nullcontext():
            try:
                compte = moteur.importer(
                    options["fichier"],
                    profil,
                    demande,
                    sur_resultats=rapport.ecrire if rapport else lambda resultats: None,
                    progres=self._progres,
                    sur_absentes=rapport.ecrire_absentes if rapport else self._montrer_absentes,
                )
            except FichierIllisible as erreur:
                raise CommandError(str(erreur)) from None
            except DatabaseError as erreur:
                raise CommandError(
                    _("La base ne répond pas (%s). Relancez : ce qui est entré ne change pas.")
                    % str(erreur).split("\n")[0]
                ) from erreur
        self._dire(compte, demande)

    def _options(self, options):
        source, licence = options["source"].strip(), options["licence"].strip()
        for nom, valeur in (("--source", source), ("--licence", licence)):
            if not 0 < len(valeur) <= 120:
                raise CommandError(_("%s : de 1 à 120 signes.") % nom)
        return moteur.Options(
            source,
            licence,
            simulation=options["simulation"],
            tout_ou_rien=options["tout_ou_rien"],
            brouillon=options["brouillon"],
            partiel=options["partiel"],
        )

    def _progres(self, faites, total):
        """A bar on a terminal; elsewhere a line every tenth of the file."""
        part = min(faites / total, 1)
        if self.stderr.isatty():
            plein = round(part * LARGEUR)
            barre = "█" * plein + "░" * (LARGEUR - plein)
            fin = "\n" if faites >= total else ""
            self.stderr.write(f"\r{barre} {faites}/{total}", ending=fin, style_func=str)
            self.stderr.flush()
        elif int(part * 10) > self._palier:
            self._palier = int(part * 10)
            self.stderr.write(f"{faites}/{total}", style_func=str)

    def _montrer_absentes(self, absentes):
        """Without a report, the first ones are named on the spot."""
        for absente in absentes[: max(ABSENTES_DITES - self._absentes, 0)]:
            self.stdout.write(_("Absente : %(nom)s (%(ref)s)") % absente._asdict())
        self._absentes += len(absentes)

    def _dire(self, compte, demande):
        for phrase in compte.avertissements:
            self.stderr.write(phrase)
        if compte.colonnes_ignorees:
            colonnes = ", ".join(c[:40] for c in compte.colonnes_ignorees[:30])
            self.stderr.write(_("Colonnes non reprises : %s.") % colonnes)
        self.stdout.write(bilan(compte))
        if compte.absentes:
            self.stdout.write(
                ngettext(
                    "%s absente : cette source la nommait, ce fichier non. "
                    "Rien n’est effacé ni caché.",
                    "%s absentes : cette source les nommait, ce fichier non. "
                    "Rien n’est effacé ni caché.",
                    compte.absentes,
                )
                % compte.absentes
            )
        for genre, nombre in compte.remarques.most_common():
            self.stdout.write(f"  {genre} : {nombre}")
        if demande.tout_ou_rien and compte.etats["refuse"]:
            raise CommandError(_("Rien n’a été écrit : des lignes sont refusées."))
        if demande.simulation:
            self.stdout.write(_("Simulation : rien n’a été écrit."))
