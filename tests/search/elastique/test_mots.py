"""From the tree of what is looked for to what the search server reads."""

import pytest

from search.moteurs import classement
from search.moteurs import expressions as e
from search.moteurs.elastique import mots


@pytest.mark.parametrize(
    ("dite", "attendu"),
    [
        (e.jeton("velo"), {"term": {"tout": "velo"}}),
        (e.debut("vel"), {"prefix": {"tout": "vel"}}),
        (e.suite(("tier", "lieu")), {"match_phrase": {"tout": "tier lieu"}}),
        (e.cle("rdi"), {"term": {"cles": "rdi"}}),
        (e.dans_les_noms(e.debut("b")), {"prefix": {"noms": "b"}}),
        (e.ou([e.jeton("a"), e.jeton("b")]), {"terms": {"tout": ["a", "b"]}}),
        (
            e.ou([e.jeton("a"), e.dans_les_noms(e.jeton("b")), e.debut("c")]),
            {
                "bool": {
                    "should": [
                        {"terms": {"tout": ["a"]}},
                        {"terms": {"noms": ["b"]}},
                        {"prefix": {"tout": "c"}},
                    ]
                }
            },
        ),
        (
            e.et([e.jeton("a"), e.jeton("b")]),
            {"bool": {"filter": [{"term": {"tout": "a"}}, {"term": {"tout": "b"}}]}},
        ),
        (
            e.sauf(e.jeton("a"), e.jeton("b")),
            {"bool": {"filter": [{"term": {"tout": "a"}}], "must_not": [{"term": {"tout": "b"}}]}},
        ),
    ],
)
def test_an_expression_is_a_filter(dite, attendu):
    assert mots.filtre(dite) == attendu


def test_what_is_kept_to_names_is_scored_by_names():
    assert mots.note(e.dans_les_noms(e.jeton("velo"))) == {
        "combined_fields": {
            "query": "velo",
            "fields": ["nom^10", "autres_noms^8"],
            "operator": "and",
        }
    }


@pytest.mark.parametrize("forme", ["don", "velos", "velo", "cadeaux", "vetements", "vetement"])
def test_a_word_typed_is_in_a_title_as_for_the_embedded_engine(forme):
    titre = "don dons velo velos velox cadeau cadeaux vetement vetements vetementx"
    (motif,) = classement._motifs([forme])
    ecrits = set(mots._ecrit_dans_le_titre(forme)["terms"]["tri.mots"])
    assert {mot for mot in titre.split() if motif(mot)} == ecrits & set(titre.split())
