"""/sante/: a word for anyone, details for the team; nothing that tells what runs here."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from home import groupes
from socle import sante
from tests.test_roles import ROLES, connecter

JETON = "un-jeton-tire-au-sort-assez-long"
DETAILS = {"base", "etat", "file", "index", "recherche"}


def lu(reponse):
    """(status, the word, or the names of what is said)."""
    if reponse["Content-Type"] == "application/json":
        return reponse.status_code, set(reponse.json())
    return reponse.status_code, reponse.content.decode()


@pytest.fixture
def base_en_panne(monkeypatch):
    """The database refuses everything."""

    def refuser(*_arguments, **_options):
        raise DatabaseError("panne")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuser)


@pytest.mark.django_db
class TestQuiLit:
    @pytest.mark.parametrize("role", ROLES)
    def test_only_the_team_reads_the_details(self, client, role):
        groupes.charger()
        connecter(client, role)
        dit = (200, "ok") if role in ("visiteur", "compte") else (200, DETAILS)
        assert lu(client.get(reverse("sante"))) == dit

    @pytest.mark.parametrize(
        ("entete", "dit"),
        [
            (f"Bearer {JETON}", DETAILS),
            (f"bearer {JETON}", DETAILS),
            (f"Bearer {JETON}x", "ok"),
            ("Bearer ", "ok"),
            ("Bearer é\N{SNOWMAN}", "ok"),
            (f"Basic {JETON}", "ok"),
            (JETON, "ok"),
        ],
    )
    def test_the_token_is_shown_by_a_header(self, client, settings, entete, dit):
        settings.SANTE_JETON = JETON
        assert lu(client.get(reverse("sante"), headers={"Authorization": entete})) == (200, dit)

    @pytest.mark.parametrize("entete", ["Bearer ", "Bearer", "Bearer None"])
    def test_without_a_token_in_the_settings_none_is_good(self, client, settings, entete):
        settings.SANTE_JETON = ""
        assert lu(client.get(reverse("sante"), headers={"Authorization": entete})) == (200, "ok")

    def test_a_visitor_learns_nothing_by_the_headers(self, client):
        reponse = client.get(reverse("sante"))
        dits = {nom: reponse.headers[nom] for nom in ("Content-Type", "Cache-Control")}
        assert dits == {
            "Content-Type": "text/plain; charset=utf-8",
            "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
        }
        assert [nom for nom in reponse.headers if nom in ("Server", "X-Powered-By")] == []
        assert reponse.cookies == {}

    def test_a_visitor_costs_one_query(self, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            client.get(reverse("sante"))

    def test_it_is_read_and_nothing_else(self, client):
        assert client.post(reverse("sante")).status_code == 405
        assert client.head(reverse("sante")).status_code == 200

    def test_it_answers_inside_without_https(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True
        assert client.get(reverse("sante")).status_code == 200


@pytest.mark.django_db
class TestCeQuiEstDit:
    def test_a_part_that_fails_does_not_hide_the_others(self, monkeypatch):
        def echouer():
            raise DatabaseError("panne")

        monkeypatch.setattr(sante, "_parties", {"a": echouer, "b": lambda: 1})
        dit = sante.details()
        assert (dit["a"], dit["b"]) == ({"erreur": "DatabaseError"}, 1)


@pytest.mark.django_db
class TestSansBase:
    def test_a_visitor_is_told_ko(self, client, base_en_panne):
        assert lu(client.get(reverse("sante"))) == (503, "ko")

    def test_a_token_reads_the_details_all_the_same(self, client, settings, base_en_panne):
        settings.SANTE_JETON = JETON
        reponse = client.get(reverse("sante"), headers={"Authorization": f"Bearer {JETON}"})
        assert (reponse.status_code, reponse.json()["etat"]) == (503, "ko")
        assert reponse.json()["base"]["repond"] is False
