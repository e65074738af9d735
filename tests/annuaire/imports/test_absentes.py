"""Rows gone from a list imported again: listed, dated, never touched."""

import csv
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from annuaire.imports import absentes
from annuaire.models import Acteur, IdentifiantExterne
from annuaire.provenances import photographier

pytestmark = pytest.mark.django_db
LISTE = "identifiant,nom\n1,A\n2,B\n3,C\n"
SANS_B = "identifiant,nom\n1,A\n3,C\n"


@pytest.fixture
def lancer(importer, tmp_path):
    """``lancer(texte, *options)`` → (stdout, rows of the report)."""

    def _lancer(texte, *options, source="Essai"):
        sortie, rapport = StringIO(), tmp_path / "rapport.csv"
        call_command(
            "importer_acteurs",
            str(importer.fichier(texte)),
            "--profil=tissage",
            f"--source={source}",
            "--licence=LO",
            f"--rapport={rapport}",
            *options,
            stdout=sortie,
            stderr=StringIO(),
        )
        with rapport.open(encoding="utf-8-sig", newline="") as flux:
            return sortie.getvalue(), list(csv.reader(flux, delimiter=";"))[1:]

    return _lancer


def absents():
    lignes = IdentifiantExterne.objects.filter(absent_depuis__isnull=False).order_by("identifiant")
    return list(lignes.values_list("identifiant", "absent_depuis"))


def test_une_ligne_disparue_est_dite_datee_et_gardee(lancer):
    lancer(LISTE)
    avant = photographier(Acteur.objects.values("pk"))
    with time_machine.travel("2026-11-20 12:00", tick=False):
        sortie, rapport = lancer(SANS_B)
    ref = Acteur.objects.get(nom="B").ref
    assert sortie.splitlines()[:2] == [
        "2 lignes lues : 0 créée, 0 mise à jour, 2 inchangées, 0 refusée ; 0 remarque ; "
        "0 avec un domaine.",
        "1 absente : cette source la nommait, ce fichier non. Rien n’est effacé ni caché.",
    ]
    raison = f"n’est plus dans le fichier depuis le 20/11/2026 ; fiche {ref} gardée"
    assert rapport[-1] == ["", "2", "B", "absente", raison, ""]
    assert absents() == [("2", date(2026, 11, 20))]
    assert photographier(Acteur.objects.values("pk")) == avant
    assert Acteur.objects.filter(live=True).count() == 3


def test_la_premiere_date_reste_et_le_retour_l_efface(lancer):
    lancer(LISTE)
    for jour in ("2026-11-20", "2026-11-25"):
        with time_machine.travel(f"{jour} 12:00", tick=False):
            sortie, _ = lancer(SANS_B)
            assert "1 absente" in sortie
    assert absents() == [("2", date(2026, 11, 20))]
    assert "absente" not in lancer(LISTE)[0]
    assert absents() == []


def test_une_simulation_dit_les_absentes_sans_les_dater(lancer):
    lancer(LISTE)
    sortie, rapport = lancer(SANS_B, "--simulation")
    assert ("1 absente" in sortie, rapport[-1][2:4], absents()) == (True, ["B", "absente"], [])


def test_un_fichier_partiel_n_annonce_rien_mais_retrouve(lancer):
    lancer(LISTE)
    lancer("identifiant,nom\n1,A\n")
    assert [identifiant for identifiant, _ in absents()] == ["2", "3"]
    assert "absente" not in lancer("identifiant,nom\n2,B\n", "--partiel")[0]
    assert [identifiant for identifiant, _ in absents()] == ["3"]
    lancer("identifiant,nom\n3,C\n", "--partiel", "--simulation")
    assert [identifiant for identifiant, _ in absents()] == ["3"]


def test_une_ligne_refusee_n_est_pas_absente(lancer):
    lancer(LISTE)
    sortie, _ = lancer("identifiant,nom\n1,A\n2,\n3,C\n")
    assert ("1 refusée ;" in sortie, "absente" in sortie, absents()) == (True, False, [])


def test_une_ligne_illisible_empeche_de_conclure(importer):
    importer(LISTE)
    compte, _ = importer("identifiant,nom\n1,A\n2\n3,C\n")
    assert (compte.absentes, absents()) == (0, [])
    assert compte.avertissements == [
        "Absentes non cherchées : des lignes illisibles peuvent être les leurs."
    ]


def test_rien_n_est_date_quand_tout_est_annule(importer):
    importer(LISTE)
    importer("identifiant,nom\n1,A\n9,\n", tout_ou_rien=True)
    assert absents() == []


def test_une_autre_source_n_est_pas_concernee(importer):
    importer(LISTE)
    assert importer("identifiant,nom\nz,Z\n", source="Autre")[0].absentes == 0


def test_une_liste_sans_identifiants_dit_aussi_ses_absentes(importer, lancer):
    texte = "nom,code_postal\nA,44000\nB,44000\nC,44000\n"
    importer(texte)
    _, rapport = lancer("nom,code_postal\nA,44000\nC,44000\n")
    assert [ligne[2:4] for ligne in rapport] == [
        ["A", "inchangée"],
        ["C", "inchangée"],
        ["B", "absente"],
    ]
    # A refused row without identifier may be the one that is missing.
    Acteur.objects.create(nom="D", slug="d", ref="aaaaaaaa")
    importer("nom,siret\nD,\n", source="Autre")
    assert importer("nom,code_postal\nA,44000\nA,44000\n")[0].absentes == 0


def test_les_absentes_se_lisent_par_tranches(importer, monkeypatch):
    monkeypatch.setattr(absentes, "TRANCHE", 2)
    importer(LISTE)
    assert importer("identifiant,nom\n9,Z\n")[0].absentes == 3
    assert [identifiant for identifiant, _ in absents()] == ["1", "2", "3"]


def test_sans_rapport_les_premieres_sont_nommees(importer, monkeypatch):
    monkeypatch.setattr("annuaire.management.commands.importer_acteurs.ABSENTES_DITES", 1)
    importer(LISTE)
    sortie = StringIO()
    call_command(
        "importer_acteurs",
        str(importer.fichier("identifiant,nom\n1,A\n")),
        *("--profil=tissage", "--source=Essai", "--licence=LO"),
        stdout=sortie,
        stderr=StringIO(),
    )
    refs = dict(Acteur.objects.values_list("nom", "ref"))
    assert [x for x in sortie.getvalue().splitlines() if x.startswith("Absente")] == [
        f"Absente : B ({refs['B']})"
    ]
