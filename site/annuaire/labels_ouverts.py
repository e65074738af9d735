"""A label in one cell, as `annuaire.imports.labels` reads it again."""

from annuaire.models import LabelActeur

# What separates things in the cell: written so that they no longer do.
_DANS_UNE_ADRESSE = {ord("("): "%28", ord(")"): "%29", ord(","): "%2C", ord("|"): "%7C"}


def ecrire(terme, label, etat):
    """« Demeter (vérifié, 2027-01-31, FR-BIO-01, https://…) »; *etat*: the one of the day."""
    nom = terme.nom if not set("()|") & set(terme.nom) else terme.court
    if etat != LabelActeur.Etat.VERIFIE:
        return nom
    numero = "" if set("(),|") & set(label.numero) else label.numero
    details = (
        str(etat.label),
        label.expire_le.isoformat() if label.expire_le else "",
        numero,
        label.preuve.translate(_DANS_UNE_ADRESSE),
    )
    return f"{nom} ({', '.join(filter(None, details))})"
