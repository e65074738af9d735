"""What search says of its health to those who keep the site."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from search import documents, expedition, sante
from search.moteurs.elastique.client import client
from search.verifications import ETIQUETTE
from tests.search.terrain import TYPE, fiche


def dits(settings, **reglages):
    """Identifiers of what the checks say of these settings."""
    for nom, valeur in reglages.items():
        setattr(settings, nom, valeur)
    return [message.id for message in run_checks(tags=[ETIQUETTE])]


def test_the_embedded_engine_has_no_index_to_be_late(terrain):
    terrain.poser(fiche(1, "Recyclerie"))
    documents.marquer(TYPE, [1])
    assert (sante.recherche(), sante.index(), sante.file()) == (
        {"moteur": "sql"},
        {"documents": 1, "en_retard": 0},
        {"a_refaire": 1},
    )


def test_a_server_that_nobody_answers_for(terrain, settings):
    settings.ELASTICSEARCH_URL, settings.RECHERCHE_MOTEUR = "http://127.0.0.1:9", "secours"
    terrain.poser(fiche(1, "Recyclerie"))
    dit = sante.recherche()
    assert type(dit["elasticsearch"].pop("ms")) is float
    assert (dit, sante.index()) == (
        {
            "moteur": "secours",
            "elasticsearch": {"repond": False, "etat": "ConnectionError"},
        },
        {"documents": 1, "en_retard": 1},
    )


@pytest.fixture
def sans_memoire():
    """No client of other settings, before and after."""
    client.cache_clear()
    yield
    client.cache_clear()


@pytest.mark.usefixtures("sans_memoire")
class TestReglages:
    def test_what_is_right_is_not_spoken_of(self, settings):
        assert dits(settings) == []
        for adresse in (
            "https://recherche.example:9200",
            "http://127.0.0.1:9200",
            "http://[::1]:1",
        ):
            assert dits(settings, ELASTICSEARCH_URL=adresse, RECHERCHE_MOTEUR="secours") == []

    def test_in_clear_to_another_machine_warns(self, settings):
        for adresse in ("http://10.0.0.4:9200", "https://a.example:1,http://b.example:1"):
            assert dits(settings, ELASTICSEARCH_URL=adresse) == ["search.W001"]

    def test_addresses_may_have_spaces_around_them(self, settings):
        adresses = " https://a.example:9200 , https://b.example:9200, "
        assert dits(settings, ELASTICSEARCH_URL=adresses, RECHERCHE_MOTEUR="secours") == []
        assert len(client(delai=0.1).transport.node_pool.all()) == 2

    @pytest.mark.parametrize(
        "adresse",
        [
            "recherche.example:9200",
            "recherche.example",
            "https://recherche.example",
            "https://recherche.example:port",
            "https://:9200",
            "http://[::1:9200",
            "ftp://recherche.example:21",
        ],
    )
    def test_an_address_that_is_none_is_named_and_refused(self, db, settings, adresse):
        dite = dits(settings, ELASTICSEARCH_URL=f"https://a.example:9200, {adresse}")
        assert dite == ["search.E003"]
        faute = f"ELASTICSEARCH_URL\u202f: «\u202f{adresse}\u202f» n’est pas une adresse entière"
        phrase = f"{faute}, comme https://recherche.exemple.fr:9200"
        assert [message.msg for message in run_checks(tags=[ETIQUETTE])] == [f"{phrase}."]
        with pytest.raises(expedition.Indisponible) as refus:
            expedition.etat_de_l_index()
        assert str(refus.value) == phrase
        with pytest.raises(CommandError) as refus:
            call_command("indexer", stdout=StringIO(), stderr=StringIO())
        assert str(refus.value) == (
            f"Elasticsearch n’a pas suivi ({phrase}). L’ancien index, s’il y en a un, répond."
        )

    def test_a_password_is_never_shown(self, settings):
        settings.ELASTICSEARCH_URL = "nous:secret@recherche.example:9200"
        (message,) = run_checks(tags=[ETIQUETTE])
        assert "secret" not in str(message)

    def test_a_list_of_nothing_is_no_address(self, settings):
        settings.RECHERCHE_MOTEUR = "secours"
        assert dits(settings, ELASTICSEARCH_URL=" , ") == ["search.E002"]

    def test_a_short_token_warns(self, settings):
        assert dits(settings, SANTE_JETON="court") == ["search.W002"]

    def test_a_prefix_that_no_index_may_have_is_refused(self, settings):
        for prefixe in ("", "Portail", "é", "-a", "a b", "a/b"):
            assert dits(settings, ELASTICSEARCH_PREFIXE=prefixe) == ["search.E001"]

    def test_an_engine_without_its_address_is_refused(self, settings):
        assert dits(settings, ELASTICSEARCH_URL="", RECHERCHE_MOTEUR="secours") == ["search.E002"]
