"""Each reason to look at an entry again finds what it says, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from annuaire import a_verifier, vie
from annuaire.models import Acteur, IdentifiantExterne
from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    LabelActeurFactory,
    LieuFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

AUJOURDHUI = date(2026, 11, 26)
SIRET = "80746931700018"


@pytest.fixture(autouse=True)
def jour():
    """Midnight may pass while the tests run."""
    with time_machine.travel(datetime(2026, 11, 26, 10, tzinfo=UTC), tick=False):
        yield


def ancienne(nom, **champs):
    return ActeurFactory(nom=nom, verifie_le=AUJOURDHUI - timedelta(days=366), **champs)


def recente(nom, **champs):
    return ActeurFactory(nom=nom, verifie_le=AUJOURDHUI - timedelta(days=365), **champs)


def absente(nom, depuis):
    IdentifiantExterne.objects.create(
        acteur=ActeurFactory(nom=nom), source=SourceFactory(), identifiant=nom, absent_depuis=depuis
    )


def avec_horaires(nom, notation, petit_pays=None):
    acteur = ActeurFactory(nom=nom, horaires=notation)
    LieuFactory(acteur=acteur, commune_id="44109")
    indexer("acteur", [acteur.pk])


def des_horaires():
    avec_horaires("Oui", "quand ça nous chante")
    avec_horaires("Non", "Mo-Fr 09:00-12:00")
    ActeurFactory(nom="Sans")


def des_positions():
    LieuFactory(acteur=ActeurFactory(nom="Oui"), precision="commune")
    LieuFactory(acteur=ActeurFactory(nom="Oui aussi"), latitude=None, longitude=None, precision="")
    LieuFactory(acteur=ActeurFactory(nom="Non"))
    LieuFactory(acteur=ActeurFactory(nom="Sans adresse"), adresse="", precision="commune")


def des_labels():
    LabelActeurFactory(acteur=ActeurFactory(nom="Oui"), etat="declare", numero="", organisme="")
    LabelActeurFactory(acteur=ActeurFactory(nom="Prouvé"), etat="declare", preuve="https://a.fr/")
    LabelActeurFactory(acteur=ActeurFactory(nom="Vérifié"))


def des_siret():
    ActeurFactory(nom="Oui", siret=SIRET)
    ActeurFactory(nom="Oui aussi", siret=SIRET)
    seul = ActeurFactory(nom="Non", siret="35600000000048")
    double = ActeurFactory(nom="Fusionnée", siret="35600000000048")
    vie.fusionner(double, seul)


def des_brouillons():
    acteur = ActeurFactory(nom="Oui")
    acteur.nom = "Autre"
    acteur.save_revision()
    ActeurFactory(nom="Non", brouillon=True, has_unpublished_changes=True)


CAS = {
    "anciennes": (lambda: (ancienne("Oui"), recente("Non"), ActeurFactory()), ["Oui"]),
    "jamais": (lambda: (ActeurFactory(nom="Oui"), ancienne("Non")), ["Oui"]),
    "absentes": (lambda: (absente("Oui", AUJOURDHUI), absente("Non", None)), ["Oui"]),
    "position": (des_positions, ["Oui", "Oui aussi"]),
    "horaires": (des_horaires, ["Oui"]),
    "labels": (des_labels, ["Oui"]),
    "siret": (des_siret, ["Oui", "Oui aussi"]),
    "brouillon": (des_brouillons, ["Oui"]),
}


def test_every_reason_is_tried():
    assert list(CAS) == list(a_verifier.RAISONS)


@pytest.mark.usefixtures("petit_pays")
@pytest.mark.parametrize("raison", CAS)
def test_a_reason_finds_what_it_says(raison):
    preparer, attendus = CAS[raison]
    preparer()
    trouves = a_verifier.filtrer(Acteur.objects.all(), raison)
    assert sorted(acteur.nom for acteur in trouves) == attendus
    assert {cle: n for cle, _phrase, n in a_verifier.compter()}[raison] == len(attendus)


def test_a_merged_entry_is_nobody_s_work():
    cible = ActeurFactory(verifie_le=AUJOURDHUI)
    vie.fusionner(ActeurFactory(), cible)
    assert list(a_verifier.filtrer(Acteur.objects.all(), "jamais")) == []
