"""Shipping to a real server: what is due goes, nothing older replaces what is newer."""

import pytest
from elasticsearch import Elasticsearch

from search import boucles, documents, expedition, reconstruction, verification
from search.models import Document
from search.moteurs.elastique import etat as etats
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_D_ENVOI, client
from tests.search import serveurs_reels as serveurs
from tests.search.terrain import fiche

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


@pytest.fixture
def index(serveur_reel, terrain):
    """An empty index in its place, and nothing refused before."""
    expedition.refus = expedition.Refus()
    reconstruction.reconstruire()
    return terrain


def versions():
    """{key of the object: version} of what the index holds."""
    client(DELAI_D_ENVOI).indices.refresh(index=indice.alias())
    trouves = client(DELAI_D_ENVOI).search(
        index=indice.alias(), size=100, version=True, source=["objet_id"]
    )["hits"]["hits"]
    return {trouve["_source"]["objet_id"]: trouve["_version"] for trouve in trouves}


def titres():
    """{key of the object: its title for sorting} of what the index holds."""
    client(DELAI_D_ENVOI).indices.refresh(index=indice.alias())
    trouves = client(DELAI_D_ENVOI).search(index=indice.alias(), size=100)["hits"]["hits"]
    return {trouve["_source"]["objet_id"]: trouve["_source"]["tri"] for trouve in trouves}


class TestCeQuiEstDu:
    def test_what_was_written_arrives_once(self, index):
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        assert (expedition.en_retard(), expedition.expedier()) == (2, 2)
        assert titres() == {1: "recyclerie", 2: "epicerie"}
        assert (expedition.en_retard(), expedition.expedier()) == (0, 0)

    def test_a_change_replaces_and_a_removal_removes(self, index):
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        expedition.expedier()
        index.poser(fiche(1, "Ressourcerie"))
        index.retirer(2)
        assert expedition.expedier() == 2
        assert titres() == {1: "ressourcerie"}

    def test_what_comes_back_is_there_again(self, index):
        index.poser(fiche(1, "Recyclerie"))
        expedition.expedier()
        index.retirer(1)
        expedition.expedier()
        index.poser(fiche(1, "Recyclerie"))
        expedition.expedier()
        assert versions() == {1: 3}

    def test_what_never_was_there_is_removed_without_a_word(self, index):
        index.poser(fiche(1, "Recyclerie"))
        index.retirer(1)
        assert (expedition.expedier(), versions()) == (1, {})

    def test_slices_are_marked_one_after_the_other(self, index, monkeypatch):
        monkeypatch.setattr(expedition, "TRANCHE", 2)
        index.poser(*[fiche(n, f"Lieu {n}") for n in range(1, 6)])
        assert expedition.expedier(continuer=lambda: False) == 2
        assert (expedition.en_retard(), expedition.expedier(), len(versions())) == (3, 3, 5)


class TestVersions:
    def test_a_row_that_changes_while_it_is_shipped_stays_due(self, index, monkeypatch):
        index.poser(fiche(1, "Recyclerie"))
        envoyer = expedition.envoyer

        def envoyer_puis_changer(*arguments):
            monkeypatch.setattr(expedition, "envoyer", envoyer)
            items = envoyer(*arguments)
            index.poser(fiche(1, "Ressourcerie"))
            return items

        monkeypatch.setattr(expedition, "envoyer", envoyer_puis_changer)
        expedition.expedier()
        assert (expedition.en_retard(), titres()) == (1, {1: "recyclerie"})
        expedition.expedier()
        assert (expedition.en_retard(), titres()) == (0, {1: "ressourcerie"})

    def test_two_workers_that_send_in_the_wrong_order(self, index):
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        lent = indice.actions(list(Document.objects.order_by("pk")))
        index.poser(fiche(1, "Ressourcerie"))
        index.retirer(2)
        expedition.expedier()
        items = expedition.envoyer(lent, indice.alias())
        assert [item["status"] for item in items] == [409, 409]
        assert [expedition.est_recu(item) for item in items] == [True, True]
        assert titres() == {1: "ressourcerie"}

    def test_what_the_server_already_has_counts_as_received(self, index):
        index.poser(fiche(1, "Recyclerie"))
        expedition.expedier()
        Document.objects.update(version_expediee=0)
        assert (expedition.expedier(), expedition.en_retard()) == (1, 0)

    def test_rows_that_appear_late_are_not_passed_over(self, index):
        """Two transactions committed in reverse order: the older numbers show up last."""
        index.poser(fiche(1, "Premier"), fiche(2, "Second"))
        tard = Document.objects.get(objet_id=1)
        Document.objects.filter(objet_id=1).update(version_expediee=tard.version)
        expedition.expedier()
        Document.objects.filter(objet_id=1).update(version_expediee=0)
        expedition.expedier()
        assert titres() == {1: "premier", 2: "second"}


class TestRefus:
    @pytest.fixture
    def empoisonne(self, index):
        """One of two documents has a field that the mapping does not know."""
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        Document.objects.filter(objet_id=1).update(poids=float("1e300"), positions=[[200.0, 500.0]])
        return index

    def test_one_refused_document_does_not_hold_the_others(self, empoisonne):
        assert (expedition.expedier(), expedition.en_retard()) == (1, 1)
        assert titres() == {2: "epicerie"}

    def test_it_is_left_alone_for_a_while_then_tried_again(self, empoisonne, monkeypatch):
        heure = [0.0]
        monkeypatch.setattr(expedition, "refus", expedition.Refus(lambda: heure[0]))
        expedition.expedier()
        assert expedition.refus.attendent() == [Document.objects.get(objet_id=1).pk]
        heure[0] = 2.0
        assert expedition.refus.attendent() == []
        expedition.expedier()
        heure[0] = 6.0
        assert len(expedition.refus.attendent()) == 1

    def test_once_corrected_it_goes(self, empoisonne, monkeypatch):
        heure = [0.0]
        monkeypatch.setattr(expedition, "refus", expedition.Refus(lambda: heure[0]))
        expedition.expedier()
        empoisonne.poser(fiche(1, "Recyclerie", textes={"presentation": "Tout neuf."}))
        heure[0] = 2.0
        assert (expedition.expedier(), expedition.en_retard()) == (1, 0)
        assert expedition.refus.attendent() == []


class TestPannes:
    def test_nothing_is_written_into_an_index_that_is_not_there(self, index):
        serveurs.effacer_les_index()
        index.poser(fiche(1, "Recyclerie"))
        with pytest.raises(expedition.Indisponible):
            expedition.expedier()
        assert (expedition.en_retard(), expedition.etat_de_l_index()) == (1, etats.ABSENT)

    def test_the_worker_makes_the_index_anew(self, index):
        index.poser(fiche(1, "Recyclerie"))
        serveurs.effacer_les_index()
        boucles.expedier_les_documents()
        assert (titres(), expedition.en_retard()) == ({1: "recyclerie"}, 0)

    def test_a_server_that_is_away_is_left_alone_for_a_while(self, index, settings, monkeypatch):
        heure = [0.0]
        monkeypatch.setattr(boucles, "patience", expedition.Patience(lambda: heure[0]))
        index.poser(fiche(1, "Recyclerie"))
        adresse, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
        client.cache_clear()
        boucles.expedier_les_documents()
        boucles.expedier_les_documents()
        assert (boucles.patience.echecs, boucles.patience.est_venue()) == (1, False)
        settings.ELASTICSEARCH_URL = adresse
        client.cache_clear()
        heure[0] = 2.0
        boucles.expedier_les_documents()
        assert (boucles.patience.echecs, titres()) == (0, {1: "recyclerie"})

    def test_an_overload_leaves_everything_due(self, index, monkeypatch):
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        bulk = Elasticsearch.bulk

        def surcharge(soi, **options):
            reponse = bulk(soi, **options)
            reponse.body["items"][1] = {"index": {"status": 429, "error": {"type": "rejected"}}}
            return reponse

        monkeypatch.setattr(Elasticsearch, "bulk", surcharge)
        with pytest.raises(expedition.Indisponible, match="statut 429"):
            expedition.expedier()
        assert expedition.en_retard() == 1
        monkeypatch.setattr(Elasticsearch, "bulk", bulk)
        assert (expedition.expedier(), verification.verifier().egal) == (1, True)


class TestTombes:
    def test_only_received_tombstones_are_forgotten(self, index):
        index.poser(fiche(1, "Recyclerie"), fiche(2, "Épicerie"))
        expedition.expedier()
        index.retirer(1)
        expedition.expedier()
        index.retirer(2)
        Document.objects.update(supprime_le="2020-01-01T00:00Z")
        boucles.oublier_les_vieilles_tombes()
        assert list(Document.objects.values_list("objet_id", flat=True)) == [2]
        expedition.expedier()
        boucles.oublier_les_vieilles_tombes()
        assert (Document.objects.count(), versions()) == (0, {})


def test_without_a_server_nothing_is_shipped(terrain, settings):
    settings.ELASTICSEARCH_URL = ""
    terrain.poser(fiche(1, "Recyclerie"))
    boucles.expedier_les_documents()
    boucles.oublier_les_chantiers_abandonnes()
    terrain.retirer(1)
    Document.objects.update(supprime_le="2020-01-01T00:00Z")
    boucles.oublier_les_vieilles_tombes()
    assert documents.Document.objects.count() == 0


class TestCeQueLeServeurDit:
    @pytest.mark.parametrize("statut", [200, 201, 299, 404, 409])
    def test_what_it_has_is_received(self, statut):
        assert expedition.est_recu({"status": statut}) is True

    @pytest.mark.parametrize("statut", [300, 400, 403, 404, 429, 500, 503])
    def test_what_it_refuses_is_not(self, statut):
        assert expedition.est_recu({"status": statut, "error": {"type": "x"}}) is False

    @pytest.mark.parametrize("statut", [403, 404, 429, 500, 503])
    def test_what_may_come_back(self, statut):
        assert expedition.est_passager({"status": statut, "error": {"type": "x"}}) is True

    @pytest.mark.parametrize("statut", [400, 402, 405, 428, 499])
    def test_what_will_not(self, statut):
        assert expedition.est_passager({"status": statut, "error": {"type": "x"}}) is False
