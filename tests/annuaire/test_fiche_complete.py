"""What an actor's entry prints: each thing that editors fill in is read on the page."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags
from wagtail.images.tests.utils import get_test_image_file

from annuaire.models import Acteur, PhotoActeur, Reseau
from annuaire.provenances import marque
from search.documents import indexer
from socle.models import ImagePortail
from territoires.models import Commune
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    LieuFactory,
    PublicFactory,
    SourceFactory,
    TypeLabelFactory,
    ZoneFactory,
    locale_source,
)

SIRET = "80746931700018"


@pytest.fixture
def image_de_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def _image(titre, **champs):
        return ImagePortail.objects.create(
            title=titre, file=get_test_image_file(), accord_personnes="sans_objet", **champs
        )

    return _image


SIMPLES = {
    "nom": "Le Panier",
    "raison_sociale": "SCIC Le Panier du port",
    "sigle": "LPP",
    "siret": SIRET,
    "siren": SIRET[:9],
    "rna": "W442000001",
    "cree_en": date(2014, 10, 1),
    "famille": "societe_ess",
    "famille_preuve": "https://preuve.example/statuts.pdf",
    "famille_preuve_le": date(2024, 3, 2),
    "forme_juridique": "SCIC SA",
    "naf": "4711B",
    "effectif": 0,
    "accroche": "Du vrac au bord de l’eau.",
    "description": "Une épicerie tenue par ceux qui y achètent.",
    "offre": "Farine de blé noir\nSavon en vrac",
    "a_distance": True,
    "itinerant": True,
    "horaires": "Mo-Fr 09:00-12:00",
    "logo_alt": "Un panier tressé",
    "verifie_le": date(2026, 11, 2),
}


@pytest.fixture
def complet(annuaire, petit_pays, image_de_test):
    """An actor in Nantes of whom everything is known."""
    source = SourceFactory(nom="Liste du pôle", adresse="https://pole.example/liste")
    acteur = ActeurFactory(
        **SIMPLES,
        parent=ActeurFactory(nom="La Maison mère"),
        domaine_principal=DomaineFactory(),
        logo=image_de_test("Logo", credit="Atelier Graphe"),
        source=source,
    )
    ActeurFactory(nom="Le Petit Panier", parent=acteur)
    classer(acteur)
    LieuFactory(
        acteur=acteur,
        nom="La boutique",
        complement="Bâtiment B",
        commune=Commune.objects.get(pk="44109"),
        fauteuil="oui",
        accessibilite="Boucle magnétique à la caisse",
        acces="Tram 1, arrêt Gare maritime",
    )
    ContactFactory(acteur=acteur, libelle="La caisse")
    LabelActeurFactory(
        acteur=acteur, type=TypeLabelFactory(slug="scic-agreee", sigle="SA"), numero="44-007"
    )
    ZoneFactory(acteur=acteur, genre="national")
    PhotoActeur.objects.create(
        acteur=acteur, image=image_de_test("Rayon", credit="Lou Photo"), alt="Des bocaux"
    )
    Acteur.objects.filter(pk=acteur.pk).update(provenance={"nom": marque(source.pk)})
    indexer("acteur", [acteur.pk])
    return acteur


def classer(acteur):
    """Give it a term of each taxonomy, and keep them."""
    reseau = Reseau.objects.create(locale=locale_source(), nom="Réseau Vrac", slug="vrac")
    acteur.domaines.add(DomaineFactory(slug="epicerie"))
    acteur.gestes.add(GesteFactory(slug="troquer"))
    acteur.publics.add(PublicFactory(slug="etudiants"))
    acteur.etiquettes.add("sans emballage")
    acteur.reseaux.add(reseau)
    acteur.save()


@pytest.fixture
def page(client, complet):
    html = client.get(f"/annuaire/{complet.slug}-{complet.ref}/").content.decode()
    return re.sub(r"<script.*?</script>", "", html, flags=re.S)  # a JSON-LD is no reading


LUS = [
    "Le Panier",
    "Raison sociale SCIC Le Panier du port",
    "Sigle LPP",
    f"SIRET {SIRET}",
    "RNA W442000001",
    "Date de création de la structure 1 octobre 2014",
    "Forme juridique SCIC SA",
    "Code NAF 4711B",
    "Effectif (personnes) 0",
    "Société commerciale de l’ESS. Voir la preuve (preuve du 2 mars 2024)",
    "Du vrac au bord de l’eau.",
    "Une épicerie tenue par ceux qui y achètent.",
    "Farine de blé noir",
    "Savon en vrac",
    "Logo : Atelier Graphe",
    "Photo : Lou Photo",
    "Fiche vérifiée le 2 novembre 2026",
    "La boutique",
    "12, rue du Port",
    "Bâtiment B",
    "44000 Nantes",
    "Accessibilité",
    "Boucle magnétique à la caisse",
    "Y venir Tram 1, arrêt Gare maritime",
    "La caisse 02 61 91 00 01",
    "44-007",
    "Préfecture du département",
    "Zone d’intervention",
    "Itinérant : vient jusqu’à vous.",
    "Répond aussi à distance.",
    "toute la France",
    "Epicerie",
    "On peut y Troquer",
    "Publics accueillis Etudiants",
    "Étiquettes sans emballage",
    "Réseaux Réseau Vrac",
    "Siège La Maison mère",
    "Antennes Le Petit Panier",
    "Nom : Liste du pôle",
    "Licence ouverte 2.0 (Les auteurs de la liste)",
    "Signaler une erreur",
    "Demander le retrait",
]


def test_every_thing_known_of_an_actor_is_read(page):
    texte = re.sub(r"\s+", " ", unescape(strip_tags(page.replace("><", "> <"))))
    assert [dit for dit in LUS if dit not in texte] == []


def test_pictures_proofs_and_sources_are_there(page, complet):
    attendus = [
        'alt="Un panier tressé"',
        'alt="Des bocaux"',
        'href="https://preuve.example/statuts.pdf"',
        'href="https://pole.example/liste"',
        'href="tel:+33261910001"',
        f'<img src="/annuaire-qr/{complet.ref}.svg"',
        f"/a/{complet.ref}/",
    ]
    assert [bout for bout in attendus if bout not in page] == []


def test_a_logo_that_may_not_be_published_stays_out(client, complet):
    ImagePortail.objects.filter(title="Logo").update(accord_personnes="a_obtenir")
    page = client.get(f"/annuaire/{complet.slug}-{complet.ref}/").content.decode()
    assert "Un panier tressé" not in page
