"""What the box offers while one types: every kind, with its address."""

import pytest

from annuaire.models import Domaine
from search.documents import indexer
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, GesteFactory, LieuFactory

NANTES, ANGERS = "44109", "49007"


@pytest.fixture(autouse=True)
def ville(annuaire, petit_pays):
    DomaineFactory(slug="velo", nom="Vélo", mots="bicyclette, deux-roues")
    DomaineFactory(slug="vetements", nom="Vêtements et textile", mots="fringues")
    GesteFactory(slug="reparer", nom="Réparer", mots="remettre en état")
    for nom, commune in (
        ("Vélocité", NANTES),
        ("Le Vestiaire", ANGERS),
        ("Nantes en fête", NANTES),
    ):
        acteur = ActeurFactory(nom=nom)
        LieuFactory(acteur=acteur, commune_id=commune)
        indexer("acteur", [acteur.pk])
    ActeurFactory(nom="Vélo caché", live=False)


def offres(client, q):
    reponse = client.get("/recherche/suggestions/", {"q": q})
    assert reponse.status_code == 200
    return [(s["libelle"], s["detail"]) for s in reponse.json()["suggestions"]]


@pytest.mark.parametrize(
    ("q", "attendues"),
    [
        (
            "ve",
            [
                ("Vélo", "Domaine"),
                ("Vêtements et textile", "Domaine"),
                ("Vélocité", "Acteur · Nantes"),
                ("Le Vestiaire", "Acteur · Angers"),
            ],
        ),
        ("VÉLO", [("Vélo", "Domaine"), ("Vélocité", "Acteur · Nantes")]),
        ("bicy", [("Vélo", "Domaine · bicyclette")]),
        ("état", [("Réparer", "Ce que vous voulez faire · remettre en état")]),
        (
            "nant",
            [
                ("Nantes en fête", "Acteur · Nantes"),
                ("Acteurs à Nantes", "Lieu · Loire-Atlantique (44)"),
                (
                    "Acteurs dans : Nantes Métropole",
                    "Lieu · Intercommunalité, Loire-Atlantique (44)",
                ),
            ],
        ),
        ("rezé", []),  # a place without any actor
        ("v", []),
        ("  ", []),
        ("zzz", []),
    ],
)
def test_each_kind_is_offered(client, q, attendues):
    assert offres(client, q) == attendues


def test_each_has_its_address(client):
    reponse = client.get("/recherche/suggestions/", {"q": "nantes"}).json()["suggestions"]
    adresses = [s["adresse"] for s in reponse]
    assert adresses[1:] == ["/annuaire/?ou=Nantes", "/annuaire/?ou=Nantes+M%C3%A9tropole"]
    assert client.get(adresses[0]).status_code == 200
    assert client.get(adresses[1]).status_code == 200


def test_words_that_editors_change_are_offered_at_once(client):
    assert offres(client, "nippes") == []
    domaine = Domaine.objects.get(slug="vetements")
    domaine.mots = "nippes"
    domaine.save()
    assert offres(client, "nippes") == [("Vêtements et textile", "Domaine · nippes")]


def test_too_long_a_beginning_is_refused_with_a_sentence(client):
    reponse = client.get("/recherche/suggestions/", {"q": "a" * 101})
    assert (reponse.status_code, reponse.json()) == (
        400,
        {"erreur": "C’est trop long pour une suggestion.", "suggestions": []},
    )


def test_a_suggestion_costs_as_many_queries_for_three_actors_as_for_one(
    client, django_assert_num_queries
):
    client.get("/recherche/suggestions/", {"q": "le vestiaire"})
    with django_assert_num_queries(3):
        assert len(offres(client, "le vestiaire")) == 1
    for nom in ("Le Vestiaire bis", "Le Vestiaire ter"):
        indexer("acteur", [ActeurFactory(nom=nom).pk])
    offres(client, "le vestiaire")
    with django_assert_num_queries(3):
        assert len(offres(client, "le vestiaire")) == 3


def test_no_cookie_and_a_short_life_in_caches(client):
    reponse = client.get("/recherche/suggestions/", {"q": "ve"})
    assert (dict(reponse.cookies), reponse["Cache-Control"]) == ({}, "public, max-age=60")
