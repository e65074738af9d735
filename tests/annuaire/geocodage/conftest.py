"""A service on loopback, two communes, and short ways to make a place without a position."""

import pytest

from tests.annuaire.fabriques import ActeurFactory, LieuFactory
from tests.annuaire.geocodage.serveur import ServeurDAdresses


@pytest.fixture
def service(settings, monkeypatch):
    """The service, started; the settings name it, at a pace that never waits."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    serveur = ServeurDAdresses()
    settings.GEOCODAGE_URL = serveur.url
    settings.GEOCODAGE_PAR_SECONDE = 0
    yield serveur
    serveur.arreter()


@pytest.fixture
def nantes(db):
    """The commune of Nantes, and its département."""
    from territoires.models import Commune, Departement, Region

    region = Region.objects.create(code="52", nom="Pays de la Loire")
    departement = Departement.objects.create(code="44", nom="Loire-Atlantique", region=region)
    return Commune.objects.create(
        code_insee="44109",
        nom="Nantes",
        departement=departement,
        latitude=47.2186,
        longitude=-1.5541,
    )


@pytest.fixture
def lieu(nantes):
    """``lieu("12, rue du Port")``: a place of a new entry, at the point of Nantes."""

    def creer(adresse="12, rue du Port", **champs):
        if "acteur" not in champs:
            champs["acteur"] = ActeurFactory()
        vide = {"latitude": None, "longitude": None, "precision": "", "commune": nantes}
        return LieuFactory(adresse=adresse, **{**vide, **champs})

    return creer
