"""What a process keeps is read before the first visitor asks, and nothing stops for it."""

import pytest

from search.moteurs import moteur_embarque
from search.requetes import Requete
from socle import echauffement
from territoires.index import index, oublier


@pytest.fixture
def seules(monkeypatch):
    """``seules(nom=lire)``: nothing else is read ahead."""

    def _seules(**lectures):
        monkeypatch.setattr(echauffement, "_lectures", {})
        for nom, lire in lectures.items():
            echauffement.enregistrer(nom, lire)

    return _seules


def test_one_that_fails_is_named_and_the_others_are_read(seules, caplog):
    lus = []
    seules(panne=lambda: 1 / 0, autre=lambda: lus.append("autre"))
    assert (echauffement.echauffer(), lus) == (["panne"], ["autre"])
    assert [ligne.getMessage() for ligne in caplog.records] == ["panne: not read ahead"]


def test_it_is_read_beside_the_requests(seules):
    lus = []
    seules(une=lambda: lus.append("une"))
    fil = echauffement.en_arriere_plan()
    fil.join(20)
    assert (fil.daemon, lus) == (True, ["une"])


def test_the_rooms_that_keep_something_have_it_read():
    assert sorted(echauffement._lectures) == ["recherche", "territoires"]


def test_the_first_search_then_asks_no_more_than_the_next(petit_pays, django_assert_num_queries):
    oublier()
    assert echauffement.echauffer() == []
    with django_assert_num_queries(0):
        index()
    with django_assert_num_queries(1):  # whether anything was written since
        moteur_embarque().chercher(Requete())
