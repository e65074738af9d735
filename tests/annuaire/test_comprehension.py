"""« épicerie à Nantes »: the place is taken apart from the words, says so, and can be refused."""

import pytest

from annuaire.models import Acteur
from search.documents import indexer
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, LieuFactory

NANTES, REZE, ANGERS = "44109", "44143", "49007"


@pytest.fixture(autouse=True)
def lieux(annuaire, petit_pays):
    """An actor in three towns; positions are those of the town halls."""


def poser(nom, commune, **champs):
    acteur = ActeurFactory(nom=nom, **champs)
    LieuFactory(acteur=acteur, commune_id=commune, latitude=None, longitude=None)
    indexer("acteur", [acteur.pk])
    return acteur


@pytest.fixture
def epiceries():
    poser("Épicerie du Port", NANTES)
    poser("Épicerie du Pont", REZE)
    poser("Épicerie d’Anjou", ANGERS)


def chercher(client, q, **autres):
    reponse = client.get("/annuaire/", {"q": q, **autres})
    assert reponse.status_code == 200
    return reponse


def noms(reponse):
    return sorted(carte.nom for carte in reponse.context["cartes"])


def puces(reponse):
    return [(p.libelle, p.adresse) for p in reponse.context["recherche"].puces]


def test_a_place_said_with_a_preposition_restricts_and_is_a_chip(client, epiceries):
    reponse = chercher(client, "épicerie à Nantes")
    assert noms(reponse) == ["Épicerie du Port"]
    assert reponse.context["recherche"].resume == ("1 acteur", "pour «\xa0épicerie\xa0» à Nantes")
    assert puces(reponse) == [("À Nantes", "/annuaire/?q=%C3%A9picerie+%C3%A0+Nantes&lieu_dit=non")]
    assert reponse.context["demande"].texte == "épicerie à Nantes"


def test_the_chip_taken_off_the_words_are_read_as_they_are(client, epiceries):
    reponse = chercher(client, "épicerie à Nantes", lieu_dit="non")
    assert (noms(reponse), puces(reponse)) == (["Épicerie du Port"], [])
    reponse = chercher(client, "épicerie à Rennes", lieu_dit="non")
    assert reponse.context["demande"].lieu is None


def test_near_a_place_goes_ten_kilometres_unless_told_otherwise(client, epiceries):
    assert noms(chercher(client, "épicerie près de Rezé")) == [
        "Épicerie du Pont",
        "Épicerie du Port",
    ]
    assert noms(chercher(client, "épicerie près de Rezé", rayon="0")) == ["Épicerie du Pont"]
    assert noms(chercher(client, "épicerie près de Rezé", rayon="100")) == [
        "Épicerie du Pont",
        "Épicerie du Port",
        "Épicerie d’Anjou",
    ]


def test_a_distance_needs_no_other_place_than_that_of_the_sentence(client, epiceries):
    reponse = chercher(client, "épicerie à Nantes", rayon="25")
    assert reponse.context["demande"].avertissements == []
    assert noms(reponse) == ["Épicerie du Pont", "Épicerie du Port"]


def test_the_exact_name_of_an_actor_is_that_actor(client, epiceries):
    poser("Un Café à Nantes", ANGERS)
    reponse = chercher(client, "un café à Nantes")
    assert (noms(reponse), puces(reponse)) == (["Un Café à Nantes"], [])


def test_a_name_at_the_end_is_only_offered_while_the_words_find_something(client, epiceries):
    reponse = chercher(client, "épicerie Nantes")
    assert (noms(reponse), reponse.context["recherche"].lieux_proposes) == (
        ["Épicerie du Port"],
        [
            (
                "«\xa0épicerie\xa0» à Nantes (Loire-Atlantique)",
                "/annuaire/?q=%C3%A9picerie&ou=Nantes",
            )
        ],
    )


def test_and_taken_when_they_find_nothing(client, epiceries):
    poser("Épicerie sans commune dite", NANTES)
    Acteur.objects.filter(nom="Épicerie sans commune dite").update(description="Le Lieu Unique")
    reponse = chercher(client, "épicerie 44300")
    assert reponse.context["demande"].dit.lieu.valeur == "code_postal:44300"


def test_what_finds_nothing_there_is_still_read_word_for_word(client, epiceries):
    poser("Le Banjo", ANGERS, description="On y joue du banjo à Nantes.")
    reponse = chercher(client, "banjo à Nantes")
    assert (noms(reponse), puces(reponse)) == (["Le Banjo"], [])


def test_where_neither_finds_the_place_is_kept_and_what_widens_is_offered(client, epiceries):
    reponse = chercher(client, "épicerie à Paris")
    pistes = [(p.libelle, p.detail, p.adresse) for p in reponse.context["pistes"]]
    assert (noms(reponse), pistes) == (
        [],
        [("Chercher partout", "3 acteurs", "/annuaire/?q=%C3%A9picerie")],
    )


def test_an_unclear_place_is_asked_and_never_guessed(client, epiceries):
    reponse = chercher(client, "épicerie à Saint-Denis")
    assert sorted(adresse for _mots, adresse in reponse.context["recherche"].lieux_proposes) == [
        f"/annuaire/?q=%C3%A9picerie&ou=Saint-Denis+%28{numero}%29"
        for numero in ("11", "30", "93", "974")
    ]


def test_a_place_in_its_own_field_leaves_the_words_alone(client, epiceries):
    reponse = chercher(client, "épicerie à Nantes", ou="Rezé")
    assert (reponse.context["recherche"].total, reponse.context["demande"].dit) == (0, None)


def test_the_files_of_a_list_hold_what_it_shows(client, epiceries):
    reponse = client.get("/annuaire/export.csv", {"q": "épicerie à Nantes"})
    lignes = b"".join(reponse.streaming_content if reponse.streaming else [reponse.content])
    assert lignes.decode("utf-8-sig").count("Épicerie du P") == 1


def test_what_the_words_were_taken_for_is_said_with_its_own_list(client, epiceries):
    domaine = DomaineFactory(slug="vetements", nom="Vêtements", mots="fringues")
    acteur = poser("Le Vestiaire", NANTES)
    acteur.domaines.add(domaine)
    acteur.save()
    reponse = chercher(client, "fringues", ou="Nantes")
    assert (noms(reponse), reponse.context["recherche"].compris) == (
        ["Le Vestiaire"],
        [("«\xa0fringues\xa0»", "Vêtements", "/annuaire/?ou=Nantes&domaine=vetements")],
    )
    assert chercher(client, "vêtements").context["recherche"].compris == []
