"""What search says of its health to those who keep the site."""

from django.core.checks import run_checks

from search import documents, sante
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

    def test_a_short_token_warns(self, settings):
        assert dits(settings, SANTE_JETON="court") == ["search.W002"]

    def test_a_prefix_that_no_index_may_have_is_refused(self, settings):
        for prefixe in ("", "Portail", "é", "-a", "a b", "a/b"):
            assert dits(settings, ELASTICSEARCH_PREFIXE=prefixe) == ["search.E001"]

    def test_an_engine_without_its_address_is_refused(self, settings):
        assert dits(settings, ELASTICSEARCH_URL="", RECHERCHE_MOTEUR="secours") == ["search.E002"]
