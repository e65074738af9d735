"""« D’où viennent ces informations »: the provenance of each field, summed up by source."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.cartes_facettes import termes
from annuaire.provenances import PROPRIETAIRE, REDACTION

# What readers call a group of fields, in the order of the entry.
GROUPES = {
    gettext_lazy("nom"): ("nom", "raison_sociale", "sigle"),
    gettext_lazy("présentation"): ("accroche", "description", "offre"),
    gettext_lazy("adresse"): ("lieux",),
    gettext_lazy("position sur la carte"): ("positions",),
    gettext_lazy("contacts"): (
        "contacts.telephone",
        "contacts.email",
        "contacts.site",
        "contacts.reseau",
    ),
    gettext_lazy("horaires"): ("horaires",),
    gettext_lazy("domaines et publics"): (
        "domaine_principal_id",
        "domaines",
        "gestes",
        "publics",
        "reseaux",
        "etiquettes",
    ),
    gettext_lazy("statut et identifiants"): (
        "famille",
        "forme_juridique",
        "siren",
        "siret",
        "rna",
        "naf",
        "effectif",
        "cree_en",
    ),
    gettext_lazy("labels"): ("labels",),
    gettext_lazy("zone d’intervention"): ("zones",),
    gettext_lazy("images"): ("logo_id", "photos"),
}


@dataclass(frozen=True, slots=True)
class Origine:
    """One source: what it gave, when it last did. ``source`` is a Source, or None for people."""

    champs: str
    auteur: str
    source: Any
    le: date | None


def origines(acteur):
    """Return the Origines of an actor, the one that gave most first. No query."""
    groupes, dates = defaultdict(list), {}
    for libelle, champs in GROUPES.items():
        notes = [acteur.provenance[champ] for champ in champs if champ in acteur.provenance]
        for cle in dict.fromkeys(note["source"] for note in notes):
            groupes[cle].append(libelle)
        for note in notes:
            dates[note["source"]] = max(dates.get(note["source"], ""), note.get("le", ""))
    trouvees = [_origine(cle, libelles, dates[cle]) for cle, libelles in groupes.items()]
    return sorted((o for o in trouvees if o), key=lambda o: -o.champs.count(","))


def _origine(cle, libelles, jour):
    champs = ", ".join(str(libelle) for libelle in libelles)
    champs = champs[:1].upper() + champs[1:]
    le = date.fromisoformat(jour) if jour else None
    if cle == PROPRIETAIRE:
        return Origine(champs, _("la structure elle-même"), None, le)
    if cle == REDACTION:
        return Origine(champs, _("l’équipe du site"), None, le)
    source = termes().sources.get(cle)
    return Origine(champs, source.nom, source, le) if source else None
