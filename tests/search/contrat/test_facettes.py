"""Counts, filters and places against a count by hand, on every engine."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from search.requetes import Requete
from tests.search.terrain import TYPE, fiche

DOMAINES = ["alimentation", "mobilite", "textile", "energie"]
GESTES = ["acheter", "donner", "reparer"]
COMMUNES = ["c:44109", "c:44143", "c:35238"]
MOTS = ["vélo", "couture", "jardin"]
NANTES = (47.2184, -1.5536)


@pytest.fixture
def marche(terrain):
    """Sixty objects drawn once and for all, some without position, some with two."""
    tirage = random.Random(44)  # noqa: S311 (a fixed draw, nothing secret)
    for pk in range(1, 61):
        communes = tirage.sample(COMMUNES, tirage.randrange(0, 3))
        positions = [
            (NANTES[0] + tirage.uniform(-0.6, 0.6), NANTES[1] + tirage.uniform(-0.8, 0.8))
            for _ in range(tirage.choice([0, 1, 1, 1, 2]))
        ]
        terrain.source[pk] = [
            fiche(
                pk,
                f"{tirage.choice(['Atelier', 'Maison', 'Élan'])} {pk % 7}",
                textes={"offre": " ".join(tirage.sample(MOTS, tirage.randrange(0, 4)))},
                facettes={
                    "domaine": tirage.sample(DOMAINES, tirage.randrange(0, 3)),
                    "geste": tirage.sample(GESTES, tirage.randrange(0, 3)),
                    "territoire": [*communes, *{f"d:{c[2:4]}" for c in communes}],
                },
                positions=positions,
                nouveau_le=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=tirage.randrange(300)),
                poids=1 + tirage.randrange(3) / 10,
            )
        ]
    terrain.indexer(*terrain.source)
    return terrain


def tirer(graine):
    """A random query: (text, selected facets, filters, radius)."""
    tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
    facettes = {}
    for nom, valeurs in (("domaine", DOMAINES), ("geste", GESTES)):
        choix = tirage.sample(valeurs, tirage.choice([0, 0, 1, 2]))
        if choix:
            facettes[nom] = frozenset(choix)
    filtres = {}
    if tirage.random() < 0.4:
        filtres["territoire"] = frozenset(tirage.sample([*COMMUNES, "d:44"], 2))
    rayon = tirage.choice([None, None, 5, 20, 50])
    return tirage.choice(["", "", *MOTS]), facettes, filtres, rayon


def attendus(source, texte, facettes, filtres, rayon, distance):
    """The ids that should be found, one condition after the other."""
    trouves = set()
    for pk, (donnees,) in source.items():
        mots = donnees.textes["offre"].split()
        if (
            (not texte or texte in mots)
            and all(set(donnees.facettes[f]) & v for f, v in (facettes | filtres).items())
            and (rayon is None or any(distance(p) <= rayon for p in donnees.positions))
        ):
            trouves.add(pk)
    return trouves


def a_vol_d_oiseau(vers):
    """Kilometres from Nantes, by the spherical law of cosines: another formula than ours."""
    from math import acos, cos, radians, sin

    lat1, lon1, lat2, lon2 = map(radians, (*NANTES, *vers))
    return 6371.0088 * acos(
        min(1, sin(lat1) * sin(lat2) + cos(lat1) * cos(lat2) * cos(lon2 - lon1))
    )


@pytest.mark.parametrize("graine", range(25))
def test_totaux_et_comptes_sont_ceux_d_un_comptage_a_la_main(marche, graine):
    texte, facettes, filtres, rayon = tirer(graine)
    commun = {"filtres": filtres, "par_page": 100, "rayon_km": rayon}
    commun["centre"] = NANTES if rayon else None
    reponse = marche.chercher(
        texte, facettes=facettes, facettes_voulues=("domaine", "geste"), **commun
    )
    bons = attendus(marche.source, texte, facettes, filtres, rayon, a_vol_d_oiseau)
    trouves = [] if reponse.approche else [r.objet_id for r in reponse.resultats]
    assert (reponse.total, sorted(trouves)) == (len(bons), sorted(bons))
    for nom, valeurs in (("domaine", DOMAINES), ("geste", GESTES)):
        comptes = {}
        for valeur in valeurs:
            clique = {**facettes, nom: frozenset([valeur])}
            nombre = len(attendus(marche.source, texte, clique, filtres, rayon, a_vol_d_oiseau))
            if nombre:
                comptes[valeur] = nombre
        assert reponse.facettes[nom] == comptes


def test_cliquer_sur_une_valeur_donne_le_nombre_annonce(marche):
    comptes = marche.chercher("vélo", facettes_voulues=("domaine",)).facettes["domaine"]
    apres = {v: marche.chercher("vélo", facettes={"domaine": {v}}).total for v in comptes}
    assert apres == comptes


def test_une_facette_inconnue_ne_laisse_rien_passer_et_ne_compte_rien(marche):
    reponse = marche.chercher(facettes={"couleur": {"rouge"}}, facettes_voulues=("couleur",))
    assert (reponse.total, reponse.facettes) == (0, {"couleur": {}})


def test_un_filtre_vide_ne_laisse_rien_passer_une_selection_vide_laisse_tout(marche):
    assert marche.chercher(filtres={"territoire": set()}).total == 0
    assert marche.chercher(facettes={"domaine": set()}).total == 60


@pytest.mark.parametrize("tri", ["pertinence", "nom", "recent", "distance"])
@pytest.mark.parametrize("texte", ["", "vélo"])
def test_les_pages_se_suivent_sans_double_ni_trou(marche, tri, texte):
    options = {"tri": tri, "centre": NANTES if tri == "distance" else None, "par_page": 7}
    total = marche.chercher(texte, **options).total
    vus = [
        r.objet_id
        for page in range(1, total // 7 + 3)
        for r in marche.chercher(texte, page=page, **options).resultats
    ]
    bons = attendus(marche.source, texte, {}, {}, None, a_vol_d_oiseau)
    assert (len(vus), set(vus)) == (total, bons)


def test_les_ordres_sont_ceux_annonces(marche):
    def ordre(tri, **options):
        return marche.trouves(tri=tri, par_page=100, **options)

    source = {pk: donnees for pk, (donnees,) in marche.source.items()}

    def cle(pk):
        return source[pk].titre.replace("É", "e").lower()

    def proximite(pk):
        return min((a_vol_d_oiseau(p) for p in source[pk].positions), default=float("inf"))

    assert ordre("nom") == sorted(source, key=lambda pk: (cle(pk), pk))
    assert ordre("recent") == sorted(
        source, key=lambda pk: (-source[pk].nouveau_le.timestamp(), cle(pk), pk)
    )
    assert ordre("pertinence") == sorted(source, key=lambda pk: (-source[pk].poids, cle(pk), pk))
    assert ordre("distance", centre=NANTES) == sorted(
        source, key=lambda pk: (round(proximite(pk), 4), cle(pk), pk)
    )


def test_la_distance_est_celle_de_la_position_la_plus_proche(marche):
    for resultat in marche.chercher(centre=NANTES, rayon_km=30, par_page=100).resultats:
        positions = marche.source[resultat.objet_id][0].positions
        assert resultat.distance_km == pytest.approx(min(map(a_vol_d_oiseau, positions)), abs=0.01)


@pytest.mark.parametrize(
    ("centre", "rayon", "attendu"),
    [
        ((-16.5, 179.95), 30, [1]),  # Fidji: across the antimeridian
        ((-16.5, -179.95), 30, [1]),
        ((89.9, 0), 50, [2]),  # around the pole every longitude is near
        ((-21.1, 55.5), 1000, [3]),
        ((0, 0), 1, []),
    ],
)
def test_le_rayon_tourne_autour_de_la_terre(terrain, centre, rayon, attendu):
    terrain.poser(
        fiche(1, "Suva", positions=[(-16.5, 179.9)]),
        fiche(2, "Banquise", positions=[(89.9, 180.0)]),
        fiche(3, "Réunion", positions=[(-21.11, 55.53), (48.85, 2.35)]),
        fiche(4, "En ligne"),
    )
    assert terrain.trouves(centre=centre, rayon_km=rayon) == attendu


def test_au_dela_de_la_fin_la_page_est_vide(marche):
    for page in (4, 600, 10**9):
        reponse = marche.chercher(page=page)
        assert (reponse.total, reponse.resultats) == (60, ())


def test_un_type_ne_voit_pas_les_autres(marche):
    assert marche.moteur.chercher(Requete(types=("inconnu",))).total == 0
    assert marche.moteur.chercher(Requete(types=(TYPE, "inconnu"))).total == 60


def test_choices_are_counted_in_the_order_they_are_asked(terrain):
    terrain.poser(
        fiche(1, "Un", facettes={"geste": ["louer", "réparer"]}),
        fiche(2, "Deux", facettes={"geste": ["réparer"]}),
        fiche(3, "Trois"),
    )
    terrain.chercher()

    def compter(*choix):
        return terrain.moteur.compter((TYPE,), "fr", "geste", choix)

    assert compter({"réparer"}, {"donner"}, {"louer", "donner"}) == [2, 0, 1]
    assert compter() == []
