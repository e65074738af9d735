"""The nearest of a place, without counting the others, are those of the search by distance."""

import random

import pytest

from tests.search.terrain import fiche

NANTES, SAINT_DENIS, BERING = (47.2184, -1.5536), (-20.8789, 55.4481), (65.0, 179.9)
EQUATEUR = (0.05, 9.5)


def semer(tirage, centre, nombre=60):
    """Documents around a centre, some with several positions or none, some in the same spot."""
    for objet_id in range(1, nombre + 1):
        positions = [
            (
                centre[0] + tirage.gauss(0, 0.2),
                max(-180, min(180, centre[1] + tirage.gauss(0, 0.3))),
            )
            for _rang in range(tirage.choice([0, 1, 1, 1, 2, 3]))
        ]
        if objet_id % 10 == 0:
            positions = [(centre[0] + 0.1, centre[1] - 0.1)]
        yield fiche(
            objet_id,
            f"Nom {tirage.randrange(30)}",
            positions=positions,
            facettes={"couleur": [tirage.choice(["vert", "bleu"])]},
        )


@pytest.mark.parametrize("centre", [NANTES, SAINT_DENIS, BERING, EQUATEUR])
@pytest.mark.parametrize("graine", range(6))
def test_les_voisins_sont_les_premiers_de_la_recherche_par_distance(terrain, centre, graine):
    tirage = random.Random(graine)  # noqa: S311 (a draw that can be played again)
    terrain.poser(*semer(tirage, centre))
    for rayon in (3, 12, 60, 300):
        for filtres in ({}, {"couleur": {"vert"}}):
            for page in (1, 2):
                requete = terrain.requete(
                    centre=centre, rayon_km=rayon, tri="distance", filtres=filtres,
                    par_page=tirage.choice([1, 4, 20]), page=page,
                )  # fmt: skip
                tous = terrain.moteur.chercher(requete).resultats
                attendus = [(r.objet_id, r.distance_km) for r in tous]
                voisins = terrain.moteur.voisins(requete)
                assert [(r.objet_id, r.distance_km) for r in voisins] == attendus
