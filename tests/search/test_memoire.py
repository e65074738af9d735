"""What a process keeps in memory: masks, facets, the grid, and their following of the database."""

import random

import pytest

from search.models import Document
from search.moteurs import corpus as memoire
from search.moteurs.corpus import Corpus, Facette
from search.moteurs.expressions import jeton
from search.moteurs.masques import drapeaux, ids_du, masque
from search.moteurs.suivi import Suivi
from tests.search.terrain import fiche


def test_un_masque_rend_ses_ids():
    ids = [5, 0, 3, 70, 8]
    assert masque(ids) == sum(1 << i for i in ids)
    assert ids_du(masque(ids)) == [0, 3, 5, 8, 70]
    assert (masque([]), ids_du(0)) == (0, [])
    assert drapeaux(0b101, 5) == b"\x01\x00\x01\x00\x00"


@pytest.mark.parametrize("seuil", [2, 2_000])
def test_une_facette_compte_pareil_en_masques_et_en_listes(monkeypatch, seuil):
    monkeypatch.setattr(memoire, "VALEURS_DENSES", seuil)
    facette = Facette()
    for valeur, ids in (("a", [1, 2]), ("b", [2]), ("c", [3, 9]), ("a", [4])):
        facette.ajouter(valeur, ids)
    facette.retirer("c", 9)
    assert bool(facette.listes) == (seuil == 2)
    assert ids_du(facette.union(["a", "c", "z"])) == [1, 2, 3, 4]
    assert facette.comptes(masque([2, 3, 9])) == {"a": 1, "b": 1, "c": 1}
    chargee = Facette()
    chargee.charger({"a": [1, 2, 4], "b": [2], "c": [3]})
    assert chargee.comptes(masque([2, 3, 9])) == {"a": 1, "b": 1, "c": 1}


def photo(corpus):
    """Everything a corpus answers from, comparable."""
    return {
        "lectures": {cle: ids_du(m) for cle, m in corpus.lectures.items() if m},
        "facettes": {
            nom: facette.comptes(-1 & ((1 << 200_000) - 1))
            for nom, facette in corpus.facettes.items()
            if facette.comptes((1 << 200_000) - 1)
        },
        "positions": corpus.grille.positions,
        "cellules": corpus.grille.cellules,
        "fines": {cellule: sorted(ids) for cellule, ids in corpus.grille.fines.items()},
        "periodes": corpus.periodes,
        "poids": {i: corpus.poids[i] for i in corpus.fiches},
        "ordres": {nom: list(corpus.ordre(nom)) for nom in ("nom", "recent", "poids")},
    }


@pytest.mark.parametrize("graine", range(4))
def test_suivre_les_changements_donne_ce_que_donnerait_une_relecture(terrain, graine):
    tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
    suivi = Suivi()
    photo(suivi.a_jour())
    for _tour in range(12):
        for _fois in range(tirage.randrange(1, 4)):
            pk = tirage.randrange(1, 15)
            if pk in terrain.source and tirage.random() < 0.3:
                terrain.retirer(pk)
                continue
            terrain.poser(
                fiche(
                    pk,
                    f"Nom {tirage.randrange(5)}",
                    facettes={"d": [str(tirage.randrange(4))], "t": [str(tirage.randrange(9))]},
                    positions=[(tirage.randrange(-89, 89), tirage.randrange(-179, 179))]
                    * tirage.randrange(3),
                    poids=1 + tirage.randrange(3) / 10,
                )
            )
        assert photo(suivi.a_jour()) == photo(Suivi().a_jour())


def test_un_processus_distance_relit_tout(terrain, monkeypatch):
    from search.models import Lot

    suivi = Suivi()
    terrain.poser(fiche(1, "Un"))
    suivi.a_jour()
    terrain.poser(fiche(2, "Deux"))
    terrain.poser(fiche(3, "Trois"))
    Lot.objects.exclude(pk=Lot.objects.latest("pk").pk).delete()
    assert len(suivi.a_jour().fiches) == 3


def test_beaucoup_de_changements_se_lisent_d_un_coup(terrain):
    suivi = Suivi()
    terrain.poser(fiche(1, "Un"))
    suivi.a_jour()
    terrain.poser(*(fiche(n, f"N{n}") for n in range(2, 260)))
    assert len(suivi.a_jour().fiches) == 259


def test_rien_a_suivre_coute_une_requete(terrain, django_assert_num_queries):
    terrain.poser(fiche(1, "Un"))
    suivi = Suivi()
    suivi.a_jour()
    with django_assert_num_queries(1):
        suivi.a_jour()


@pytest.mark.parametrize(
    ("texte", "requetes"),
    [("", 2), ("vélo", 5), ("je cherche un vélo", 5), ("vélo v", 4), ("vélo zz", 5)],
)
def test_une_recherche_coute_un_nombre_constant_de_requetes(
    terrain, django_assert_num_queries, texte, requetes
):
    terrain.poser(fiche(1, "Vélo", facettes={"d": ["a"]}))
    options = {"facettes_voulues": ("d",), "par_page": 100}
    for nombre in (1, 3):
        terrain.poser(*(fiche(n, f"Vélo {n}", facettes={"d": ["a"]}) for n in range(2, nombre + 1)))
        terrain.chercher("échauffement")
        with django_assert_num_queries(requetes):
            assert terrain.chercher(texte, **options).total == nombre


def test_refaire_la_meme_recherche_ne_relit_pas_le_plein_texte(terrain, django_assert_num_queries):
    terrain.poser(fiche(1, "Vélo"))
    terrain.chercher("vélo")
    with django_assert_num_queries(2):
        terrain.chercher("vélo")


def test_le_cache_reste_borne(terrain, monkeypatch):
    from search.moteurs import sql

    monkeypatch.setattr(sql, "CACHE_MAX", 5)
    terrain.poser(fiche(1, "Vélo"))
    for n in range(10):
        terrain.chercher(f"vélo {n}")
    assert len(terrain.moteur._cache) <= 5


def test_a_list_of_scores_too_long_to_be_kept_is_answered_all_the_same(terrain, monkeypatch):
    from search.moteurs import sql

    monkeypatch.setattr(sql, "CACHE_MAX", 0)
    terrain.poser(fiche(1, "Vélo"), fiche(2, "Couture"))
    assert terrain.trouves("vélo") == [1]
    assert len(terrain.moteur._cache) == 0


def test_un_document_disparu_entre_les_masques_et_la_lecture_est_saute(terrain):
    terrain.poser(fiche(1, "Un"), fiche(2, "Deux"))
    terrain.chercher()
    Document.objects.filter(objet_id=1).delete()  # as a purge by another process would
    assert terrain.trouves() == [2]


def test_trop_de_reponses_pour_etre_notees_commencent_par_les_noms(terrain, monkeypatch):
    from search.moteurs import sql

    monkeypatch.setattr(sql, "NOTES_MAX", 3)
    terrain.poser(
        *(fiche(n, f"Autre {n}", textes={"offre": "vélo"}, poids=1 + n / 10) for n in range(1, 5)),
        fiche(5, "Le vélo bleu"),
        fiche(6, "Vélo"),
    )
    assert terrain.trouves("vélo") == [6, 5, 4, 3, 2, 1]
    monkeypatch.setattr(sql, "NOTES_MAX", 1)
    terrain.moteur._cache.clear()
    assert terrain.trouves("vélo")[:2] == [6, 4]
    assert terrain.chercher("vélo xylophone").approche is True


def test_un_corpus_vide_repond(db):
    assert ids_du(Corpus().restreindre(0, {"d": ["a"]})) == []


def test_sans_table_de_plein_texte_rien_ne_se_trouve_et_rien_ne_casse(terrain, monkeypatch):
    from search.moteurs import plein_texte

    monkeypatch.setattr(plein_texte, "disponible", lambda: False)
    terrain.poser(fiche(1, "Vélo"))
    terrain.poser(fiche(2, "Couture"))
    terrain.retirer(2)
    assert plein_texte.trouver([(jeton("velo"), 1)], 1) == []
    assert (terrain.trouves("vélo"), terrain.trouves()) == ([], [1])
