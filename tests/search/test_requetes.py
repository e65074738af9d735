import pytest

from search.requetes import Requete


@pytest.mark.parametrize("rayon", [float("nan"), float("inf"), -1, 0, 1001])
def test_un_rayon_insense_est_refuse_avec_une_phrase(rayon):
    with pytest.raises(ValueError, match=r"^Le rayon doit être un nombre de kilomètres"):
        Requete(centre=(47, -1), rayon_km=rayon)


@pytest.mark.parametrize("centre", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_un_centre_hors_de_la_terre_est_refuse(centre):
    with pytest.raises(ValueError, match=r"^Cette position n’est pas sur la Terre"):
        Requete(centre=centre)


@pytest.mark.parametrize("options", [{"rayon_km": 5}, {"tri": "distance"}])
def test_une_distance_demande_un_lieu(options):
    with pytest.raises(ValueError, match=r"^Une distance se compte à partir d’un lieu"):
        Requete(**options)


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        ({"tri": "prix"}, "^Ce tri n’existe pas"),
        ({"page": 0}, "^Cette page n’existe pas"),
        ({"par_page": 0}, "^Cette page n’existe pas"),
        ({"par_page": 101}, "^Cette page n’existe pas"),
    ],
)
def test_tri_et_page_se_verifient(options, phrase):
    with pytest.raises(ValueError, match=phrase):
        Requete(**options)


def test_le_texte_est_nettoye_et_coupe():
    assert Requete("  a\x00\n b ").texte == "a b"
    assert len(Requete("x" * 10_000).texte) == 200


def test_les_choix_sont_figes_les_selections_vides_otees_les_filtres_vides_gardes():
    requete = Requete(facettes={"a": {1, 2}, "b": set()}, filtres={"c": []})
    assert dict(requete.facettes) == {"a": frozenset({"1", "2"})}
    assert dict(requete.filtres) == {"c": frozenset()}
    assert requete.debut == 0
