"""What machines ask for at the root of the site."""

from datetime import UTC, datetime

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from socle import machines
from socle.models import ReglagesDuSite
from tests.annuaire.pages import publier_annuaire
from tests.annuaire.site_anglais import publier_en_anglais

pytestmark = pytest.mark.django_db


@pytest.fixture
def annuaire():
    return publier_annuaire()


def lire(client, adresse):
    reponse = client.get(adresse)
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return reponse.content.decode().splitlines()


def test_robots_are_told_of_the_plan_and_of_what_is_closed(client, annuaire, settings):
    settings.INDEXATION = True
    attendues = ["User-agent: *", "Disallow: /admin/", "Disallow: /recherche/"]
    plan = ["", "Sitemap: http://testserver/sitemap.xml"]
    assert lire(client, "/robots.txt") == [*attendues, *plan]
    publier_en_anglais(annuaire)
    assert lire(client, "/robots.txt") == [*attendues, "Disallow: /en/recherche/", *plan]


def test_a_site_that_is_being_tried_is_closed(client, annuaire, settings):
    settings.INDEXATION = False
    assert lire(client, "/robots.txt") == ["User-agent: *", "Disallow: /"]


def test_humans_are_told_who_keeps_the_site(client, annuaire):
    ReglagesDuSite.objects.update(
        nom="Le Métier", territoire="Pays de Retz", adresse="1, quai\n44000 Nantes"
    )
    assert lire(client, "/humans.txt") == [
        "Site: Le Métier",
        "Territoire: Pays de Retz",
        "Adresse: 1, quai, 44000 Nantes",
        "Langues: fr",
        "Fait avec: Python, Django, Wagtail, htmx, Leaflet",
    ]


def test_who_finds_a_fault_knows_whom_to_tell(client, annuaire, settings, monkeypatch):
    settings.CONTACT_SECURITE = ["securite@exemple.fr", " https://exemple.fr/faille"]
    monkeypatch.setattr(
        machines.timezone, "now", lambda: datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    )
    assert lire(client, "/.well-known/security.txt") == [
        "Contact: mailto:securite@exemple.fr",
        "Contact: https://exemple.fr/faille",
        "Expires: 2027-05-26T00:00:00Z",
        "Preferred-Languages: fr",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


@pytest.mark.parametrize("contacts", [[], [""]])
def test_without_a_contact_there_is_no_file(client, annuaire, settings, contacts):
    settings.CONTACT_SECURITE = contacts
    assert client.get("/.well-known/security.txt").status_code == 404


def test_a_shortcut_has_the_name_and_the_icons_of_the_site(client, annuaire):
    ReglagesDuSite.objects.update(nom="Le Métier")
    reponse = client.get("/site.webmanifest")
    assert reponse["Content-Type"] == "application/manifest+json"
    dit = reponse.json()
    assert (dit["name"], dit["display"]) == ("Le Métier", "browser")
    tailles = {}
    for icone in dit["icons"]:
        fichier = finders.find(icone["src"].removeprefix("/static/"))
        if icone["type"] == "image/png":
            with Image.open(fichier) as image:
                tailles[icone["sizes"]] = image.size
    assert tailles == {"192x192": (192, 192), "512x512": (512, 512)}


@pytest.mark.parametrize("adresse", ["/robots.txt", "/humans.txt", "/sitemap.xml"])
def test_a_site_without_pages_answers_all_the_same(client, adresse):
    assert client.get(adresse).status_code == 200
