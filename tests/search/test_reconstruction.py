"""Rebuilding the index of a real server: nothing written is lost, nothing is left over."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search import boucles, expedition, reconstruction, verification
from search.models import Document
from search.moteurs.elastique import etat as etats
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from socle import baux
from tests.search import serveurs_reels as serveurs
from tests.search.terrain import fiche

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


def serveur():
    return client(DELAI_DE_TRAVAUX)


def indexer():
    """What « manage.py indexer » says."""
    sortie = StringIO()
    call_command("indexer", stdout=sortie, stderr=StringIO())
    return sortie.getvalue()


def en_place():
    """The one index that there is, which must stand behind the alias and behind no other."""
    ((nom, alias),) = serveurs.index_presents().items()
    assert alias == [indice.alias()]
    return nom


@pytest.fixture
def corpus(serveur_reel, terrain, monkeypatch):
    """Five documents and a tombstone, sent two at a time."""
    monkeypatch.setattr(reconstruction, "TRANCHE", 2)
    terrain.poser(*[fiche(n, f"Lieu {n}") for n in range(1, 7)])
    terrain.retirer(6)
    return terrain


class TestPremiereFois:
    def test_the_index_is_made_whole(self, corpus):
        dit = indexer()
        nom = en_place()
        assert dit == f"5 documents dans l’index {nom}.\n"
        assert verification.verifier().egal

    def test_what_it_was_filled_with_is_not_sent_again(self, corpus):
        reconstruction.reconstruire()
        assert expedition.en_retard() == 1  # the tombstone

    def test_sqlite_keeps_few_pages_meanwhile(self, corpus):
        def pages():
            with connection.cursor() as curseur:
                return curseur.execute("PRAGMA cache_size").fetchone()[0]

        avant, vues = pages(), set()
        reconstruction.reconstruire(lambda _nombre: vues.add(pages()))
        assert (vues, pages()) == ({reconstruction.PAGES}, avant)

    def test_its_settings_are_those_of_the_site(self, corpus, settings):
        settings.ELASTICSEARCH_FRAGMENTS = 2
        reconstruction.reconstruire()
        reglages = serveur().indices.get_settings(index=indice.alias())
        ((_nom, fiche_),) = reglages.items()
        lus = fiche_["settings"]["index"]
        assert (
            lus["number_of_shards"],
            lus["number_of_replicas"],
            lus["refresh_interval"],
        ) == ("2", "0", indice.reglages()["refresh_interval"])

    def test_an_empty_table_makes_an_empty_index(self, serveur_reel, db):
        assert reconstruction.reconstruire().documents == 0
        assert verification.verifier().egal


class TestALaPlaceD_UnAutre:  # noqa: N801 (reads as it is said)
    def test_the_old_one_goes(self, corpus):
        reconstruction.reconstruire()
        ancien = en_place()
        reconstruction.reconstruire()
        assert (en_place() != ancien, verification.verifier().egal) == (True, False)
        expedition.expedier()
        assert verification.verifier().egal

    def test_the_old_one_answers_until_the_end(self, corpus):
        reconstruction.reconstruire()
        ancien = en_place()
        vus = []

        def regarder(_nombre):
            derriere = serveur().indices.get_alias(name=indice.alias())
            vus.append((list(derriere), etats.etat(1.0)))

        reconstruction.reconstruire(regarder)
        assert vus == [([ancien], etats.PRET)] * 3

    def test_an_index_of_another_version_is_replaced(self, corpus):
        nom = indice.nouveau_nom()
        indice.creer(nom)
        serveur().indices.put_mapping(index=nom, meta={"version": -1, "complet": True})
        serveur().indices.put_alias(index=nom, name=indice.alias())
        assert etats.etat(1.0) == etats.PERIME
        boucles.expedier_les_documents()
        assert (en_place() != nom, verification.verifier().egal) == (True, True)

    def test_an_index_that_took_the_name_of_the_alias_is_replaced(self, corpus):
        serveur().index(index=indice.alias(), document={"n": "importe quoi"}, refresh=True)
        assert etats.etat(1.0) == etats.INTRUS
        boucles.expedier_les_documents()
        assert (en_place() != indice.alias(), verification.verifier().egal) == (True, True)

    def test_a_closed_index_is_replaced(self, corpus):
        reconstruction.reconstruire()
        serveur().indices.close(index=en_place())
        assert etats.etat(1.0) == etats.FERME
        boucles.expedier_les_documents()
        assert (etats.etat(1.0), verification.verifier().egal) == (etats.PRET, True)

    def test_two_indexes_behind_the_alias_are_replaced(self, corpus):
        reconstruction.reconstruire()
        autre = indice.nouveau_nom()
        indice.creer(autre)
        serveur().indices.put_alias(index=autre, name=indice.alias())
        assert etats.etat(1.0) == etats.INTRUS
        boucles.expedier_les_documents()
        assert (autre in serveurs.index_presents(), verification.verifier().egal) == (False, True)


class TestEcrituresPendantCeTemps:
    """At each slice something is written, and shipped or not: the index is the table at the end."""

    @pytest.mark.parametrize("deja", [False, True], ids=["premier index", "à la place d’un autre"])
    @pytest.mark.parametrize("envoye", [False, True], ids=["sans travailleur", "travailleur"])
    def test_nothing_is_lost_and_nothing_comes_back(self, corpus, deja, envoye):
        if deja:
            reconstruction.reconstruire()
        gestes = iter(
            [
                lambda: corpus.poser(fiche(1, "Premier changé"), fiche(9, "Tout neuf")),
                lambda: corpus.retirer(2, 5),
                lambda: corpus.poser(fiche(4, "Quatrième changé")),
            ]
        )

        def pendant(_nombre):
            next(gestes, lambda: None)()
            if envoye and expedition.etat_de_l_index() == etats.PRET:
                expedition.expedier()

        reconstruction.reconstruire(pendant)
        expedition.expedier()
        constat = verification.verifier()
        assert (constat.egal, constat.index, constat.compares) == (True, 4, 4)

    def test_a_worker_that_looked_just_before_the_swap_sends_again(self, corpus, monkeypatch):
        reconstruction.reconstruire()
        corpus.poser(fiche(1, "Changé"))
        monkeypatch.setattr(expedition, "_cibles", lambda: [indice.alias(), etats.chantier()])
        with pytest.raises(expedition.Indisponible):
            expedition.expedier()
        monkeypatch.undo()
        assert expedition.expedier() == 2
        assert verification.verifier().egal

    @pytest.fixture
    def intrus(self, corpus):
        """What a deletion sent just after the swap makes: the server asks no alias of those."""
        reconstruction.reconstruire()
        tombe = Document.objects.exclude(supprime_le=None)
        expedition.envoyer(indice.actions(tombe), etats.chantier())
        assert set(serveurs.index_presents()) > {etats.chantier()}

    def test_what_a_late_deletion_made_goes_with_the_next_build(self, corpus, intrus):
        indexer()
        assert (en_place() != etats.chantier(), verification.verifier().egal) == (True, True)

    def test_what_a_late_deletion_made_goes_with_the_worker(self, corpus, intrus):
        boucles.oublier_les_chantiers_abandonnes()
        assert en_place() != etats.chantier()

    def test_what_a_late_deletion_made_meanwhile_does_not_stop_a_build(self, corpus, intrus):
        nom = indice.nouveau_nom()
        indice.creer(nom)
        reconstruction.ouvrir_le_chantier(nom)
        assert serveurs.index_presents()[nom] == [etats.chantier()]
        assert etats.chantier() not in serveurs.index_presents()


class TestInterrompue:
    @pytest.fixture
    def reste(self, corpus):
        """An index in its place, and what a build left when it was killed after two slices."""
        reconstruction.reconstruire()
        expedition.expedier()

        class Tue(BaseException):
            pass

        def tuer(_nombre):
            raise Tue

        with pytest.raises(Tue):
            reconstruction.reconstruire(tuer)
        return next(n for n, a in serveurs.index_presents().items() if a == [etats.chantier()])

    def test_the_old_one_still_answers_and_is_fed(self, corpus, reste):
        corpus.poser(fiche(1, "Changé"))
        expedition.expedier()
        assert (verification.verifier().egal, len(serveurs.index_presents())) == (True, 2)

    def test_the_next_build_begins_anew(self, corpus, reste):
        reconstruction.reconstruire()
        assert (en_place() != reste, verification.verifier().egal) == (True, True)

    def test_the_worker_takes_away_what_is_left(self, corpus, reste):
        boucles.oublier_les_chantiers_abandonnes()
        assert (en_place() != reste, verification.verifier().egal) == (True, True)

    def test_what_is_being_built_is_not_what_is_left(self, corpus):
        reconstruction.reconstruire()
        vus = []

        def balayer(_nombre):
            vus.append((reconstruction.abandonner_les_restes(), len(serveurs.index_presents())))

        reconstruction.reconstruire(balayer)
        assert vus == [([], 2)] * 3


class TestUnSeulALaFois:
    def test_the_second_is_refused_in_one_sentence(self, corpus):
        baux.prendre(reconstruction.BAIL, "un autre", secondes=60)
        with pytest.raises(CommandError) as refus:
            indexer()
        assert str(refus.value) == (
            "L’index est déjà en train d’être reconstruit\u202f: réessayez dans trois minutes."
        )

    def test_who_lost_its_turn_stops(self, corpus):
        def voler(_nombre):
            baux.Bail.objects.update(titulaire="un autre")

        with pytest.raises(reconstruction.DejaEnCours):
            reconstruction.reconstruire(voler)
        assert etats.etat(1.0) == etats.ABSENT


class TestRefus:
    def test_a_refused_document_is_said_and_the_rest_is_there(self, corpus):
        Document.objects.filter(objet_id=3).update(positions=[[200.0, 500.0]])
        pk = Document.objects.get(objet_id=3).pk
        with pytest.raises(CommandError) as refus:
            indexer()
        assert str(refus.value) == f"1 documents refusés par le serveur\u202f: {pk}."
        constat = verification.verifier()
        assert (constat.index, constat.en_attente) == (4, 1)

    def test_without_a_server_the_command_says_so(self, db, settings):
        settings.ELASTICSEARCH_URL = ""
        with pytest.raises(CommandError) as refus:
            indexer()
        assert str(refus.value) == "ELASTICSEARCH_URL n’est pas réglé\u202f: il n’y a pas d’index."

    def test_a_server_that_is_away_is_said_in_one_sentence(self, corpus, settings):
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        client.cache_clear()
        with pytest.raises(CommandError) as refus:
            indexer()
        settings.ELASTICSEARCH_URL = serveurs.adresse_donnee()
        client.cache_clear()
        assert str(refus.value) == (
            "Elasticsearch n’a pas suivi (ConnectionError). L’ancien index, s’il y en a un, répond."
        )
