"""The demonstration's invented actors: from readable TOML to the one verb that writes actors."""

import tomllib
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from annuaire import vie
from annuaire.contacts import verifier_contact
from annuaire.ecritures import Ecriture, appliquer, appliquer_lot
from annuaire.models import (
    Acteur,
    Domaine,
    Geste,
    IdentifiantExterne,
    Public,
    Reseau,
    Source,
    TypeLabel,
)
from search.documents import indexer
from territoires.models import Commune

DOSSIER = Path(__file__).parent / "donnees" / "acteurs"
# By what the files name them: the second may not be redistributed, so that open data has something
# to leave out.
SOURCES = {
    "demonstration": {
        "nom": "Démonstration",
        "licence": "Licence Ouverte 2.0",
        "attribution": "Acteurs inventés pour la démonstration",
        "redistribuable": True,
    },
    "repertoire": {
        "nom": "Répertoire réservé (démonstration)",
        "licence": "Consultation seulement",
        "attribution": "Acteurs inventés pour la démonstration, répertoire réservé",
        "redistribuable": False,
    },
}
ETIQUETTE = "démonstration"
AVERTISSEMENT = "Fiche de démonstration\u00a0: cette structure est inventée."
# Columns of the data files that are fields of the actor under the same name.
COMMUNS = (
    *("nom", "raison_sociale", "sigle", "cree_en", "effectif", "accroche", "horaires"),
    *("famille", "famille_preuve", "famille_preuve_le", "a_distance", "itinerant"),
)
TAXONOMIES = {"gestes": Geste, "publics": Public, "reseaux": Reseau}
CONTACTS = {"telephone": "telephone", "courriel": "email", "site": "site"}


class DemoImpossible(Exception):  # noqa: N818 (named in French, like the matter)
    """The demonstration cannot be loaded; the message is a sentence for the person."""


def lire():
    """Return the actors of the data files, as dicts in their order."""
    acteurs = []
    for chemin in sorted(DOSSIER.glob("*.toml")):
        with chemin.open("rb") as fichier:
            acteurs += tomllib.load(fichier)["acteur"]
    return acteurs


def charger(progres=lambda faits, total: None, par_lot=20):
    """Create the actors that are missing, bring the others to the files; return a count by state.

    What editors changed since is kept (``ecritures``), and the life of a record (verified,
    closed, merged) is only told once, when it is created. Raises DemoImpossible.
    """
    fiches = lire()
    connus = _Connus(fiches)
    etats = {"cree": 0, "modifie": 0, "inchange": 0}
    for debut in range(0, len(fiches), par_lot):
        lot = fiches[debut : debut + par_lot]
        with transaction.atomic():
            bilans = _ecrire(lot, connus)
            connus.acteurs |= {f["id"]: b.acteur for f, b in zip(lot, bilans, strict=True)}
            nouvelles = [f for f, b in zip(lot, bilans, strict=True) if b.etat == "cree"]
            if nouvelles:
                raconter(nouvelles, connus.acteurs)
        for bilan in bilans:
            etats[bilan.etat] += 1
        progres(min(debut + par_lot, len(fiches)), len(fiches))
    for fiche in fiches:
        if "parent" in fiche:
            siege = {"parent_id": connus.acteurs[fiche["parent"]]}
            appliquer(connus.acteurs[fiche["id"]], siege, connus.source(fiche))
    return etats


def _ecrire(lot, connus):
    """The Bilans of some records in their order, each written by its own source."""
    par_source, bilans = {}, {}
    for fiche in lot:
        par_source.setdefault(connus.source(fiche), []).append(fiche)
    for source, fiches in par_source.items():
        ecritures = [
            Ecriture(connus.champs(f), connus.acteurs.get(f["id"]), f["id"]) for f in fiches
        ]
        for fiche, bilan in zip(fiches, appliquer_lot(ecritures, source), strict=True):
            bilans[fiche["id"]] = bilan
    return [bilans[fiche["id"]] for fiche in lot]


def raconter(fiches, cles):
    """Say of new records that they were verified, closed or merged (into an earlier one).

    *cles*: ``{id in the files: primary key}``.
    """
    verifies = {cles[f["id"]]: f["verifie_le"] for f in fiches if "verifie_le" in f}
    for pk, jour in verifies.items():
        # As vie.verifier, without a save and a line of history each: five times quicker.
        Acteur.objects.filter(pk=pk).update(verifie_le=jour)
    indexer("acteur", sorted(verifies))
    for fiche in fiches:
        if fiche.get("statut") == "ferme":
            vie.fermer(Acteur.objects.get(pk=cles[fiche["id"]]), fiche["ferme_le"])
        if fiche.get("statut") == "fusionne":
            suivant = Acteur.objects.get(pk=cles[fiche["fusionne_vers"]])
            vie.fusionner(Acteur.objects.get(pk=cles[fiche["id"]]), suivant)


class _Connus:
    """What the files name by slug or code, found once: taxonomies, communes, actors, sources."""

    def __init__(self, fiches):
        self.sources = {
            nom: Source.objects.get_or_create(nom=champs["nom"], defaults=champs)[0]
            for nom, champs in SOURCES.items()
        }
        identifiants = IdentifiantExterne.objects.filter(source__in=self.sources.values())
        self.acteurs = dict(identifiants.values_list("identifiant", "acteur_id"))
        self.taxonomies = {
            modele: dict(modele.objects.sources().values_list("slug", "pk"))
            for modele in (Domaine, TypeLabel, *TAXONOMIES.values())
        }
        codes = {lieu["commune"] for fiche in fiches for lieu in fiche.get("lieux", ())}
        self.communes = Commune.objects.in_bulk(codes)
        if codes - set(self.communes):
            raise DemoImpossible(
                _("Chargez d’abord les territoires\u00a0: manage.py charger_territoires.")
            )

    def source(self, fiche):
        """The Source that a record of the files comes from."""
        return self.sources[fiche.get("source", "demonstration")]

    def cle(self, modele, slug):
        """Primary key of a taxonomy's row; raises DemoImpossible when editors removed it."""
        try:
            return self.taxonomies[modele][slug]
        except KeyError:
            raise DemoImpossible(
                _("Il manque «\u00a0%(slug)s\u00a0»\u00a0: lancez manage.py charger_taxonomies.")
                % {"slug": slug}
            ) from None

    def champs(self, fiche):
        """Return the photograph (annuaire.provenances) that the data file gives of an actor."""
        domaine = self.cle(Domaine, fiche["domaine"])
        autres = [self.cle(Domaine, slug) for slug in fiche.get("autres_domaines", ())]
        champs = {champ: fiche[champ] for champ in COMMUNS if champ in fiche}
        champs |= {
            "forme_juridique": fiche["forme"],
            "description": f"{fiche['description'].strip()}\n\n{AVERTISSEMENT}",
            "offre": "\n".join(fiche.get("offre", ())),
            "domaine_principal_id": domaine,
            "domaines": [domaine, *autres],
            "etiquettes": [ETIQUETTE, *fiche.get("etiquettes", ())],
            "lieux": [self.lieu(lieu) for lieu in fiche.get("lieux", ())],
            "labels": [self.label(label) for label in fiche.get("labels", ())],
            "zones": [_zone(zone) for zone in fiche.get("zones", ())],
        }
        for champ, modele in TAXONOMIES.items():
            champs[champ] = [self.cle(modele, slug) for slug in fiche.get(champ, ())]
        return champs | _contacts(fiche)

    def lieu(self, lieu):
        """A place; one without a position of its own takes the commune's, and says so."""
        champs = {nom: valeur for nom, valeur in lieu.items() if nom != "commune"}
        commune = self.communes[lieu["commune"]]
        champs["commune_id"] = commune.pk
        champs.setdefault("precision", "adresse")
        if "latitude" not in champs:
            champs |= {"latitude": commune.latitude, "longitude": commune.longitude}
        return champs

    def label(self, label):
        """A label, its type by key."""
        autres = {nom: valeur for nom, valeur in label.items() if nom != "type"}
        return {"type_id": self.cle(TypeLabel, label["type"]), **autres}


def _zone(zone):
    """An area: territories by their public code, which is their key."""
    territoires = ("commune", "epci", "departement", "region")
    return {nom + "_id" if nom in territoires else nom: valeur for nom, valeur in zone.items()}


def _contacts(fiche):
    """The public contacts, one field a kind."""
    return {
        f"contacts.{genre}": [{"valeur": verifier_contact(genre, fiche[nom]), "public": True}]
        for nom, genre in CONTACTS.items()
        if nom in fiche
    }
