"""« Quand » on the search server: days are words, and only windows already begun are spans."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from search.moteurs.elastique.moments import Quand, jours_ouverts
from search.moteurs.elastique.portee import Perimetre
from search.ouvertures import croise, fenetre, minute

PARIS = "Europe/Paris"
# A Friday, 17 h 15 in Paris; the next Sunday clocks do not change, those of 29 March do.
VENDREDI = datetime(2026, 11, 27, 16, 15, tzinfo=UTC)


@pytest.mark.parametrize("fuseau", [PARIS, "Indian/Reunion", "America/Guadeloupe"])
@pytest.mark.parametrize("depart", [VENDREDI, datetime(2026, 3, 26, 16, 15, tzinfo=UTC)])
def test_words_of_days_say_what_spans_say(fuseau, depart):
    tirage = random.Random(fuseau)  # noqa: S311 (a fixed draw, nothing secret)
    bornes = tuple(
        sorted(minute(depart) + m for m in tirage.sample(range(0, 14 * 24 * 60, 15), 24))
    )
    mots = set(jours_ouverts(fuseau, bornes))
    for jours in range(6):
        maintenant = minute(depart + timedelta(days=jours))
        for valeur, genre in (("soir", "soir"), ("samedi", "jour"), ("dimanche", "jour")):
            debut, fin = fenetre(valeur, maintenant, fuseau)
            if maintenant < debut:
                quand = Quand(maintenant, [fuseau], Perimetre())
                mot = quand._ouvert_dans(valeur)["term"]["ouvert_le"]
                assert mot.startswith(f"{genre}:")
                assert (mot in mots) == croise(bornes, debut, fin)


def test_nothing_open_has_no_words():
    assert jours_ouverts(PARIS, ()) == ()


def test_a_window_that_has_begun_is_looked_for_among_spans():
    maintenant = minute(VENDREDI) + 120  # 19 h 15
    plage = {"gte": maintenant, "lt": maintenant + 285, "relation": "intersects"}
    assert Quand(maintenant, [PARIS], Perimetre())._ouvert_dans("soir") == {
        "range": {"ouvert": plage}
    }


def test_zones_are_told_apart_only_where_their_windows_differ():
    quand = Quand(minute(VENDREDI), [PARIS, "Indian/Reunion"], Perimetre())
    assert quand._ouvert_dans("samedi") == {"term": {"ouvert_le": "jour:739948"}}
    ensemble, apart = quand._ouvert_dans("soir")["bool"]["should"]
    assert ensemble["bool"]["filter"][0] == {"terms": {"fuseau": [PARIS]}} or apart
    assert Quand(minute(VENDREDI), [], Perimetre())._ouvert_dans("soir") == {"match_none": {}}
