"""What is private is nowhere the public can look: pages, data for machines, index, command line.

Every secret is a word that nothing else says, so that finding it anywhere is a leak. Folded and
lower-cased, since an index keeps words that way.
"""

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from annuaire import vie
from annuaire.models import Acteur, Contact, IdentifiantExterne, Lieu
from search.analyse import plier
from search.documents import indexer
from search.models import Document, Forme
from tests.annuaire.fabriques import ActeurFactory, ContactFactory, LieuFactory, SourceFactory
from tests.annuaire.pages import publier_annuaire

# What is typed in a private field, and what of it would give it away.
CONTACTS_PRIVES = {
    "telephone": ("+33698765432", ("698765432", "06 98 76 54 32", "98 76 54 32")),
    "email": ("zenobie@quatremer.example", ("zenobie", "quatremer")),
    "site": ("https://carnet-intime.example/", ("carnet-intime",)),
    "reseau": ("https://reseau.example/@malvina", ("malvina",)),
}
CONTACT_PRIVE = {"libelle": "Portable de Bérangère", "personne": "Hippolyte Vandamme"}
LIEU_PRIVE = {
    "nom": "Atelier Wenceslas",
    "adresse": "7, sente Mirabelle",
    "complement": "Escalier Tournesol",
    "acces": "Sonner chez Perpétue",
    "accessibilite": "Une marche chez Philomène",
    "horaires": 'Tu 10:00-12:00 "chez Euphrosine"',
    "latitude": 47.234567,
    "longitude": -1.567891,
}
BROUILLON = {
    "nom": "Le Comptoir Ubiquiste",
    "raison_sociale": "Société Farfelue",
    "sigle": "XYLO",
    "accroche": "Une accroche abracadabrante",
    "description": "Un texte que personne n’a relu : saperlipopette.",
    "offre": "Des galimatias",
    "horaires": "Mo 03:33-04:44",
}
CACHE = {"nom": "La Fiche Clandestine", "accroche": "Encore incognito", "sigle": "QWRTZ"}

SECRETS = (
    *(trace for _valeur, traces in CONTACTS_PRIVES.values() for trace in traces),
    *("berangere", "hippolyte", "vandamme"),
    *(
        "wenceslas",
        "mirabelle",
        "tournesol",
        "perpetue",
        "philomene",
        "euphrosine",
        "47.23",
        "1.567",
    ),
    *("ubiquiste", "farfelue", "xylo", "abracadabrante", "saperlipopette", "galimatias"),
    "3 h 33",
    *("clandestine", "incognito", "qwrtz"),
)


@pytest.fixture
def secretive(petit_pays):
    """An actor with something private in every field that can be, a draft on top of it."""
    acteur = ActeurFactory(nom="L’Épicerie du port", accroche="Pain au levain", a_distance=True)
    IdentifiantExterne.objects.create(acteur=acteur, source=SourceFactory(), identifiant="n-1")
    LieuFactory(acteur=acteur, commune_id="44109", public=False, **LIEU_PRIVE)
    for genre, (valeur, _traces) in CONTACTS_PRIVES.items():
        ContactFactory(acteur=acteur, genre=genre, valeur=valeur, public=False, **CONTACT_PRIVE)
    # A public telephone that a person answers: the number is public, the name never is.
    ContactFactory(acteur=acteur, personne=CONTACT_PRIVE["personne"])
    for champ, texte in BROUILLON.items():
        setattr(acteur, champ, texte)
    acteur.save_revision()
    return Acteur.objects.get(pk=acteur.pk)


@pytest.fixture
def portail(secretive, petit_pays):
    """The public site: that actor, a neighbour that shows it, one hidden, one closed beside."""
    publier_annuaire()
    voisin = ActeurFactory(nom="La Voisine d’en face", parent=secretive)
    LieuFactory(acteur=voisin, commune_id="44109")
    ActeurFactory(brouillon=True, ref="CACHEE00", parent=secretive, **CACHE)
    ferme = ActeurFactory(nom="La Cantine d’antan")
    LieuFactory(acteur=ferme, commune_id="44109", public=False, **LIEU_PRIVE)
    ContactFactory(acteur=ferme, valeur="+33698765432", public=False, **CONTACT_PRIVE)
    vie.fermer(ferme, timezone.localdate())
    indexer("acteur", list(Acteur.objects.values_list("pk", flat=True)))
    return {"client": Client(), "acteur": secretive, "voisin": voisin, "ferme": ferme}


def adresse(acteur):
    return f"/annuaire/{acteur.slug}-{acteur.ref}/"


def page(portail, chemin, statut=200, **entetes):
    reponse = portail["client"].get(chemin, headers=entetes)
    assert reponse.status_code == statut
    return reponse.content.decode()


def fichier(portail, nom):
    """A file of the directory and its headers, streamed or not."""
    reponse = portail["client"].get(f"/annuaire/{nom}")
    assert reponse.status_code == 200
    return f"{reponse.headers} {reponse.getvalue().decode()}"


def json_ld(portail):
    """The block of data of the entry, on its own."""
    return page(portail, adresse(portail["acteur"])).split("ld+json")[1].split("</script>")[0]


def index(portail):
    """Everything that search keeps, tombstones and vocabulary included."""
    return repr([*Document.objects.values(), *Forme.objects.values()])


def commande(*arguments):
    sortie = io.StringIO()
    call_command("chercher", *arguments, stdout=sortie, stderr=sortie)
    return sortie.getvalue()


# What one can look at, and a word that proves it is not empty.
ENDROITS = {
    "accueil": (lambda p: page(p, "/"), "epicerie du port"),
    "liste": (lambda p: page(p, "/annuaire/"), "epicerie du port"),
    "liste-proche": (lambda p: page(p, "/annuaire/?ou=Nantes&rayon=10"), "epicerie du port"),
    "liste-htmx": (
        lambda p: page(p, "/annuaire/?q=pain", **{"HX-Request": "true"}),
        "epicerie du port",
    ),
    "fiche": (lambda p: page(p, adresse(p["acteur"])), "02 61 91 00 01"),
    "fiche-permanente": (
        lambda p: page(p, p["client"].get(f"/a/{p['acteur'].ref}/")["Location"]),
        "epicerie du port",
    ),
    "fiche-voisine": (lambda p: page(p, adresse(p["voisin"])), "epicerie du port"),
    "fiche-fermee": (lambda p: page(p, adresse(p["ferme"]), 410), "cantine"),
    "fiche-cachee": (lambda p: page(p, "/a/CACHEE00/", 404), "introuvable"),
    "json-ld": (json_ld, "epicerie du port"),
    "motif": (lambda p: page(p, f"/annuaire-motif/{p['acteur'].ref}.svg"), "<svg"),
    "qr": (lambda p: page(p, f"/annuaire-qr/{p['acteur'].ref}.svg"), "<svg"),
    "export-csv": (lambda p: fichier(p, "export.csv"), "epicerie du port"),
    "export-csv-recherche": (lambda p: fichier(p, "export.csv?q=pain"), "epicerie du port"),
    "export-geojson": (lambda p: fichier(p, "export.geojson"), "epicerie du port"),
    "flux": (lambda p: fichier(p, "flux.atom"), "epicerie du port"),
    "sitemap": (
        lambda p: p["client"].get("/sitemap-acteurs-fr-1.xml").getvalue().decode(),
        "epicerie-du-port",
    ),
    "suggestions": (lambda p: page(p, "/territoires/suggestions/?q=nan"), "nantes"),
    "index": (index, "epicerie du port"),
    "commande": (lambda p: commande("pain", "--ou", "Nantes"), "epicerie du port"),
    "commande-json": (lambda p: commande("pain", "--json"), "epicerie du port"),
}


def fuites(texte):
    """Secrets that a text says, with its accents or without."""
    plie = plier(" ".join(texte.split()))
    return [secret for secret in SECRETS if secret in plie]


@pytest.mark.parametrize("endroit", ENDROITS)
def test_nothing_private_is_said(portail, endroit):
    lire, temoin = ENDROITS[endroit]
    texte = lire(portail)
    assert temoin in plier(texte)
    assert fuites(texte) == []


def test_nobody_is_found_by_what_is_private(portail):
    """Neither through the page nor through the command, even as something that looks like it."""
    trouves = {}
    for secret in SECRETS:
        cartes = portail["client"].get("/annuaire/", {"q": secret}).context["cartes"]
        lignes = json.loads(commande(secret, "--json"))["resultats"]
        if cartes or lignes:
            trouves[secret] = (cartes, lignes)
    assert trouves == {}


def test_a_distance_does_not_give_a_home_away(portail):
    """Of a private place, search knows the middle of its commune and nothing nearer."""
    document = Document.objects.get(objet_id=portail["acteur"].pk, supprime_le=None)
    commune = Lieu.objects.get(acteur=portail["acteur"]).commune
    assert [tuple(position) for position in document.positions] == [commune.centre]


def test_what_is_made_public_is_said(portail):
    """The places above are the right ones: made public, the same words are there. Names never."""
    portail["acteur"].get_latest_revision().publish()
    Contact.objects.filter(acteur=portail["acteur"]).update(public=True)
    Lieu.objects.filter(acteur=portail["acteur"]).update(public=True)
    cachee = Acteur.objects.get(ref="CACHEE00")
    vie.publier([cachee.pk])
    portail["acteur"].refresh_from_db()
    indexer("acteur", [portail["acteur"].pk, cachee.pk])
    dans_les_fiches = {
        *fuites(page(portail, adresse(portail["acteur"]))),
        *fuites(page(portail, adresse(cachee))),
    }
    assert set(SECRETS) - dans_les_fiches == {"hippolyte", "vandamme"}
    # Of contacts and addresses, the index keeps the telephones that are public: exact keys.
    assert set(fuites(index(portail))) == {
        *("06 98 76 54 32", "98 76 54 32", "698765432"),
        *("wenceslas", "47.23", "1.567"),
        *("ubiquiste", "farfelue", "xylo", "abracadabrante", "saperlipopette", "galimatias"),
        *("clandestine", "incognito", "qwrtz"),
    }
