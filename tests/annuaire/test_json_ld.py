"""What machines read of an entry: public facts, and nothing that ends the element."""

import json
import re
from datetime import date

import pytest

from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
    TypeLabelFactory,
)

ATTENDU = {
    "@context": "https://schema.org",
    "@type": "LocalBusiness",
    "name": "Le Panier",
    "legalName": "SCIC Le Panier",
    "alternateName": "LP",
    "description": "Du vrac.",
    "foundingDate": "2019-05-03",
    "telephone": "+33261910001",
    "sameAs": ["https://panier.example"],
    "identifier": [
        {"@type": "PropertyValue", "propertyID": "SIRET", "value": "73282932000074"},
        {"@type": "PropertyValue", "propertyID": "SIREN", "value": "732829320"},
    ],
    "knowsAbout": ["Alimentation"],
    "hasCredential": [{"@type": "EducationalOccupationalCredential", "name": "Esus"}],
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "12, rue du Port",
        "postalCode": "44000",
        "addressCountry": "FR",
    },
    "geo": {"@type": "GeoCoordinates", "latitude": 47.2184, "longitude": -1.5536},
    "location": [
        {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Mairie",
                "postalCode": "44000",
                "addressCountry": "FR",
            },
        }
    ],
}


def lire(client, acteur):
    page = client.get(f"/annuaire/{acteur.slug}-{acteur.ref}/").content.decode()
    blocs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    fil, acteur = sorted(map(json.loads, blocs), key=lambda bloc: bloc["@type"] != "BreadcrumbList")
    assert fil["@type"] == "BreadcrumbList"
    return acteur


@pytest.fixture
def permanente(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portail.example/"
    return "https://portail.example/a/{}/"


def test_public_facts_are_said_under_the_permanent_name(client, annuaire, permanente):
    domaine = DomaineFactory()
    acteur = ActeurFactory(
        nom="Le Panier",
        raison_sociale="SCIC Le Panier",
        sigle="LP",
        siret="73282932000074",
        cree_en=date(2019, 5, 3),
        accroche="Du vrac.",
        domaine_principal=domaine,
    )
    acteur.domaines.add(domaine)
    acteur.save()
    LieuFactory(acteur=acteur)
    LieuFactory(acteur=acteur, adresse="Mairie", precision="commune")
    ContactFactory(acteur=acteur)
    ContactFactory(acteur=acteur, genre="site", valeur="https://panier.example")
    LabelActeurFactory(acteur=acteur)
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="ab"), etat="declare")
    donnees = lire(client, acteur)
    assert donnees.pop("@id") == permanente.format(acteur.ref)
    assert donnees.pop("url") == f"http://testserver/annuaire/le-panier-{acteur.ref}/"
    assert donnees == ATTENDU


def test_a_private_place_and_a_private_contact_are_left_out(client, annuaire):
    acteur = ActeurFactory(nom="Chez elle")
    LieuFactory(acteur=acteur, adresse="3, impasse Secrète", public=False)
    ContactFactory(acteur=acteur, public=False)
    donnees = lire(client, acteur)
    assert donnees["@type"] == "Organization"
    assert donnees["address"] == {
        "@type": "PostalAddress",
        "postalCode": "44000",
        "addressCountry": "FR",
    }
    assert {"geo", "telephone"} & set(donnees) == set()


def test_nothing_that_people_wrote_ends_the_element(client, annuaire):
    nom = "</script><script>alert(1)</script> & <!--"
    assert lire(client, ActeurFactory(nom=nom))["name"] == nom
