"""Limits on reading, counted in the cache."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from socle.cadences import permettre

MIDI = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sans_memoire():
    cache.clear()


def essayer(cle, fois):
    return [permettre(cle, limite=2, fenetre_s=60) for _fois in range(fois)]


def test_each_has_so_many_uses_a_window():
    with time_machine.travel(MIDI, tick=False) as horloge:
        assert (essayer("carte:a", 3), essayer("carte:b", 1)) == ([True, True, False], [True])
        horloge.shift(timedelta(seconds=60))
        assert essayer("carte:a", 1) == [True]


def test_a_cache_that_keeps_nothing_refuses_nobody(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert essayer("carte:a", 3) == [True, True, True]
