"""The report of an import: one line a row, safe to open in a spreadsheet."""

import csv

from django.utils.translation import gettext_lazy as _

COLONNES = ("ligne", "identifiant", "nom", "resultat", "raison", "remarques")
RESULTATS = {
    "cree": _("créée"),
    "modifie": _("mise à jour"),
    "inchange": _("inchangée"),
    "refuse": _("refusée"),
}
_FORMULE = ("=", "+", "-", "@", "\t", "\r")


def neutraliser(texte):
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{texte}" if texte.startswith(_FORMULE) else texte


class Rapport:
    """A CSV file with « ; », in UTF-8 with its mark: what French spreadsheets expect."""

    def __init__(self, chemin):
        """Raise OSError when the file cannot be written."""
        self._flux = open(chemin, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 (closed by close)
        self._ecrivain = csv.writer(self._flux, delimiter=";")
        self._ecrivain.writerow(COLONNES)

    def ecrire(self, resultats):
        """Add the rows of a chunk."""
        for resultat in resultats:
            fiche = resultat.fiche
            cellules = (
                fiche.identifiant,
                fiche.nom,
                str(RESULTATS[resultat.etat]),
                resultat.raison,
                " · ".join(r.texte for r in fiche.remarques),
            )
            self._ecrivain.writerow([fiche.ligne, *map(neutraliser, cellules)])
        self._flux.flush()

    def ecrire_absentes(self, absentes):
        """Add actors that the file no longer names."""
        for absente in absentes:
            raison = _("n’est plus dans le fichier depuis le %(jour)s ; fiche %(ref)s gardée") % {
                "jour": absente.depuis.strftime("%d/%m/%Y"),
                "ref": absente.ref,
            }
            cellules = (absente.identifiant, absente.nom, _("absente"), raison, "")
            self._ecrivain.writerow(["", *(neutraliser(str(c)) for c in cellules)])
        self._flux.flush()

    def close(self):
        self._flux.close()
