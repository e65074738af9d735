import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from territoires import chargement, index
from territoires.lieux import resoudre
from territoires.models import AncienneCommune, Chargement, Commune, Epci
from tests.territoires.petit_pays import ecrire_fichier

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(fichiers_petit_pays, tmp_path):
    """A copy of the small country's files, free to change."""
    return shutil.copytree(fichiers_petit_pays, tmp_path / "pays")


def changer(dossier, nom, transformer):
    lignes = [transformer(ligne) for ligne in chargement.lire(nom, dossier)]
    ecrire_fichier(dossier, nom, [ligne for ligne in lignes if ligne])


def test_un_second_chargement_ne_change_rien_et_le_dit(petit_pays, fichiers_petit_pays):
    bilan = chargement.charger(fichiers_petit_pays)
    assert bilan.a_change is False
    assert [c.inchanges for c in bilan.comptes] == [c.total for c in bilan.comptes]
    assert Chargement.objects.get().version == 1


def test_un_fichier_renouvele_corrige_cree_et_delie(petit_pays, dossier):
    def transformer(ligne):
        if ligne["code_insee"] == "44109":
            ligne |= {"population": "400000", "codes_postaux": "44000"}
        return ligne

    changer(dossier, "communes", transformer)
    changer(dossier, "anciennes", lambda x: None if x["code"] == "44011" else x)
    bilan = chargement.charger(dossier)
    assert {c.nom: (c.crees, c.modifies, c.supprimes, c.conserves) for c in bilan.comptes} == {
        "régions": (0, 0, 0, 0),
        "départements": (0, 0, 0, 0),
        "intercommunalités": (0, 0, 0, 0),
        "codes postaux": (0, 0, 0, 3),
        "communes": (0, 1, 0, 0),
        "anciens codes": (0, 0, 0, 0),
        "anciennes communes": (0, 0, 1, 0),
        "codes postaux des communes": (0, 0, 3, 0),
    }
    assert Commune.objects.get(pk="44109").population == 400000
    assert AncienneCommune.objects.filter(pk="44011").count() == 0
    assert Chargement.objects.get().version == 2


def test_ce_qui_quitte_les_fichiers_reste_et_se_compte(petit_pays, dossier):
    changer(dossier, "communes", lambda x: None if x["code_insee"] == "44215" else x)
    bilan = chargement.charger(dossier)
    assert [c.conserves for c in bilan.comptes if c.nom == "communes"] == [1]
    assert Commune.objects.filter(pk="44215").count() == 1


def test_une_correction_a_la_main_est_ramenee_au_fichier(petit_pays, fichiers_petit_pays):
    Epci.objects.filter(pk="244400404").update(nom="Autre")
    assert chargement.charger(fichiers_petit_pays).a_change is True
    assert Epci.objects.get(pk="244400404").nom == "Nantes Métropole"


def test_la_commande_montre_chaque_table_puis_dit_que_rien_n_a_change(dossier, monkeypatch):
    monkeypatch.setattr(chargement.charger, "__defaults__", (dossier, lambda _: None))
    premiere, seconde = StringIO(), StringIO()
    call_command("charger_territoires", stdout=premiere)
    changer(dossier, "communes", lambda x: None if x["code_insee"] == "44215" else x)
    call_command("charger_territoires", stdout=StringIO())
    call_command("charger_territoires", stdout=seconde)
    assert premiere.getvalue().splitlines()[0] == (
        "  régions : 26 lignes, 26 créées, 0 modifiées, 0 supprimées, 0 inchangées"
    )
    assert len(premiere.getvalue().splitlines()) == 9
    assert "    1 absentes des fichiers, conservées" in seconde.getvalue().splitlines()
    assert seconde.getvalue().splitlines()[-1] == (
        "Les territoires étaient à jour : rien n’a changé."
    )


def test_un_autre_processus_voit_le_nouveau_chargement(petit_pays, monkeypatch):
    avant = index.index()
    Commune.objects.filter(pk="44215").update(nom="Vertou-Neuve")
    assert index.index() is avant
    monkeypatch.setattr(index, "VERIFIER_TOUTES_LES", 0)
    assert index.index() is avant
    Chargement.objects.update(version=2)
    assert resoudre("Vertou-Neuve").lieu.code == "44215"


def test_une_commune_enregistree_est_aussitot_connue(petit_pays):
    commune = Commune.objects.get(pk="44215")
    commune.nom = "Vertou-Neuve"
    commune.save()
    assert resoudre("Vertou-Neuve").lieu.code == "44215"
    commune.delete()
    assert resoudre("Vertou-Neuve").lieu is None


def test_l_index_se_lit_en_huit_requetes(petit_pays, django_assert_num_queries):
    index.oublier()
    with django_assert_num_queries(9):
        index.index()
    with django_assert_num_queries(0):
        resoudre("Nantes")
