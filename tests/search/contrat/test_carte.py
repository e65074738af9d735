"""Boxes, points and tiles against a count by hand, on every engine."""

import random
from collections import defaultdict
from math import cos, floor, log, pi, radians, tan

import pytest
import time_machine

from tests.search.contrat.combinaisons import (
    MAINTENANT,
    AlaMain,
    avec_une_boite,
    dans_la_boite,
    peupler,
    tirer,
)
from tests.search.terrain import fiche

FRANCE = (41.0, -5.5, 51.5, 10.0)
NANTES = (47.2184, -1.5536)


@pytest.fixture
def semis(terrain):
    """A hundred objects with up to three positions around Nantes, and two also far away."""
    tirage = random.Random(44)  # noqa: S311 (a fixed draw, nothing secret)
    for pk in range(1, 101):
        positions = [
            (
                round(NANTES[0] + tirage.uniform(-1, 1), 6),
                round(NANTES[1] + tirage.uniform(-1, 1), 6),
            )
            for _ in range(tirage.choice([0, 1, 1, 1, 2, 3]))
        ]
        facettes = {"domaine": tirage.sample(["textile", "energie"], tirage.randrange(3))}
        terrain.source[pk] = [fiche(pk, f"Atelier {pk}", positions=positions, facettes=facettes)]
    terrain.source[101] = [fiche(101, "Atelier austral", positions=[(-21.1151, 55.5364)])]
    terrain.source[102] = [fiche(102, "Maison d’ici", positions=[NANTES, (-21.1151, 55.5364)])]
    terrain.indexer(*terrain.source)
    return terrain


def cartographier(terrain, texte="", zoom=8, limite=500, **options):
    return terrain.moteur.cartographier(terrain.requete(texte, **options), zoom, limite)


def tuile(latitude, longitude, zoom):
    """(x, y) as the specification of tile servers writes it: another formula than ours."""
    phi = radians(latitude)
    x = floor(2**zoom * (longitude + 180) / 360)
    return x, floor(2**zoom * (1 - log(tan(phi) + 1 / cos(phi)) / pi) / 2)


def boites(nombre=12):
    tirage = random.Random(8)  # noqa: S311 (a fixed draw, nothing secret)
    for _ in range(nombre):
        sud, ouest = NANTES[0] - tirage.uniform(0, 1), NANTES[1] - tirage.uniform(0, 1)
        yield sud, ouest, sud + tirage.uniform(0, 2), ouest + tirage.uniform(0, 2)


def test_une_boite_garde_ce_qui_y_a_une_position_et_compte_de_meme(semis):
    for boite in [*boites(), FRANCE, (-90, -180, 90, 180)]:
        reponse = semis.chercher(
            boite=boite, facettes_voulues=("domaine",), par_page=100, tri="nom"
        )
        bons = {
            pk: d.facettes.get("domaine", [])
            for pk, (d,) in semis.source.items()
            if any(dans_la_boite(position, boite) for position in d.positions)
        }
        comptes = defaultdict(int)
        for valeurs in bons.values():
            for valeur in valeurs:
                comptes[valeur] += 1
        assert (reponse.total, reponse.facettes["domaine"]) == (len(bons), comptes)
        assert {r.objet_id for r in reponse.resultats} == set(bons)


def test_les_points_sont_les_positions_de_ce_qui_est_trouve_dans_la_boite(semis):
    for boite in [*boites(), None]:
        for facettes in ({}, {"domaine": {"textile"}}):
            carte = cartographier(semis, boite=boite, facettes=facettes)
            attendus = [
                (pk, *position)
                for pk, (d,) in semis.source.items()
                if not facettes or "textile" in d.facettes.get("domaine", ())
                for position in d.positions
                if boite is None or dans_la_boite(position, boite)
            ]
            trouves = [(objet, *position) for _i, _type, objet, *position in carte.points]
            assert (carte.total, sorted(trouves)) == (len(attendus), sorted(attendus))
            assert carte.carreaux == ()


def test_un_point_dit_son_document_et_son_objet(semis):
    (resultat,) = semis.chercher("austral").resultats
    carte = cartographier(semis, "austral")
    assert carte.points == ((resultat.document_id, "essai", 101, -21.1151, 55.5364),)


@pytest.mark.parametrize("zoom", [0, 6, 8, 11, 24])
def test_au_dessus_de_la_limite_des_carreaux_avec_leur_nombre_et_leur_milieu(semis, zoom):
    for boite in [*boites(6), None]:
        par_carreau = defaultdict(list)
        for (d,) in semis.source.values():
            for position in d.positions:
                if boite is None or dans_la_boite(position, boite):
                    par_carreau[(zoom, *tuile(*position, zoom))].append(position)
        carte = cartographier(semis, zoom=zoom, limite=1, boite=boite)
        total = sum(map(len, par_carreau.values()))
        assert carte.total == total
        if total <= 1:
            continue
        assert carte.points == ()
        assert {carreau[:3]: carreau[3] for carreau in carte.carreaux} == {
            cle: len(positions) for cle, positions in par_carreau.items()
        }
        for *cle, nombre, latitude, longitude in carte.carreaux:
            positions = par_carreau[tuple(cle)]
            assert (latitude, longitude) == (
                pytest.approx(sum(p[0] for p in positions) / nombre, abs=1e-4),
                pytest.approx(sum(p[1] for p in positions) / nombre, abs=1e-4),
            )


def test_la_limite_elle_meme_donne_des_points(semis):
    total = cartographier(semis).total
    assert len(cartographier(semis, limite=total).points) == total
    assert cartographier(semis, limite=total - 1).points == ()
    # None at all: what a page asks to know where its results lie.
    assert sum(carreau[3] for carreau in cartographier(semis, limite=0).carreaux) == total


def test_la_carte_suit_ce_qui_change(semis):
    boite = (47.0, -2.0, 47.5, -1.0)
    avant = cartographier(semis, boite=boite).total
    semis.poser(fiche(200, "Atelier neuf", positions=[(47.2, -1.5), (47.2, -1.5), (45.0, -1.5)]))
    assert cartographier(semis, boite=boite).total == avant + 2
    semis.poser(fiche(200, "Atelier neuf", positions=[(45.0, -1.5)]))
    assert cartographier(semis, boite=boite).total == avant
    semis.retirer(200)
    assert cartographier(semis, boite=(44.9, -1.6, 45.1, -1.4)).total == 0


def test_rien_n_est_montre_par_a_peu_pres(semis):
    assert semis.chercher("atelier introuvable").approche
    assert cartographier(semis, "atelier introuvable").total == 0


@pytest.mark.parametrize("paquet", range(4))
def test_la_carte_et_la_liste_disent_la_meme_chose_quoi_qu_on_demande(terrain, paquet):
    with time_machine.travel(MAINTENANT, tick=False):
        peupler(terrain)
        a_la_main = AlaMain(terrain.source)
        for graine in range(20 * paquet, 20 * paquet + 20):
            texte, options = tirer(graine)
            verifier(terrain, a_la_main, texte, options)
            verifier(terrain, a_la_main, texte, avec_une_boite(graine, options))


def verifier(terrain, a_la_main, texte, options):
    """The list and the map of one search, against the answer found by hand."""
    bons, boite = a_la_main.trouves(texte, options), options.get("boite")
    reponse = terrain.chercher(texte, par_page=100, tri="nom", **options)
    assert (options, reponse.total) == (options, len(bons))
    points = [
        (pk, *position)
        for pk in bons
        for position in terrain.source[pk][0].positions
        if boite is None or dans_la_boite(position, boite)
    ]
    carte = cartographier(terrain, texte, **options)
    trouves = [(objet, *position) for _i, _type, objet, *position in carte.points]
    assert (options, sorted(trouves)) == (options, sorted(points))


@pytest.mark.parametrize(
    "boite", [(48, 0, 47, 1), (47, 1, 48, 0), (-91, 0, 0, 1), (0, 0, 1, 181), (float("nan"),) * 4]
)
def test_une_boite_a_l_envers_ou_hors_du_monde_est_refusee(terrain, boite):
    with pytest.raises(ValueError, match="partie de la carte"):
        terrain.requete(boite=boite)


@pytest.mark.parametrize("zoom", [-1, 25])
def test_une_echelle_impossible_est_refusee(terrain, zoom):
    with pytest.raises(ValueError, match="échelle de carte"):
        cartographier(terrain, zoom=zoom)
