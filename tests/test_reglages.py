"""Settings that a decision of the project rests on, as an answer or a connection shows them."""

import pytest
from django.conf import settings
from django.db import connections


@pytest.mark.parametrize(
    ("entete", "valeur"),
    [
        # « no-referrer » would send `Origin: null` with forms, which are then refused (socle.csrf).
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        # Wagtail shows its preview in a frame.
        ("X-Frame-Options", "SAMEORIGIN"),
        ("X-Content-Type-Options", "nosniff"),
    ],
)
def test_every_answer_carries_its_policies(db, client, entete, valeur):
    assert client.get("/nulle-part/").headers[entete] == valeur


def test_times_of_the_administration_are_those_of_paris():
    assert settings.WAGTAIL_USER_TIME_ZONES == ["Europe/Paris"]


def test_a_request_is_no_transaction():
    """Atomic blocks belong to verbs: a long import commits by chunks."""
    assert {
        alias: connections[alias].settings_dict["ATOMIC_REQUESTS"] for alias in connections
    } == {"default": False}
