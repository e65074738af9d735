"""Floors are held, raised, never lowered."""

from bench.pertinence import planchers

BILANS = {
    "noms": {"succes_1": 0.5, "succes_3": 17 / 18, "ndcg_10": 0.8, "rien": None},
    "ensemble": {"succes_1": 0.5, "succes_3": 0.9, "ndcg_10": 0.8, "rien": 1.0},
}


def test_a_figure_below_its_floor_is_told():
    seuils = {"noms": {"succes_3": 0.945}, "ensemble": {"rien": 1.0}}
    assert planchers.manques(BILANS, seuils) == ["noms : succes_3 0.944 < 0.945"]


def test_a_family_that_went_away_is_told():
    assert planchers.manques(BILANS, {"sigles": {"succes_3": 0.0}}) == [
        "sigles : succes_3 None < 0.0"
    ]


def test_what_is_reached_is_kept_and_passes():
    releves = planchers.relever(BILANS, {"noms": {"succes_3": 0.2}, "sigles": {"succes_3": 0.7}})
    assert releves == {
        "noms": {"succes_3": 0.944},
        "sigles": {"succes_3": 0.7},
        "ensemble": {"succes_1": 0.5, "succes_3": 0.9, "ndcg_10": 0.8, "rien": 1.0},
    }
    assert planchers.manques(BILANS, {**releves, "sigles": {}}) == []


def test_a_floor_is_not_lowered():
    assert planchers.relever(BILANS, {"noms": {"succes_3": 1.0}})["noms"] == {"succes_3": 1.0}


def test_floors_read_back_as_written(tmp_path):
    chemin = tmp_path / "planchers.toml"
    seuils = {"accents et élisions": {"succes_3": 0.944}, "rien": {"rien": 1.0}}
    planchers.ecrire(chemin, seuils)
    assert planchers.lire(chemin) == seuils
    assert planchers.lire(tmp_path / "absent.toml") == {}
