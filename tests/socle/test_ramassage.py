"""The cycle collector is left as it was found, and still collects what a long job makes."""

import gc
import weakref

import pytest

from socle.ramassage import SEUIL, sans_les_anciens


class Noeud:
    """One of two things that hold each other."""


def _boucle():
    un, autre = Noeud(), Noeud()
    un.autre, autre.autre = autre, un
    return weakref.ref(un)


def test_what_was_alive_is_left_out_and_what_is_made_meanwhile_is_not():
    seuils = gc.get_threshold()
    geles = gc.get_freeze_count()
    with sans_les_anciens():
        assert gc.get_freeze_count() > geles
        assert gc.get_threshold() == (SEUIL, *seuils[1:])
        temoin = _boucle()
        gc.collect()
        assert temoin() is None
    assert (gc.get_freeze_count(), gc.get_threshold()) == (0, seuils)


def test_an_error_leaves_the_collector_as_it_was():
    seuils = gc.get_threshold()
    with pytest.raises(ValueError, match="panne"), sans_les_anciens():
        raise ValueError("panne")
    assert (gc.get_freeze_count(), gc.get_threshold()) == (0, seuils)
