"""What only the search server has: its own memory of the index, deep pages, versions."""

from datetime import timedelta

import pytest
import time_machine

from search import documents
from search.models import Document
from search.moteurs import moteur as moteur_nomme
from search.moteurs.elastique import suites
from search.moteurs.elastique.client import client
from search.moteurs.elastique.ecriture import envoyer
from search.moteurs.elastique.indice import alias
from search.moteurs.elastique.serveur import Echange, ReponseIncomplete
from search.ouvertures import Ouvertures
from tests.search.contrat.combinaisons import MAINTENANT
from tests.search.contrat.conftest import index_vide  # noqa: F401 (a fixture)
from tests.search.terrain import TYPE, Terrain, fiche

pytestmark = pytest.mark.elasticsearch
MINUTE = int(MAINTENANT.timestamp() // 60)


@pytest.fixture
def terrain(db, index_vide):  # noqa: F811 (the fixture above)
    yield Terrain(moteur_nomme("elasticsearch"), index_vide.mettre_a_jour)
    documents._producteurs.pop(TYPE)


@pytest.fixture
def envoyes(monkeypatch):
    """The bodies of each request that searches send to the server: ``[(body, …), …]``."""
    notes, chercher = [], Echange.chercher

    def noter(echange, *corps):
        notes.append(corps)
        return chercher(echange, *corps)

    monkeypatch.setattr(Echange, "chercher", noter)
    return notes


def test_a_time_zone_or_an_area_that_the_index_had_not_is_learnt_by_the_search_itself(terrain):
    def ouvert(fuseau):
        return [Ouvertures(fuseau, (MINUTE - 60, MINUTE + 600))]

    with time_machine.travel(MAINTENANT, tick=False):
        terrain.poser(fiche(1, "Un", ouvertures=ouvert("Europe/Paris")))
        assert terrain.trouves(facettes={"quand": {"soir"}}) == [1]
        terrain.poser(fiche(2, "Deux", ouvertures=ouvert("Indian/Reunion")))
        assert terrain.trouves(facettes={"quand": {"soir"}}) == [2, 1]
    loin = {"centre": (47.2, -1.5), "rayon_km": 1, "zones": {"c:1"}}
    assert terrain.trouves(**loin) == []
    terrain.poser(fiche(3, "Trois", positions=[(47.3, -1.5)], facettes={"zone": ["km:30"]}))
    assert terrain.trouves(**loin) == [3]


@pytest.mark.parametrize("tri", ["pertinence", "nom", "recent", "distance"])
def test_a_deep_page_goes_on_from_where_the_one_before_ended(terrain, tri, envoyes, monkeypatch):
    monkeypatch.setattr(suites, "PROFOND", 4)
    terrain.poser(
        *(
            fiche(n, f"Vélo {n % 4}", positions=[(47 + n / 100, -1)] if n % 5 else [])
            for n in range(1, 15)
        )
    )
    options = {"tri": tri, "par_page": 3, "centre": (47, -1) if tri == "distance" else None}
    vus = [i for page in range(1, 7) for i in terrain.trouves("vélo", page=page, **options)]
    assert sorted(vus) == list(range(1, 15))
    suivies = ["search_after" in corps[0] for corps in envoyes]
    assert suivies == [False, False, True, True, True, False]
    assert terrain.trouves("vélo", page=4, **options) == vus[9:12]
    assert vus == terrain.trouves("vélo", **{**options, "par_page": 100})


@pytest.mark.parametrize(
    ("texte", "demandees"),
    [
        ("épicerie", [["page", "comptes"]]),
        # Nobody wrote that word: how many have each is asked with the page, not after it.
        ("épicreie", [["page", "comptes", "nombres"], ["page", "comptes", "presence"]]),
        # Everybody knows both, nobody has the two.
        ("épicerie vélo", [["page", "comptes"], ["nombres"], ["approche"]]),
    ],
)
def test_what_is_asked_of_the_server_in_how_many_times(terrain, envoyes, texte, demandees):
    terrain.poser(fiche(1, "L’épicerie", facettes={"geste": ["a"]}), fiche(2, "Le vélo"))
    terrain.chercher(texte, facettes_voulues=("geste",))
    assert [[_genre(un) for un in corps] for corps in envoyes] == demandees


def _genre(corps):
    """The name, in ``Demande``, of what has such a body."""
    if corps["size"]:
        return "page" if "from" in corps else "approche"
    if corps["track_total_hits"]:
        return "presence"
    return "nombres" if "nombres" in corps["aggs"] else "comptes"


def test_what_is_new_or_fuller_is_a_little_better_and_no_more(terrain):
    jours = {1: 400, 2: 3, 3: 100}
    neufs = {pk: MAINTENANT - timedelta(days=jour) for pk, jour in jours.items()}
    with time_machine.travel(MAINTENANT, tick=False):
        terrain.poser(
            *(fiche(pk, "Le vélo", nouveau_le=neuf) for pk, neuf in neufs.items()),
            fiche(4, "Le vélo", nouveau_le=neufs[1], poids=1.1),
            fiche(5, "Le garage", textes={"offre": "vélo"}, nouveau_le=neufs[2], poids=1.1),
        )
        assert terrain.trouves("vélos") == [4, 2, 3, 1, 5]
        assert terrain.trouves() == [5, 4, 1, 2, 3]


def test_what_comes_late_does_not_replace_what_is_newer(terrain):
    terrain.poser(fiche(1, "Ancien"))
    (ancien,) = Document.objects.all()
    terrain.moteur.ecrire([ancien], 0)
    Document.objects.update(version=7, titre="Nouveau", textes={"nom": "Nouveau"}, cles=[])
    (nouveau,) = Document.objects.all()
    terrain.moteur.ecrire([nouveau], 0)
    terrain.moteur.ecrire([ancien], 0)
    client().indices.refresh(index=alias())
    moteur, requete = terrain.moteur, terrain.requete
    assert [moteur.chercher(requete(mot)).total for mot in ("nouveau", "ancien")] == [1, 0]
    Document.objects.update(version=8)
    terrain.moteur.oublier([nouveau.pk, 10**9])
    terrain.moteur.ecrire([nouveau], 0)
    client().indices.refresh(index=alias())
    assert moteur.chercher(requete()).total == 0


def test_a_document_that_the_index_still_has_and_the_table_not_is_not_shown(terrain):
    terrain.poser(fiche(1, "Un"), fiche(2, "Deux"))
    Document.objects.filter(objet_id=1).delete()
    resultats = terrain.moteur.chercher(terrain.requete()).resultats
    assert [r.objet_id for r in resultats] == [2]


def test_an_answer_of_the_server_that_is_no_answer_is_an_error(terrain):
    with pytest.raises(ReponseIncomplete):
        Echange().chercher({"query": {"match_phrase": {"nom": "deux mots"}}, "size": 0})
    echange = Echange()
    echange.chercher({"size": 0})
    echange._fin = 0
    with pytest.raises(ReponseIncomplete):
        echange.chercher({"size": 0})


def test_a_refused_document_is_told(terrain):
    from elasticsearch.helpers import BulkIndexError

    action = {"_op_type": "index", "_id": "1", "_source": {"inconnu": 1}}
    with pytest.raises(BulkIndexError):
        envoyer([action])
