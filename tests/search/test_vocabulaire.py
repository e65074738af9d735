import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import transaction
from rapidfuzz.distance import OSA

from search import synonymes
from search.models import Forme, Synonyme
from search.moteurs import moteur, vocabulaire
from search.moteurs.base import Moteur
from search.moteurs.suivi import Suivi
from search.moteurs.vocabulaire import Synonymes, Vocabulaire, erreurs_admises, est_une_faute
from tests.search.terrain import fiche


@pytest.mark.parametrize(
    ("mot", "limite"),
    [
        ("ami", 0),
        ("velo", 1),
        ("couture", 1),
        ("couturie", 1),
        ("couturier", 2),
        ("44000", 0),
        ("cap44", 0),
    ],
)
def test_un_mot_court_admet_moins_d_erreurs(mot, limite):
    assert erreurs_admises(mot) == limite


@pytest.mark.parametrize(
    ("saisi", "autre", "ecart", "attendu"),
    [
        ("dentiste", "identite", 2, False),
        ("tesla", "tela", 1, False),
        ("velo", "vello", 1, False),
        ("lamin", "latin", 1, False),
        ("latni", "latin", 1, True),
        ("evlo", "velo", 1, True),
        ("vendr", "vendre", 1, True),
        ("banque", "manque", 1, False),
        ("boulangeire", "boulangerie", 1, True),
        ("assocation", "association", 1, True),
        ("reparatin", "preparation", 2, False),
        ("agricolure", "agriculture", 2, True),
        ("velo", "velo", 0, False),
    ],
)
def test_une_faute_garde_la_premiere_lettre_et_presque_la_longueur(saisi, autre, ecart, attendu):
    assert (OSA.distance(saisi, autre), est_une_faute(saisi, autre, ecart)) == (ecart, attendu)


def lu(terrain):
    suivi = Suivi()
    suivi.a_jour()
    mots = Vocabulaire()
    mots.suivre(suivi)
    return mots, suivi


def test_la_forme_la_plus_employee_corrige_en_premier(terrain):
    terrain.poser(
        fiche(1, "Ballon"),
        fiche(2, "Ballot"),
        fiche(3, "Ballot bis"),
        fiche(4, "Bastion"),
        fiche(5, "Vallon"),
        fiche(6, "Latin"),
    )
    mots, _suivi = lu(terrain)
    assert mots.proches("balloc", "fr") == ["ballot", "ballon"]
    assert mots.proches("latni", "fr") == ["latin"]
    assert mots.proches("zzzzz", "fr") == []


def test_les_formes_dont_plus_aucun_document_ne_parle_ne_corrigent_pas(terrain):
    terrain.poser(fiche(1, "Ballon"))
    terrain.retirer(1)
    mots, _suivi = lu(terrain)
    assert mots.proches("balloc", "fr") == []


def test_le_vocabulaire_suit_les_ajouts_et_oublie_ce_qui_est_annule(terrain, monkeypatch):
    terrain.poser(fiche(1, "Épicerie"))
    mots, suivi = lu(terrain)
    assert mots.affichage("epicerie") == "épicerie"
    with transaction.atomic():
        terrain.poser(fiche(2, "Épilation"))
        suivi.a_jour()
        mots.suivre(suivi)
        assert mots.jetons_commencant_par("epi", ("fr",)) == ["epicer", "epil"]
        transaction.set_rollback(True)
    suivi.a_jour()
    mots.suivre(suivi)
    assert mots.jetons_commencant_par("epi", ("fr",)) == ["epicer"]


def test_trop_de_debuts_gardent_les_plus_employes(terrain, monkeypatch):
    monkeypatch.setattr(vocabulaire, "DEBUTS_MAX", 1)
    terrain.poser(fiche(1, "Velu"), fiche(2, "Vélo"), fiche(3, "Vélo velours"))
    mots, _suivi = lu(terrain)
    assert mots.jetons_commencant_par("vel", ("fr",)) == ["velo"]
    monkeypatch.setattr(vocabulaire, "DEBUTS_LUS_MAX", 0)
    assert mots.jetons_commencant_par("vel", ("fr",)) == ["velo"]


def test_un_gros_ajout_se_lit_d_un_coup(terrain):
    Forme.objects.bulk_create(
        [Forme(forme=f"mot{n:04}", affichage=f"mot{n:04}", sequence=1) for n in range(1_100)]
    )
    mots, _suivi = lu(terrain)
    assert len(mots._formes) == 1_100
    assert str(Forme(forme="a")) == "a"


def test_les_synonymes_se_lisent_par_suite_de_mots(db):
    Synonyme.objects.create(termes="AMAP, panier paysan, le, amap")
    lus = Synonymes()
    assert lus.longueur == 2
    assert lus.de(("pani", "paysan"), "fr") == [("amap",)]
    assert lus.de(("amap",), "fr") == [("pani", "paysan")]
    assert lus.de(("paysan",), "fr") == []


def test_un_synonyme_a_trait_d_union_se_cherche_en_deux_mots(terrain):
    Synonyme.objects.create(termes="coworking, tiers-lieu")
    terrain.poser(fiche(1, "Coworking du port"), fiche(2, "Le Tiers Lieu"))
    assert terrain.trouves("tiers lieu") == [2, 1]
    assert terrain.trouves("coworking") == [1, 2]


def test_un_groupe_a_au_moins_deux_termes():
    with pytest.raises(ValidationError, match="au moins deux termes"):
        Synonyme(termes="seul, ").clean()
    Synonyme(termes="un, deux").clean()


def test_charger_deux_fois_n_ajoute_rien_et_respecte_les_redacteurs(db, capsys):
    call_command("charger_synonymes")
    nombre = Synonyme.objects.count()
    groupe = Synonyme.objects.get(termes__startswith="ressourcerie,")
    groupe.termes = "Ressourcerie, la mine"
    groupe.save()
    call_command("charger_synonymes")
    assert capsys.readouterr().out == (
        f"{nombre} groupes de synonymes ajoutés.\n0 groupes de synonymes ajoutés.\n"
    )
    assert str(Synonyme.objects.get(pk=groupe.pk)) == "Ressourcerie, la mine"


def test_chaque_groupe_par_defaut_a_au_moins_deux_termes_distincts(db):
    synonymes.charger()
    for groupe in Synonyme.objects.all():
        groupe.full_clean()
        assert len(set(groupe.liste())) == len(groupe.liste())


def test_un_moteur_inconnu_se_dit(settings):
    settings.RECHERCHE_MOTEUR = "boussole"
    with pytest.raises(ImproperlyConfigured, match="boussole"):
        moteur()
    settings.RECHERCHE_MOTEUR = "sql"
    assert isinstance(moteur(), Moteur)
    assert moteur() is moteur("sql")


@pytest.mark.ignore_template_errors  # Wagtail’s own admin templates are not strict
def test_les_redacteurs_tiennent_les_synonymes(admin_client):
    adresse = "/admin/snippets/search/synonyme/add/"
    reponse = admin_client.get(adresse)
    assert reponse.status_code == 200
