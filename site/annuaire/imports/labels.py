"""The column « labels »: « ESUS | AB (vérifié, 2027-01-31, FR-BIO-01) »."""

import re

from django.utils.translation import gettext as _

from annuaire.models import LabelActeur
from search.analyse import plier

from .valeurs import jour, lister

_FORME = re.compile(r"^([^()]*)(?:\(([^()]*)\))?\s*$")
_ETATS = {
    "declare": LabelActeur.Etat.DECLARE,
    "verifie": LabelActeur.Etat.VERIFIE,
    "expire": LabelActeur.Etat.EXPIRE,
}
_ADRESSE = re.compile(r"^https?://[^\s/]+\.[^\s]+$", re.IGNORECASE)
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$|^\d{1,2}/\d{1,2}/\d{4}$")


def lire_labels(fiche, valeur, classeur):
    """Return the label rows of a cell (see provenances); unknown labels are remarked.

    In brackets, in any order: the state (déclaré unless told), the day it expires, its number,
    the address of its proof. « vérifié » without a proof is a remark, and only declared.
    """
    rangees = {}
    for ecrit in lister(valeur):
        trouve = _FORME.match(ecrit)
        pk = classeur.labels.trouver(trouve[1]) if trouve else None
        if pk is None:
            fiche.remarquer("label", _("Agrément ou label « %s » : inconnu.") % ecrit[:80])
            continue
        label = {"type_id": pk, **_precisions(fiche, trouve[2] or "")}
        if label["numero"]:
            label["organisme"] = classeur.labels.rangees[pk].organisme
        if label["etat"] == "verifie" and not LabelActeur(**label).prouve:
            fiche.remarquer("label", _("« %s » : sans preuve, il est déclaré.") % ecrit[:80])
            label["etat"] = "declare"
        rangees[pk] = label
    return list(rangees.values())


def _precisions(fiche, texte):
    label = {"etat": "declare", "numero": "", "organisme": "", "preuve": "", "expire_le": None}
    for precision in filter(None, (p.strip() for p in texte.split(","))):
        etat = next((e for debut, e in _ETATS.items() if plier(precision).startswith(debut)), None)
        if etat:
            label["etat"] = str(etat.value)
        elif _ADRESSE.match(precision) and len(precision) <= 400:
            label["preuve"] = precision
        elif _DATE.match(precision):
            label["expire_le"] = jour(fiche, _("Expiration"), precision)
        else:
            label["numero"] = precision[:80]
    return label
