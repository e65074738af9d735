"""Three hundred random searches by words, place, area, facets and moment: right to the last one."""

import pytest
import time_machine

from tests.search.contrat.combinaisons import (
    DOMAINES,
    GESTES,
    MAINTENANT,
    MOMENTS,
    AlaMain,
    peupler,
    tirer,
)

FACETTES = {"domaine": DOMAINES, "geste": GESTES, "quand": MOMENTS}
COMBINAISONS, PAQUET = 300, 30
PLUS_TARD = int(MAINTENANT.timestamp() // 60) + 35 * 60  # minutes: the Sunday, at 3 h 15


@pytest.fixture
def ville(terrain):
    """The corpus at a frozen instant, and who answers by hand."""
    with time_machine.travel(MAINTENANT, tick=False):
        peupler(terrain)
        yield terrain, AlaMain(terrain.source)


@pytest.mark.parametrize("paquet", range(COMBINAISONS // PAQUET))
def test_totals_counts_and_pages_are_those_of_a_count_by_hand(ville, paquet):
    terrain, a_la_main = ville
    for graine in range(paquet * PAQUET, (paquet + 1) * PAQUET):
        texte, options = tirer(graine)
        reponse = terrain.chercher(texte, facettes_voulues=tuple(FACETTES), **options)
        bons = a_la_main.trouves(texte, options)
        assert (graine, reponse.total) == (graine, len(bons))
        assert (graine, pages(terrain, texte, options, reponse.total)) == (graine, sorted(bons))
        assert (graine, reponse.facettes) == (graine, apres_un_clic(terrain, texte, options))
        for nom, valeurs in FACETTES.items():
            a_compter = {v: {**options["facettes"], nom: frozenset([v])} for v in valeurs}
            comptes = {
                v: len(a_la_main.trouves(texte, {**options, "facettes": f}))
                for v, f in a_compter.items()
            }
            assert (graine, nom, reponse.facettes[nom]) == (
                graine,
                nom,
                {v: n for v, n in comptes.items() if n},
            )
        inconnus = 0
        if "quand" in options["facettes"]:
            inconnus = len(a_la_main.trouves(texte, options, etats=("inconnu",)))
        assert (graine, reponse.inconnus) == (graine, inconnus)


def pages(terrain, texte, options, total):
    """Every id, page after page, sorted: a double would be there twice."""
    vus = []
    for page in range(1, total // 40 + 2):
        reponse = terrain.chercher(texte, page=page, par_page=40, **options)
        vus += [] if reponse.approche else [r.objet_id for r in reponse.resultats]
    return sorted(vus)


def apres_un_clic(terrain, texte, options):
    """``{facet: {value: total once it alone is selected in its facet}}``, without zeros."""
    totaux = {nom: {} for nom in FACETTES}
    for nom, valeurs in FACETTES.items():
        for valeur in valeurs:
            facettes = {**options["facettes"], nom: frozenset([valeur])}
            seule = {**options, "facettes": facettes, "par_page": 1}
            if total := terrain.chercher(texte, **seule).total:
                totaux[nom][valeur] = total
    return totaux


def test_who_comes_to_the_place_is_marked(ville):
    terrain, a_la_main = ville
    for graine in range(40):
        texte, options = tirer(graine)
        for resultat in terrain.chercher(texte, par_page=100, **options).resultats:
            donnees = a_la_main.objets[resultat.objet_id]
            assert resultat.intervient == a_la_main.couvre(donnees, options)


def test_time_passes_without_a_write(ville):
    terrain, a_la_main = ville
    avant = terrain.trouves(facettes={"quand": {"maintenant"}}, par_page=100)
    assert sorted(avant) == sorted(
        a_la_main.trouves("", {"facettes": {"quand": {"maintenant"}}, "filtres": {}})
    )
    ouverts = {
        pk
        for pk, donnees in a_la_main.objets.items()
        for lieu in donnees.ouvertures
        if a_l_instant(lieu, PLUS_TARD)
    }
    with time_machine.travel(PLUS_TARD * 60, tick=False):
        apres = terrain.trouves(facettes={"quand": {"maintenant"}}, par_page=100)
    assert (set(apres) == set(avant), set(apres)) == (False, ouverts)


def a_l_instant(lieu, minute):
    return any(a <= minute < b for a, b in zip(lieu.ouvert[::2], lieu.ouvert[1::2], strict=True))
