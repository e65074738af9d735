"""The Atom feed of a search: its newest actors, each under its permanent address."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from annuaire import flux
from annuaire.models import Acteur
from search.documents import indexer
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory
from tests.annuaire.site_anglais import publier_en_anglais
from tests.annuaire.sources_mixtes import LICENCE, fermee, importe, osm, siae

ATOM = "{http://www.w3.org/2005/Atom}"
FLUX = "/annuaire/flux.atom"


def lire(reponse):
    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(reponse.content)  # noqa: S314 (our own feed)


def textes(racine, chemin):
    return [element.text for element in racine.findall(chemin.replace("/", f"/{ATOM}"))]


def titres(reponse):
    return textes(lire(reponse), "./entry/title")


def dater(acteur, jours):
    """Published so many days ago."""
    le = timezone.now() - timedelta(days=jours)
    Acteur.objects.filter(pk=acteur.pk).update(first_published_at=le, last_published_at=le)
    indexer("acteur", [acteur.pk])
    return le


def test_an_entry_says_what_a_reader_needs(client, annuaire):
    acteur = ActeurFactory(nom="Le <Panier>", accroche="Du vrac & du pain.")
    acteur.domaine_principal = DomaineFactory()
    acteur.save()
    le = dater(acteur, 3).isoformat()
    racine = lire(client.get(FLUX))
    (entree,) = racine.findall(f"{ATOM}entry")
    dits = {
        e.tag.removeprefix(ATOM): e.text or e.attrib for e in entree if e.tag != f"{ATOM}author"
    }
    assert dits == {
        "title": "Le <Panier>",
        "link": {"href": f"http://testserver/annuaire/le-panier-{acteur.ref}/", "rel": "alternate"},
        "published": le,
        "updated": le,
        "id": f"http://testserver/a/{acteur.ref}/",
        "summary": "Du vrac &amp; du pain.",  # declared as HTML
        "category": {"term": "Alimentation"},
        "rights": f"{LICENCE} ; Tissage",
    }
    assert textes(racine, "./entry/author/name") == ["Tissage"]
    assert textes(racine, "./rights") == [f"{LICENCE} (Tissage)"]
    assert textes(racine, "./title") == ["Nouveaux acteurs\u00a0: Annuaire"]
    assert [e.attrib for e in racine.findall(f"{ATOM}link")] == [
        {"href": "http://testserver/annuaire/", "rel": "alternate"},
        {"href": "http://testserver/annuaire/flux.atom", "rel": "self"},
    ]


def test_the_newest_come_first_and_no_more_than_fifty(client, annuaire, monkeypatch):
    assert flux.NOMBRE == 50
    monkeypatch.setattr(flux, "NOMBRE", 2)
    for jours in (5, 1, 3):
        dater(ActeurFactory(nom=f"Il y a {jours} jours"), jours)
    assert titres(client.get(f"{FLUX}?tri=nom")) == ["Il y a 1 jours", "Il y a 3 jours"]


def test_a_closed_source_leaves_its_place_to_the_next(client, annuaire, monkeypatch):
    monkeypatch.setattr(flux, "NOMBRE", 1)
    dater(importe(osm(), nom="Ancienne"), 5)
    dater(importe(fermee(), nom="Prêtée"), 1)
    reponse = client.get(FLUX)
    assert (titres(reponse), reponse["X-Exclues"]) == (["Ancienne"], "1")


def test_rights_name_the_source_of_each(client, annuaire):
    dater(importe(siae(), nom="Insérée"), 1)
    dater(importe(osm(), nom="Cartographiée"), 2)
    racine = lire(client.get(FLUX))
    assert textes(racine, "./entry/rights") == [
        "Licence Ouverte 2.0 ; Les SIAE",
        "ODbL 1.0 ; © les contributeurs d’OpenStreetMap",
    ]
    assert textes(racine, "./rights") == [
        "Licence Ouverte 2.0 (SIAE) ; ODbL 1.0 (OpenStreetMap) : "
        "la base mêlée se redistribue sous ODbL"
    ]


def test_the_feed_of_a_search_holds_that_search(client, annuaire, petit_pays):
    ActeurFactory(nom="Une", famille="association")
    ActeurFactory(nom="Autre", famille="cooperative")
    reponse = client.get(f"{FLUX}?famille=association")
    assert titres(reponse) == ["Une"]
    assert [e.attrib["href"] for e in lire(reponse).findall(f"{ATOM}link")] == [
        "http://testserver/annuaire/?famille=association",
        "http://testserver/annuaire/flux.atom?famille=association",
    ]


def test_nothing_newer_is_said_without_a_feed(client, annuaire):
    acteur = ActeurFactory()
    dater(acteur, 2)
    date = client.get(FLUX)["Last-Modified"]
    entetes = {"If-Modified-Since": date}
    assert client.get(FLUX, headers=entetes).status_code == 304
    dater(acteur, 1)
    assert client.get(FLUX, headers=entetes).status_code == 200


def test_an_empty_directory_has_an_empty_feed(client, annuaire):
    assert titres(client.get(FLUX)) == []


@pytest.mark.parametrize("signe", ["\x01", "\x1b", "\u202e"])
def test_no_sign_of_a_name_breaks_the_feed(client, annuaire, signe):
    acteur = ActeurFactory(nom="Sain")
    Acteur.objects.filter(pk=acteur.pk).update(nom=f"Mal{signe}sain")
    assert [titre.replace(" ", "") for titre in titres(client.get(FLUX))] == ["Malsain"]


def test_in_english_the_feed_is_in_english(client, annuaire):
    publier_en_anglais(annuaire)
    acteur = ActeurFactory(nom="Le Panier")
    racine = lire(client.get("/en/annuaire/flux.atom"))
    assert textes(racine, "./title") == ["New organisations: Directory"]
    assert textes(racine, "./entry/id") == [f"http://testserver/a/{acteur.ref}/"]
