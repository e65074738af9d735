"""Scores against values reckoned by hand."""

import pytest

from bench.pertinence.notes import Bilan, Note, Reponse, dresser, noter, p95

DEGRES = {"a": 3, "b": 2, "c": 1}


def rangs(*cles):
    return Reponse(tuple(frozenset(cle.split("+")) for cle in cles))


@pytest.mark.parametrize(
    ("cles", "attendus"),
    [
        (["a", "x", "y"], (1, 1)),
        (["x", "y", "b"], (0, 1)),
        (["x", "y", "z", "a"], (0, 0)),
        (["c", "c", "c"], (0, 0)),
        ([], (0, 0)),
    ],
)
def test_success_is_a_good_row_among_the_first(cles, attendus):
    note = noter(DEGRES, rangs(*cles))
    assert (note.succes_1, note.succes_3) == attendus


def test_ndcg_compares_discounted_gains_with_the_best_order():
    # (2²−1)/log2(2) + 0 + (2³−1)/log2(4) = 6.5; best: 7 + 3/log2(3) + 1/2 = 9.392789.
    assert noter(DEGRES, rangs("b", "x", "a")).ndcg_10 == pytest.approx(6.5 / 9.392789, abs=1e-6)
    assert noter(DEGRES, rangs("a", "b", "c")).ndcg_10 == 1.0
    assert noter(DEGRES, rangs("x", "y")).ndcg_10 == 0.0


def test_ndcg_stops_at_ten_and_so_does_the_best_order():
    douze = dict.fromkeys("abcdefghijkl", 3)
    assert noter(douze, rangs(*"abcdefghij")).ndcg_10 == 1.0
    assert noter({"z": 3}, rangs(*"abcdefghij", "z")).ndcg_10 == 0.0


def test_an_actor_of_two_lists_is_worth_its_best_row_once():
    note = noter(DEGRES, rangs("x", "c+a", "a"))
    assert note.ndcg_10 == pytest.approx((7 / 1.5849625) / 9.392789, abs=1e-6)


@pytest.mark.parametrize(("trouve", "attendu"), [(False, 1.0), (True, 0.0)])
def test_what_must_find_nothing_is_right_when_nothing_matches(trouve, attendu):
    reponse = Reponse((frozenset("a"),), trouve, 4.0)
    assert noter({}, reponse, rien=True) == Note(None, None, None, attendu, 4.0)


def test_p95_is_a_time_that_was_measured():
    assert p95(range(1, 101)) == 95
    assert p95([3.0, 1.0]) == 3.0
    assert p95([]) == 0.0


def test_means_are_over_queries_whatever_their_family():
    notees = [
        ("noms", Note(1.0, 1.0, 1.0, None, 1.0)),
        ("noms", Note(0.0, 1.0, 0.5, None, 3.0)),
        ("rien", Note(None, None, None, 1.0, 2.0)),
        ("noms", Note(0.0, 0.0, 0.0, None, 2.0)),
    ]
    assert dresser(notees) == {
        "noms": Bilan(3, pytest.approx(1 / 3), pytest.approx(2 / 3), 0.5, None, 3.0),
        "rien": Bilan(1, None, None, None, 1.0, 2.0),
        "ensemble": Bilan(4, pytest.approx(1 / 3), pytest.approx(2 / 3), 0.5, 1.0, 3.0),
    }
