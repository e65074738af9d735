"""The index of a real server against the table: what differs is said, and repaired."""

import random
from io import StringIO

import pytest
from django.core.management import call_command

from search import expedition, reconstruction, verification
from search.models import Document
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from tests.search import serveurs_reels as serveurs
from tests.search.terrain import fiche

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]
EGAL = "L’index est égal à la table.\n"


def serveur():
    return client(DELAI_DE_TRAVAUX)


def verifier(**options):
    """(exit code, what is said) of « manage.py verifier_index »."""
    sortie = StringIO()
    try:
        call_command("verifier_index", stdout=sortie, **options)
    except SystemExit as fin:
        return fin.code, sortie.getvalue()
    return 0, sortie.getvalue()


@pytest.fixture
def corpus(serveur_reel, terrain, monkeypatch):
    """Five documents, in a whole index, compared two at a time."""
    monkeypatch.setattr(verification, "TRANCHE", 2)
    terrain.poser(*[fiche(n, f"Lieu {n}") for n in range(1, 6)])
    reconstruction.reconstruire()
    return terrain


def cle(objet_id):
    return Document.objects.get(objet_id=objet_id).pk


def deposer(pk, version, **corps):
    """Write straight into the index."""
    serveur().index(
        index=indice.alias(),
        id=str(pk),
        version=version,
        version_type="external_gte",
        document=corps,
    )


def retirer(pk, version=1):
    serveur().delete(index=indice.alias(), id=str(pk), version=version, version_type="external_gte")


class TestConstat:
    def test_nothing_differs(self, corpus):
        assert verifier() == (
            0,
            "5 documents dans la table, 5 dans l’index, 5 contenus comparés.\n" + EGAL,
        )

    def test_a_lost_document(self, corpus):
        retirer(cle(3))
        assert verifier() == (
            1,
            "5 documents dans la table, 4 dans l’index, 4 contenus comparés.\n"
            f"1 absents de l’index\u202f: {cle(3)}\n",
        )

    def test_a_phantom(self, corpus):
        deposer(999_999, 1, id=999_999)
        assert verifier() == (
            1,
            "5 documents dans la table, 6 dans l’index, 5 contenus comparés.\n"
            "1 dans l’index seulement\u202f: 999999\n",
        )

    def test_a_phantom_of_a_tombstone(self, corpus):
        corpus.retirer(3)
        Document.objects.update(version_expediee=2, version=2)
        dit = verifier()[1].splitlines()
        pk = Document.objects.get(objet_id=3).pk
        assert f"1 dans l’index seulement\u202f: {pk}" in dit

    def test_older_and_newer_versions(self, corpus):
        Document.objects.filter(objet_id=1).update(version=5, version_expediee=5)
        deposer(cle(2), 9, id=cle(2))
        assert verifier() == (
            1,
            "5 documents dans la table, 5 dans l’index, 3 contenus comparés.\n"
            f"1 plus anciens dans l’index\u202f: {cle(1)}\n"
            f"1 plus récents dans l’index\u202f: {cle(2)}\n",
        )

    def test_another_content_of_the_same_version(self, corpus):
        deposer(cle(4), 1, id=cle(4), tri="autre chose")
        assert verifier() == (
            1,
            "5 documents dans la table, 5 dans l’index, 5 contenus comparés.\n"
            f"1 d’un autre contenu (échantillon)\u202f: {cle(4)}\n",
        )

    def test_what_waits_is_said_apart(self, corpus):
        corpus.poser(fiche(1, "Changé"), fiche(6, "Nouveau"))
        assert verifier() == (
            1,
            "6 documents dans la table, 5 dans l’index, 4 contenus comparés.\n"
            "2 attendent leur envoi\u202f: le travailleur tourne-t-il\u202f?\n",
        )

    def test_only_the_first_keys_are_said(self, corpus):
        corpus.poser(*[fiche(n, f"Lieu {n}") for n in range(10, 20)])
        Document.objects.update(version_expediee=1)
        pks = Document.objects.filter(objet_id__gte=10).order_by("pk").values_list("pk", flat=True)
        premieres = ", ".join(map(str, pks[:5]))
        assert verifier()[1].splitlines()[1] == f"10 absents de l’index\u202f: {premieres}…"

    def test_no_index(self, corpus):
        serveurs.effacer_les_index()
        assert verifier() == (1, "L’index n’est pas utilisable\u202f: l’index n’existe pas.\n")

    def test_rows_that_move_while_they_are_read_are_no_difference(self, corpus, monkeypatch):
        lire = verification._de_l_index

        def lire_puis_changer(avancer):
            yield from lire(avancer)
            corpus.poser(fiche(2, "Changé"), fiche(7, "Nouveau"))
            corpus.retirer(3)
            expedition.expedier()

        monkeypatch.setattr(verification, "_de_l_index", lire_puis_changer)
        constat = verification.verifier()
        assert (constat.egal, constat.en_attente) == (True, 0)


class TestReparation:
    def test_everything_at_once(self, corpus):
        retirer(cle(1))
        deposer(999_999, 7, id=999_999)
        Document.objects.filter(objet_id=2).update(version=5, version_expediee=5)
        deposer(cle(3), 9, id=cle(3))
        corpus.poser(fiche(6, "Nouveau"))
        code, dit = verifier(reparer=True)
        assert (code, dit.splitlines()[-3:]) == (
            0,
            [
                "5 documents réparés.",
                "6 documents dans la table, 6 dans l’index, 6 contenus comparés.",
                EGAL.strip(),
            ],
        )

    def test_a_phantom_of_a_tombstone_goes(self, corpus):
        corpus.retirer(3)
        Document.objects.filter(objet_id=3).update(version_expediee=2)
        assert verifier(reparer=True)[0] == 0

    def test_other_contents_make_the_index_anew(self, corpus):
        deposer(cle(4), 1, id=cle(4), tri="autre chose")
        code, dit = verifier(reparer=True)
        assert (code, dit.splitlines()[2]) == (0, "Index reconstruit\u202f: 5 documents.")

    def test_a_lost_index_is_made_anew(self, corpus):
        serveurs.effacer_les_index()
        assert verifier(reparer=True)[0] == 0

    def test_a_database_that_was_restored_wins(self, corpus):
        """The index knows later versions of rows that an older backup brought back."""
        for n in range(1, 6):
            deposer(cle(n), 4, id=cle(n), tri="d’après la sauvegarde")
        assert verifier(reparer=True)[0] == 0
        assert set(Document.objects.values_list("version", flat=True)) == {4 + verification.MARGE}


class TestEchantillon:
    def test_it_is_drawn_among_all_and_no_larger(self):
        echantillon = verification._Echantillon(random.Random(1), taille=20)  # noqa: S311 (a sample)
        for pk in range(1_000):
            echantillon.proposer(pk)
        assert (len(echantillon.cles), len(set(echantillon.cles))) == (20, 20)
        assert (min(echantillon.cles) < 200, max(echantillon.cles) > 800) == (True, True)

    def test_a_short_stream_is_taken_whole(self):
        echantillon = verification._Echantillon(random.Random(1), taille=20)  # noqa: S311 (a sample)
        for pk in range(3):
            echantillon.proposer(pk)
        assert echantillon.cles == [0, 1, 2]
