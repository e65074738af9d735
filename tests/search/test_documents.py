from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from search import documents
from search.models import ARefaire, Document, Lot
from tests.search.terrain import TYPE, fiche


def lignes(**filtre):
    return list(
        Document.objects.filter(**filtre)
        .order_by("objet_id", "locale")
        .values_list("objet_id", "titre", "version")
    )


def test_indexer_cree_change_et_enterre_selon_la_base(terrain):
    terrain.source = {1: [fiche(1, "Un")], 2: [fiche(2, "Deux")]}
    assert terrain.indexer(1, 2, 3) == 2
    assert lignes() == [(1, "Un", 1), (2, "Deux", 1)]
    terrain.source[1] = [fiche(1, "Un bis")]
    del terrain.source[2]
    assert terrain.indexer(1, 2) == 2
    assert lignes(supprime_le=None) == [(1, "Un bis", 2)]
    assert lignes(supprime_le__isnull=False) == [(2, "Deux", 2)]


def test_un_document_inchange_n_est_pas_reecrit(terrain):
    complet = fiche(
        1,
        "Un",
        cles=["x"],
        textes={"offre": "y"},
        facettes={"d": ["b", "a"]},
        positions=[(47.2, -1.5)],
        nouveau_le=datetime(2026, 1, 1, tzinfo=UTC),
        visible_de=datetime(2026, 1, 1, tzinfo=UTC),
    )
    terrain.poser(complet)
    sequence = Document.objects.get().sequence
    assert terrain.indexer(1) == 0
    assert (lignes(), Document.objects.get().sequence) == ([(1, "Un", 1)], sequence)
    complet.facettes = {"d": ["a", "b"]}
    assert terrain.indexer(1) == 0
    complet.facettes = {"d": ["a"]}
    assert terrain.indexer(1) == 1


def test_une_langue_retiree_est_enterree_seule_et_le_francais_renvoye(terrain):
    terrain.poser_traduit(fiche(1, "Un"), fiche(1, "One", locale="en", langue="en"))
    terrain.poser(fiche(1, "Un"))
    assert lignes(supprime_le=None) == [(1, "Un", 2)]
    assert lignes(supprime_le__isnull=False) == [(1, "One", 2)]


def test_une_traduction_qui_vient_ou_revient_renvoie_le_francais_et_lui_seul(terrain):
    francais, anglais = fiche(1, "Un"), fiche(1, "One", locale="en", langue="en")
    terrain.poser(francais, fiche(2, "Deux"))
    sequence = Document.objects.get(objet_id=2).sequence
    terrain.poser_traduit(francais, anglais)
    assert lignes(supprime_le=None) == [(1, "One", 1), (1, "Un", 2), (2, "Deux", 1)]
    terrain.poser_traduit(francais, anglais)
    assert lignes(locale="fr") == [(1, "Un", 2), (2, "Deux", 1)]
    terrain.poser(francais)
    terrain.poser_traduit(francais, anglais)
    assert lignes(locale="fr") == [(1, "Un", 4), (2, "Deux", 1)]
    assert Document.objects.get(objet_id=1, locale="fr").sequence == sequence


def test_ce_qui_reste_a_expedier_se_compte_en_versions(terrain):
    terrain.poser(fiche(1, "Un"), fiche(2, "Deux"))
    Document.objects.filter(objet_id=1).update(version_expediee=1)
    assert [d.objet_id for d in Document.objects.a_expedier()] == [2]


def test_les_documents_visibles_le_sont_a_un_instant(terrain):
    minuit = datetime(2026, 1, 1, tzinfo=UTC)
    terrain.poser(
        fiche(1, "Un", visible_de=minuit),
        fiche(2, "Deux", visible_jusqua=minuit),
        fiche(3, "Trois"),
    )
    assert [d.objet_id for d in Document.objects.visibles(minuit).order_by("pk")] == [1, 3]
    assert str(Document.objects.get(objet_id=3)) == "essai 3 (fr) Trois"


def test_marquer_un_objet_le_fait_refaire_une_fois(terrain):
    terrain.poser(fiche(1, "Un"), fiche(2, "Deux"))
    terrain.source = {1: [fiche(1, "Un bis")], 2: [fiche(2, "Deux bis")]}
    documents.marquer(TYPE, [1])
    documents.marquer(TYPE, [1])
    assert [str(marque) for marque in ARefaire.objects.all()] == ["essai 1"]
    assert documents.refaire_marques() == 1
    assert (lignes(), ARefaire.objects.count()) == ([(1, "Un bis", 2), (2, "Deux", 1)], 0)


def test_marquer_un_type_refait_tout_disparus_compris_par_morceaux(terrain):
    terrain.poser(*(fiche(n, f"A{n}") for n in range(1, 6)))
    terrain.source = {n: [fiche(n, f"B{n}")] for n in range(2, 7)}
    documents.marquer(TYPE)
    assert [documents.refaire_marques(limite=4) for _tour in range(3)] == [4, 2, 0]
    assert [titre for _pk, titre, _v in lignes(supprime_le=None)] == ["B2", "B3", "B4", "B5", "B6"]


def test_une_marque_d_un_type_que_personne_ne_produit_est_oubliee(terrain):
    documents.marquer("disparu", [1])
    documents.marquer("disparu")
    assert (documents.refaire_marques(), ARefaire.objects.count()) == (1, 0)


def test_la_purge_ote_les_vieilles_suppressions_une_fois_expediees(terrain):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        terrain.poser(fiche(1, "Un"), fiche(2, "Deux"), fiche(3, "Trois"))
        terrain.retirer(1, 2)
    Document.objects.filter(objet_id=1).update(version_expediee=2)
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)):
        assert documents.purger() == 0
    with time_machine.travel(datetime(2026, 4, 15, tzinfo=UTC)):
        assert documents.purger(expedition=True) == 1
        assert documents.purger() == 1
    assert lignes() == [(3, "Trois", 1)]


def test_reconstruire_retrouve_l_etat_de_la_base(terrain, monkeypatch):
    monkeypatch.setattr(documents, "TAILLE_DE_LOT", 2)
    terrain.poser(*(fiche(n, f"A{n}") for n in (1, 2, 3, 5, 8, 9)))
    terrain.source = {n: [fiche(n, f"A{n}" if n != 5 else "B5")] for n in (2, 3, 5, 6, 7)}
    avances = []
    assert documents.reconstruire(TYPE, avances.append) == 5
    assert avances == [2, 2, 1]
    assert lignes(supprime_le=None) == [
        (2, "A2", 1),
        (3, "A3", 1),
        (5, "B5", 2),
        (6, "A6", 1),
        (7, "A7", 1),
    ]


def test_reconstruire_refait_le_plein_texte_des_documents_inchanges(terrain):
    terrain.poser(fiche(1, "Vélo"))
    terrain.moteur.oublier([Document.objects.get().pk])
    documents.reconstruire(TYPE)
    assert terrain.trouves("vélo") == [1]


def test_reindexer_dit_ce_qu_il_a_relu_et_refuse_un_type_inconnu(terrain, capsys):
    terrain.source = {1: [fiche(1, "Un")]}
    call_command("reindexer", type=TYPE)
    sortie = capsys.readouterr()
    assert (sortie.out, sortie.err) == ("1 objets relus.\n", "\r1 objets")
    call_command("reindexer", type=TYPE, verbosity=0)
    assert capsys.readouterr().err == ""
    with pytest.raises(CommandError, match=r"^Type inconnu"):
        call_command("reindexer", type="licorne")


class Registre:
    """Stands for a Django model: writes into the terrain's source as a table would be."""

    def __init__(self, pk, source):
        self.pk, self.source = pk, source

    def save(self, **options):
        self.source[self.pk] = [fiche(self.pk, self.nom)]
        return "enregistré"

    def delete(self):
        del self.source[self.pk]
        self.pk = None
        return "supprimé"


class Indexe(documents.IndexeMixin, Registre):
    type_de_document = TYPE
    nom = "Vélo"


def test_enregistrer_et_supprimer_indexent(terrain, django_assert_num_queries):
    objet = Indexe(4, terrain.source)
    assert (objet.save(), terrain.trouves("vélo")) == ("enregistré", [4])
    assert (objet.delete(), terrain.trouves("vélo")) == ("supprimé", [])


@pytest.mark.parametrize(
    ("champs", "indexe"),
    [
        (["latest_revision"], False),
        (["latest_revision", "has_unpublished_changes"], False),
        (["latest_revision", "nom"], True),
        (None, True),
    ],
)
def test_les_ecritures_de_brouillon_n_indexent_pas(terrain, champs, indexe):
    Indexe(4, terrain.source).save(update_fields=champs)
    assert Document.objects.exists() == indexe


def test_indexer_coute_autant_de_requetes_pour_trois_objets_que_pour_un(
    terrain, django_assert_num_queries
):
    terrain.source = {n: [fiche(n, f"Acteur {n}")] for n in range(1, 5)}
    with django_assert_num_queries(10):
        terrain.indexer(1)
    with django_assert_num_queries(10):
        terrain.indexer(2, 3, 4)


def test_les_numeros_ne_font_que_monter_et_les_plus_vieux_s_oublient(db, monkeypatch):
    monkeypatch.setattr(Lot, "GARDES", 2)
    numeros = [Lot.ouvrir() for _fois in range(4)]
    assert numeros == sorted(set(numeros))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        Lot.elaguer()
    assert sorted(Lot.objects.values_list("pk", flat=True)) == numeros[2:]
    assert str(Lot(sequence=3)) == "3"


def test_un_numero_depasse_le_dernier_meme_si_l_horloge_recule(db):
    Lot.objects.create(sequence=2**62)
    assert 0 < Lot.ouvrir() - 2**62 <= 2**20
