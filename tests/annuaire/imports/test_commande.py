"""The command: what it says, what it writes, and what it leaves alone."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from annuaire.imports import moteur, rapport
from annuaire.models import Acteur, Source
from search.models import Document

# Queries of an import of one chunk: its own, those of the write and those of the documents.
CREATION, RELECTURE = 66, 38
TEXTE = "nom,siret\nA,\nB,123\n,x\n"


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def lancer(importer):
    """``lancer(texte, *options)`` → (stdout, stderr)."""

    def _lancer(texte, *options, source="Essai", licence="LO", erreur=None):
        sortie, erreur = StringIO(), erreur or StringIO()
        call_command(
            "importer_acteurs",
            str(importer.fichier(texte)),
            "--profil=tissage",
            f"--source={source}",
            f"--licence={licence}",
            *options,
            stdout=sortie,
            stderr=erreur,
        )
        return sortie.getvalue(), erreur.getvalue()

    return _lancer


def test_le_bilan_compte_chaque_ligne(lancer):
    sortie, _ = lancer(TEXTE)
    assert sortie == (
        "3 lignes lues : 2 créées, 0 mise à jour, 0 inchangée, 1 refusée ; 1 remarque ; "
        "0 avec un domaine.\n  siret : 1\n"
    )
    assert lancer(TEXTE)[0].startswith("3 lignes lues : 0 créée, 0 mise à jour, 2 inchangées")


def test_le_bilan_s_accorde_en_nombre(lancer):
    assert lancer("nom,siret\nA,\n")[0] == (
        "1 ligne lue : 1 créée, 0 mise à jour, 0 inchangée, 0 refusée ; 0 remarque ; "
        "0 avec un domaine.\n"
    )


def test_ce_qui_entre_se_cherche_aussitot(lancer):
    lancer(TEXTE)
    titres = (
        Document.objects.filter(type="acteur").order_by("titre").values_list("titre", flat=True)
    )
    assert list(titres) == ["A", "B"]


def test_le_rapport_dit_chaque_ligne_sans_formule(lancer, tmp_path):
    chemin = tmp_path / "rapport.csv"
    lancer("identifiant,nom,siret\n=1+1,@A,123\n2,,\n", f"--rapport={chemin}")
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        lignes = list(csv.reader(flux, delimiter=";"))
    assert lignes == [
        list(rapport.COLONNES),
        ["2", "'=1+1", "'@A", "créée", "", "SIRET 123 : clé fausse, laissé de côté."],
        ["3", "2", "", "refusée", "sans nom", ""],
    ]


@pytest.mark.parametrize("debut", ["=", "+", "-", "@", "\t", "\r"])
def test_une_cellule_n_est_jamais_une_formule(debut):
    assert rapport.neutraliser(debut + "1") == f"'{debut}1"


def test_un_rapport_impossible_a_ecrire_arrete_avant_tout(lancer, tmp_path):
    with pytest.raises(
        CommandError, match=r"^Impossible d’écrire le rapport\s: c’est un dossier\.$"
    ):
        lancer(TEXTE, f"--rapport={tmp_path}")
    assert Acteur.objects.count() == 0


def test_la_simulation_dit_tout_et_n_ecrit_rien(lancer):
    sortie, _ = lancer(TEXTE, "--simulation")
    assert sortie.splitlines()[0].startswith("3 lignes lues : 2 créées")
    assert sortie.splitlines()[-1] == "Simulation : rien n’a été écrit."
    assert (Acteur.objects.count(), Source.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_tout_ou_rien(lancer, monkeypatch):
    monkeypatch.setattr(moteur, "TAILLE_DE_LOT", 1)
    with pytest.raises(CommandError) as erreur:
        lancer(TEXTE, "--tout-ou-rien")
    assert str(erreur.value) == "Rien n’a été écrit : des lignes sont refusées."
    assert (Acteur.objects.count(), Source.objects.count(), Document.objects.count()) == (0, 0, 0)
    lancer("nom\nA\nB\n", "--tout-ou-rien")
    assert Acteur.objects.count() == 2


def test_le_brouillon_ne_publie_pas(lancer):
    lancer("nom\nA\n", "--brouillon")
    assert Acteur.objects.values_list("live", flat=True).get() is False
    assert Document.objects.count() == 0


def test_un_fichier_illisible_donne_une_phrase(lancer):
    with pytest.raises(CommandError) as erreur:
        lancer(b"%PDF")
    assert str(erreur.value) == "Ce fichier n’est pas une liste : c’est un document PDF."


@pytest.mark.parametrize(("source", "licence"), [("", "LO"), ("x" * 121, "LO"), ("S", " ")])
def test_source_et_licence_sont_demandees(lancer, source, licence):
    with pytest.raises(CommandError, match=r"de 1 à 120 signes\.$"):
        lancer(TEXTE, source=source, licence=licence)


def test_une_base_qui_ne_repond_pas_donne_une_phrase(lancer, monkeypatch):
    def en_panne(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(moteur, "appliquer_lot", en_panne)
    with pytest.raises(CommandError) as erreur:
        lancer(TEXTE)
    assert str(erreur.value) == (
        "La base ne répond pas (database is locked). Relancez : ce qui est entré ne change pas."
    )


def test_la_barre_avance_sur_un_terminal_seulement(lancer, monkeypatch):
    monkeypatch.setattr(moteur, "TAILLE_DE_LOT", 2)
    _, erreur = lancer("nom\nA\nB\nC\n", erreur=Terminal())
    assert erreur == f"\r{'█' * 20}{'░' * 10} 2/3\r{'█' * 30} 3/3\n"
    assert lancer("nom\nA\nB\nC\n")[1] == "2/3\n3/3\n"


def test_les_avertissements_se_disent_une_fois(lancer):
    lancer("nom\nA\n")
    _, erreur = lancer(
        b"nom,chose\nA,\n\xc3\xa9\xc3\xa8\xc3\xa0\xc3\xaa\xc3\xbb\xe9,\n", licence="ODbL"
    )
    assert erreur.splitlines() == [
        "2/2",
        "Des signes de ce fichier sont illisibles : ils sont remplacés par « \ufffd ».",
        "La source « Essai » garde sa licence « LO ».",
        "Colonnes non reprises : chose.",
    ]


def test_une_source_sans_licence_prend_celle_de_la_commande(lancer):
    Source.objects.create(nom="Essai")
    lancer("nom\nA\n")
    assert Source.objects.get().licence == "LO"


def test_une_ligne_que_la_base_refuse_n_arrete_pas_les_autres(importer, monkeypatch):
    vrai = moteur.appliquer_lot

    def capricieux(ecritures, source, **options):
        if any(e.champs["nom"] == "B" for e in ecritures):
            raise ValueError("B ne passe pas")
        return vrai(ecritures, source, **options)

    monkeypatch.setattr(moteur, "appliquer_lot", capricieux)
    _compte, resultats = importer("nom\nA\nB\nC\n")
    assert [(r.etat, r.raison) for r in resultats] == [
        ("cree", ""),
        ("refuse", "la base refuse cette ligne : B ne passe pas"),
        ("cree", ""),
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_un_lot_coute_les_memes_requetes_quel_que_soit_son_nombre(
    importer, petit_pays, taxonomies, nombre, django_assert_num_queries
):
    texte = "identifiant,nom,categories,etiquettes,code_postal,adresse,telephone\n" + "".join(
        f"{i},Acteur {i},recyclerie,x,44190,{i} rue X,0240123456\n" for i in range(nombre)
    )
    importer("identifiant,nom\nz,Z\n")
    with django_assert_num_queries(CREATION):
        importer(texte)
    with django_assert_num_queries(RELECTURE):
        importer(texte)
