"""Whose data may be given away, under which licence, and what a file of several mixes.

An *author* is the key of a Source, or ``SITE`` for what the people of the site, or the structure
itself, wrote. A source is closed until somebody says that it may be redistributed; one that was
deleted is closed too, since nobody knows its licence any more.
"""

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from annuaire.cartes_facettes import termes
from annuaire.provenances import PROPRIETAIRE, REDACTION

SITE = 0
# The facet of a document that says who wrote it: one value a document, so that counts add up.
ORIGINE = "origine"
# Fields of a photograph (annuaire.provenances) that open data hold, whole or in part.
CHAMPS_OUVERTS = (
    *("nom", "raison_sociale", "sigle", "siren", "siret", "rna", "cree_en", "effectif"),
    *("famille", "famille_preuve", "famille_preuve_le", "forme_juridique", "naf", "accroche"),
    *("domaine_principal_id", "domaines", "gestes", "publics", "reseaux", "etiquettes"),
    *("labels", "lieux", "horaires", "a_distance", "itinerant", "zones"),
    *("contacts.site", "contacts.reseau", "contacts.telephone", "contacts.email"),
)


def auteur_de(champ, source_id, provenance):
    """Author of a field; one that nobody signed belongs to the main source of the record."""
    note = provenance.get(champ)
    if note is None:
        return source_id or SITE
    return SITE if note["source"] in (REDACTION, PROPRIETAIRE) else note["source"]


def auteurs_de(source_id, provenance, champs=None):
    """Distinct authors of a record, the main one first; of *champs* alone when given."""
    cles = (c for c in (provenance if champs is None else champs) if c in provenance)
    suite = (auteur_de(champ, source_id, provenance) for champ in cles)
    return tuple(dict.fromkeys((source_id or SITE, *suite)))


def cle_d_origine(source_id, provenance):
    """Value of the facet ``ORIGINE``: main author, author of the name, then the others."""
    principal, *autres = auteurs_de(source_id, provenance, CHAMPS_OUVERTS)
    du_nom = auteur_de("nom", source_id, provenance)
    suite = sorted(autre for autre in autres if autre != du_nom)
    return "/".join(map(str, (principal, du_nom, *suite)))


def est_ouvert(auteur):
    """Whether what an author wrote may be given away."""
    source = termes().sources.get(auteur)
    return auteur == SITE or bool(source and source.redistribuable)


def est_diffusable(source_id, provenance):
    """Whether a record may be in open data at all.

    Not when it was taken from a closed source, even rewritten since; nor when its name was.
    """
    return est_ouvert(source_id or SITE) and est_ouvert(auteur_de("nom", source_id, provenance))


def est_odbl(auteurs):
    """Whether one of these authors is a source under the Open Database License."""
    sources = termes().sources
    licences = (sources[a].licence.casefold() for a in auteurs if a in sources)
    return any("odbl" in licence or "open database" in licence for licence in licences)


def bilan(comptes):
    """(how many records are left out, authors of the others, most frequent first).

    *comptes*: ``{value of the facet ORIGINE: number of records}``.
    """
    exclues, presences = 0, Counter()
    for cle, nombre in comptes.items():
        principal, du_nom, *autres = map(int, cle.split("/"))
        if not (est_ouvert(principal) and est_ouvert(du_nom)):
            exclues += nombre
            continue
        for auteur in {principal, du_nom, *autres}:
            if est_ouvert(auteur):
                presences[auteur] += nombre
    return exclues, tuple(sorted(presences, key=lambda auteur: (-presences[auteur], auteur)))


@dataclass(frozen=True, slots=True)
class Auteur:
    """One author as files name it. ``mention``: what is to be shown beside its data."""

    nom: str
    licence: str
    mention: str
    adresse: str = ""


class Droits:
    """The names and licences of authors, for the site called *nom* at the address *site*."""

    def __init__(self, nom, site):
        self.du_site = Auteur(nom, settings.LICENCE_DES_DONNEES, nom, site)

    def auteur(self, cle):
        """The Auteur of a key that is open."""
        if cle == SITE:
            return self.du_site
        source = termes().sources[cle]
        licence = source.licence or _("licence non précisée")
        return Auteur(source.nom, licence, source.attribution or source.nom, source.adresse)

    def par_licence(self, cles):
        """``{licence: [names]}`` of these authors, in their order."""
        trouvees = {}
        for auteur in map(self.auteur, cles):
            noms = trouvees.setdefault(auteur.licence, [])
            if auteur.nom not in noms:
                noms.append(auteur.nom)
        return trouvees

    def mentions(self, cles):
        """What is to be shown beside the data of these authors, without repetition."""
        return list(dict.fromkeys(auteur.mention for auteur in map(self.auteur, cles)))

    def licence_de_la_fiche(self, cles):
        """« ODbL 1.0 », else with sources: « Licence Ouverte 2.0 (SIAE) ; ODbL 1.0 (OSM) »."""
        licences = self.par_licence(cles)
        return next(iter(licences)) if len(licences) == 1 else _enumerer(licences)

    def licence_du_fichier(self, cles):
        """The licence line of a file: what it mixes, and under what the mixture goes."""
        licences = self.par_licence(cles)
        ligne = _enumerer(licences)
        if len(licences) > 1 and est_odbl(cles):
            return _("%(licences)s : la base mêlée se redistribue sous ODbL") % {"licences": ligne}
        return ligne


def _enumerer(licences):
    return " ; ".join(f"{licence} ({', '.join(noms)})" for licence, noms in licences.items())
