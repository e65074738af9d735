"""A real server that is killed, frozen or spoilt, during saves, searches, shipping and a rebuild.

Whatever happens, publishing does not wait, pages answer, and once it is back the index is the
table again, which « verifier_index » shows.
"""

import time
from io import StringIO
from statistics import median

import pytest
from django.core.management import call_command

from annuaire.models import Acteur
from search import boucles, expedition, reconstruction, verification
from search.moteurs import moteur
from search.moteurs.elastique import etat as etats
from search.moteurs.elastique import indice
from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.pages import publier_annuaire
from tests.search import serveurs_reels as serveurs

# Minutes: a server of their own is started, killed and started again.
pytestmark = [pytest.mark.elasticsearch, pytest.mark.complet, pytest.mark.django_db]
AVIS = "Le moteur de recherche ne répond pas"
ADRESSES = ("/annuaire/?q=recyclerie", "/recherche/?q=recyclerie")


@pytest.fixture(scope="module")
def prive():
    """A server of these tests alone."""
    serveur = serveurs.ServeurPrive()
    serveur.demarrer()
    yield serveur
    serveur.arreter()


@pytest.fixture
def site(prive, settings, monkeypatch):
    """A directory of six actors, all of them in the index, and a worker of two at a time."""
    monkeypatch.setattr(expedition, "TRANCHE", 2)
    monkeypatch.setattr(reconstruction, "TRANCHE", 2)
    publier_annuaire()
    acteurs = [ActeurFactory(nom=f"Recyclerie {n}") for n in range(6)]
    with serveurs.sur(settings, prive.demarrer(), "pannes"):
        reprendre()
        serveurs.effacer_les_index()
        reconstruction.reconstruire()
        expedition.expedier()
        yield acteurs
        prive.demarrer()
        serveurs.effacer_les_index()


@pytest.fixture
def presse(site, monkeypatch):
    """What hangs is given up soon: the tests do not wait for half a minute."""
    monkeypatch.setattr(expedition, "DELAI_D_ENVOI", 2.0)
    monkeypatch.setattr(reconstruction, "DELAI_DE_TRAVAUX", 2.0)


def reprendre():
    """As if the waits of the worker and of the searches were over."""
    boucles.patience.reussir()
    moteur("secours").disjoncteur.fermer()
    moteur("secours")._verifie_le = None


def travailler():
    """A pass of the worker."""
    reprendre()
    boucles.expedier_les_documents()


def rafraichir():
    client(DELAI_DE_TRAVAUX).indices.refresh(index=indice.alias())


def duree(geste):
    debut = time.perf_counter()
    geste()
    return time.perf_counter() - debut


def publier(acteur, nom):
    """Publish a change, as an editor does."""
    acteur.nom = nom
    acteur.save_revision().publish()


def ecrire(acteurs, suffixe):
    """Changes, a new actor, one that leaves: what must be in the index in the end."""
    publier(acteurs[0], f"Recyclerie changée {suffixe}")
    ActeurFactory(nom=f"Recyclerie neuve {suffixe}")
    Acteur.objects.get(pk=acteurs[1].pk).delete()


def pages(client_web):
    """[(status, whether the fallback is said)] of the pages that search."""
    dites = []
    for adresse in ADRESSES:
        reponse = client_web.get(adresse)
        dites.append((reponse.status_code, AVIS in reponse.content.decode()))
    return dites


def pages_revenues(client_web):
    """As ``pages``, once the server has warmed up: it just started, on a machine that is busy."""
    for _fois in range(60):
        if (dites := pages(client_web)) == NORMALES:
            break
        reprendre()
    return dites


def verifier_index():
    """(exit code, last line) of « manage.py verifier_index »."""
    sortie = StringIO()
    try:
        call_command("verifier_index", stdout=sortie)
    except SystemExit as fin:
        return fin.code, sortie.getvalue().splitlines()[-1]
    return 0, sortie.getvalue().splitlines()[-1]


EGAL = (0, "L’index est égal à la table.")
NORMALES, DE_SECOURS = [(200, False)] * 2, [(200, True)] * 2


class TestGele:
    def test_searches_answer_soon_and_go_back_by_themselves(self, prive, site, client):
        assert pages_revenues(client) == NORMALES
        premiers = []
        with prive.gele():
            for _fois in range(3):
                moteur("secours").disjoncteur.fermer()
                premiers.append(duree(lambda: client.get(ADRESSES[0])))
            assert pages(client) == DE_SECOURS
        moteur("secours").disjoncteur.fermer()
        assert (median(premiers) < 1.5, pages_revenues(client)) == (True, NORMALES)

    def test_publishing_does_not_wait_and_nothing_is_lost(self, prive, site, presse):
        sain = [duree(lambda n=n: publier(site[2], f"Recyclerie {n}")) for n in range(5)]
        with prive.gele():
            fige = [duree(lambda n=n: publier(site[2], f"Recyclerie {n} bis")) for n in range(5)]
            ecrire(site, "gelée")
            travailler()
            assert boucles.patience.echecs == 1
        travailler()
        assert (median(fige) - median(sain) < 0.2, verifier_index()) == (True, EGAL)

    def test_what_was_sent_without_an_answer_is_settled_later(self, prive, site, presse):
        ecrire(site, "sans réponse")
        envoyer, geles = expedition.envoyer, []

        def geler_puis_envoyer(*arguments):
            if geles:
                return envoyer(*arguments)
            geles.append(1)
            with prive.gele():
                return envoyer(*arguments)

        with pytest.MonkeyPatch.context() as rustine:
            rustine.setattr(expedition, "envoyer", geler_puis_envoyer)
            travailler()
        assert boucles.patience.echecs == 1
        travailler()
        assert verifier_index() == EGAL

    def test_a_rebuild_that_hangs_leaves_the_old_index(self, prive, site, presse, client):
        ecrire(site, "pendant une reconstruction gelée")
        geles = []

        def geler(_nombre):
            if not geles:
                gel = prive.gele()
                geles.append(gel)
                gel.__enter__()

        try:
            with pytest.raises(expedition.Indisponible):
                reconstruction.reconstruire(geler)
        finally:
            geles[0].__exit__(None, None, None)
        travailler()
        assert (verifier_index(), pages_revenues(client)) == (EGAL, NORMALES)
        boucles.oublier_les_chantiers_abandonnes()
        assert list(serveurs.index_presents().values()) == [[indice.alias()]]


class TestTue:
    def test_saves_and_searches_go_on_and_all_arrives(self, prive, site, client):
        prive.tuer()
        ecrire(site, "serveur mort")
        travailler()
        assert (pages(client), boucles.patience.echecs) == (DE_SECOURS, 1)
        assert "neuve serveur mort" in client.get("/annuaire/?q=neuve").content.decode()
        prive.demarrer()
        travailler()
        assert (verifier_index(), pages_revenues(client)) == (EGAL, NORMALES)

    def test_killed_between_two_slices(self, prive, site):
        for acteur in site:
            publier(acteur, f"{acteur.nom} changée")
        gestes = iter([prive.tuer])
        with pytest.raises(expedition.Indisponible):
            expedition.expedier(lambda: next(gestes)() is None)
        assert expedition.en_retard() == 4
        prive.demarrer()
        travailler()
        assert verifier_index() == EGAL

    def test_killed_during_a_rebuild(self, prive, site, client):
        gestes = iter([lambda: ecrire(site, "avant"), prive.tuer])
        with pytest.raises(expedition.Indisponible):
            reconstruction.reconstruire(lambda _nombre: next(gestes, int)())
        ecrire(site[2:], "après")
        assert pages(client) == DE_SECOURS
        prive.demarrer()
        travailler()
        assert verifier_index() == EGAL
        call_command("indexer", stdout=StringIO(), stderr=StringIO())
        assert (verifier_index(), list(serveurs.index_presents().values())) == (
            EGAL,
            [[indice.alias()]],
        )


def supprimer():
    serveurs.effacer_les_index()


def mettre_un_autre_mapping():
    """Behind the alias, an index that knows none of our fields."""
    serveurs.effacer_les_index()
    serveur = client(DELAI_DE_TRAVAUX)
    nom = indice.nouveau_nom()
    serveur.indices.create(index=nom, aliases={indice.alias(): {}})
    serveur.index(index=nom, document={"id": "recyclerie"}, refresh=True)


def prendre_le_nom():
    """An index made up by a write to a name that was free."""
    serveurs.effacer_les_index()
    client(DELAI_DE_TRAVAUX).index(index=indice.alias(), document={"a": 1}, refresh=True)


def fermer():
    client(DELAI_DE_TRAVAUX).indices.close(index=indice.alias())


def laisser_inacheve():
    """A half-built index behind the alias."""
    serveurs.effacer_les_index()
    nom = indice.nouveau_nom()
    indice.creer(nom)
    client(DELAI_DE_TRAVAUX).indices.put_alias(index=nom, name=indice.alias())


def rougir():
    """Behind the alias, a whole index whose shard no node may hold: the cluster is red for good.

    (A shard that was there once is given back to the node that has it, whatever the settings.)
    """
    serveurs.effacer_les_index()
    serveur = client(DELAI_DE_TRAVAUX)
    serveur.indices.create(
        index=indice.nouveau_nom(),
        settings={**indice.reglages(), "routing.allocation.require._name": "nulle part"},
        mappings={**indice.MAPPING, "_meta": {"version": indice.VERSION, "complet": True}},
        aliases={indice.alias(): {}},
        wait_for_active_shards="0",
    )
    assert serveur.cluster.health()["status"] == "red"


class TestAbime:
    @pytest.mark.parametrize(
        "abimer",
        [supprimer, mettre_un_autre_mapping, prendre_le_nom, fermer, laisser_inacheve, rougir],
    )
    def test_pages_answer_and_the_index_is_made_again(self, site, client, abimer):
        abimer()
        reprendre()
        assert pages(client) == DE_SECOURS
        ecrire(site, "abîmé")
        call_command("verifier_index", reparer=True, stdout=StringIO())
        reprendre()
        assert (verifier_index(), pages_revenues(client)) == (EGAL, NORMALES)
        assert etats.etat(1.0) == etats.PRET

    def test_the_worker_alone_makes_it_again(self, site, client):
        supprimer()
        ecrire(site, "sans index")
        travailler()
        assert (verifier_index(), pages_revenues(client)) == (EGAL, NORMALES)

    def test_documents_lost_or_made_up_by_hand_are_found_and_mended(self, site):
        serveur = client(DELAI_DE_TRAVAUX)
        serveur.delete_by_query(index=indice.alias(), query={"match_all": {}}, max_docs=2)
        serveur.index(index=indice.alias(), id="999999", document={"id": 999_999})
        constat = verification.verifier()
        assert (constat.manquants.nombre, constat.fantomes.cles) == (2, [999_999])
        verification.reparer()
        assert verifier_index() == EGAL
