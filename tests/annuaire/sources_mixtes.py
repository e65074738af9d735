"""Actors of several sources, some of which may not be redistributed."""

import csv
import io
import json

from annuaire.ecritures import Ecriture, appliquer_lot
from annuaire.models import Acteur
from tests.annuaire.fabriques import SourceFactory

LICENCE = "Licence Ouverte 2.0"
MENTION = "© les contributeurs d’OpenStreetMap"


def siae():
    return SourceFactory(nom="SIAE", licence=LICENCE, attribution="Les SIAE", redistribuable=True)


def osm():
    return SourceFactory(
        nom="OpenStreetMap",
        licence="ODbL 1.0",
        attribution=MENTION,
        adresse="https://www.openstreetmap.org/",
        redistribuable=True,
    )


def fermee():
    return SourceFactory(nom="Fichier prêté", licence="", redistribuable=False)


def lieu(**champs):
    return {"adresse": "12, rue du Port", "code_postal": "44000", "public": True} | champs


def importe(source, acteur=None, **champs):
    """Write fields as an import of *source* does; return the actor."""
    champs = {nom.replace("__", "."): valeur for nom, valeur in champs.items()}
    (bilan,) = appliquer_lot([Ecriture(champs, acteur=acteur and acteur.pk)], source)
    return Acteur.objects.get(pk=bilan.acteur)


def contact(valeur, public=True):
    return {"valeur": valeur, "libelle": "", "personne": "", "public": public}


def lire_csv(reponse):
    """The rows of a CSV, as dicts; *reponse*: an answer, or its bytes."""
    texte = (reponse if isinstance(reponse, bytes) else reponse.getvalue()).decode()
    assert texte.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(texte[1:], newline=""), delimiter=";"))


def lire_geojson(reponse):
    return json.loads(reponse.getvalue())
