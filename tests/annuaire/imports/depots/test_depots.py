"""A list uploaded in the administration: understood, tried, imported, taken up after a kill."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from annuaire.imports import entetes, moteur
from annuaire.imports.depots import apercus, correspondances, passages, rapports
from annuaire.imports.depots import depot as depots
from annuaire.imports.fiches import FichierIllisible
from annuaire.models import (
    Acteur,
    Correspondance,
    DepotImport,
    IdentifiantExterne,
    LigneImport,
    TraceImport,
)
from portail.settings import base
from tests.annuaire.imports.classeurs import ecrire_zip

LISTE = """identifiant;nom;categories;commune
a;Le Cabas;Alimentation;Nantes
b;La Remise;Bricolo;Nantes
c;;Alimentation;Nantes
"""


DITE = "Type de structure «\u202fCHANTIER D’INSERTION\u202f»\u202f: inconnu."


def etats(depot):
    return depot.compte["etats"]


class TestDepot:
    def test_its_columns_are_read_and_its_kind_is_guessed(self, deposes):
        depot = deposes(LISTE)
        assert depot.analyse["colonnes"] == {
            "identifiant": "identifiant",
            "nom": "nom",
            "categories": "categories",
            "commune": "commune",
        }
        assert (depot.profil, depot.lignes_en_tout, depot.etat) == ("tissage", 3, "depose")

    @pytest.mark.parametrize(
        ("contenu", "profil"),
        [
            ("id;kind;name;siret;post_code\n1;ACI;X;;44000\n", "siae"),
            ("id_osm,nom,shop,amenity,housenumber\nnode/1,X,,,\n", "osm"),
            ('[{"@id": 1, "name": "X", "taxonomy": "a", "tags": "b"}]', "gogocarto"),
            ("nom\nX\n", "tissage"),
        ],
    )
    def test_the_kind_is_that_whose_columns_it_has(self, deposes, contenu, profil):
        assert deposes(contenu).profil == profil

    def test_the_file_is_out_of_reach_and_its_name_says_nothing(self, deposes):
        depot = deposes(LISTE, nom="../élus.csv")
        assert depot.nom == "élus.csv"
        assert re.fullmatch(r"imports/[0-9a-f]{32}\.liste", depot.fichier.name)
        en_production = base.STORAGES["prive"]["OPTIONS"]["location"]
        assert en_production.is_relative_to(base.MEDIA_ROOT) is False

    def test_a_column_of_the_name_that_nobody_knows_is_asked_for(self, deposes):
        depot = deposes("Porteuse du projet;Ville\nLe Cabas;Nantes\n")
        assert depot.analyse["colonnes"] == {
            "porteuseduprojet": "Porteuse du projet",
            "ville": "Ville",
        }
        correspondances.retenir(depot, {"porteuseduprojet": "nom", "ville": "commune"}, {})
        assert etats(deposes.importer(depot)) == {"cree": 1}
        assert Acteur.objects.get().nom == "Le Cabas"

    @pytest.mark.parametrize(
        "contenu",
        [b"", b"nom;commune\n", b"Bonjour,\nvoici la liste.\n", b"%PDF-1.7", bytes(range(256)) * 9],
    )
    def test_what_is_not_a_list_is_refused_and_nothing_is_kept(self, deposes, contenu):
        with pytest.raises(FichierIllisible):
            deposes(contenu)
        assert DepotImport.objects.count() == 0

    def test_a_list_that_comes_from_nowhere_is_refused_and_not_kept(self, pays):
        with pytest.raises(ValidationError):
            depots.deposer(ContentFile(LISTE.encode(), "x.csv"))
        assert DepotImport.objects.count() == 0

    def test_an_archive_that_swells_is_refused(self, deposes, tmp_path):
        parties = {"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}
        bombe = ecrire_zip(tmp_path / "b.xlsx", {**parties, "xl/s.xml": b"0" * (40 * 2**20)})
        with pytest.raises(FichierIllisible):
            deposes(bombe.read_bytes(), nom="b.xlsx")

    def test_nuls_and_a_wrong_ending_do_not_matter(self, deposes):
        depot = deposes(b"nom;commune\nLe \0Cabas;Nantes\n", nom="liste.xlsx")
        assert etats(deposes.importer(depot)) == {"cree": 1}
        assert Acteur.objects.get().nom == "Le Cabas"


class TestCorrespondances:
    def test_a_name_in_other_words_is_understood_unless_it_was_left_out(self, deposes):
        depot = deposes("nom;Adresse postale\nX;1, rue\n")
        assert correspondances.colonnes_comprises(depot)["adressepostale"] == "adresse"
        correspondances.retenir(depot, {"nom": "nom", "adressepostale": ""}, {})
        assert correspondances.colonnes_comprises(depot)["adressepostale"] == ""
        profil = correspondances.profil_de(depot)
        assert entetes.comprendre(profil, ["nom", "Adresse postale"]) == ["nom", ""]

    def test_a_name_with_a_mistake_is_proposed_and_a_strange_one_is_not(self, deposes):
        depot = deposes("nom;Adresse postalle;téléfone;qzx\nX;1, rue;0240000000;\n")
        comprises = correspondances.colonnes_comprises(depot)
        assert comprises == {"nom": "nom", "adressepostalle": "", "telefone": "", "qzx": ""}
        assert correspondances.proposer(depot, comprises) == {
            "adressepostalle": "adresse",
            "telefone": "telephone",
        }

    def test_what_was_chosen_once_goes_for_the_next_list_of_the_source(self, deposes, pays):
        depot = deposes("nom;Où;Quoi;categories\nX;Nantes;secret;Bricolo\n")
        correspondances.retenir(
            depot,
            {"nom": "nom", "ou": "commune", "quoi": "", "categories": "categories"},
            {"bricolo": ("Bricolo", pays("ressourceries"))},
        )
        suite = deposes("nom;Où;Quoi;categories\nY;Nantes;secret;bricolos\n")
        deposes.importer(suite)
        acteur = Acteur.objects.get()
        assert acteur.lieux.get().commune.nom == "Nantes"
        assert acteur.domaine_principal.slug == "ressourceries"
        assert list(acteur.etiquettes.names()) == []
        ailleurs = deposes("nom;Où\nZ;Nantes\n", source="Autre liste")
        assert correspondances.colonnes_comprises(ailleurs) == {"nom": "nom", "ou": ""}

    @pytest.mark.parametrize(
        ("cible", "etiquettes"), [("etiquette", ["Bricolo"]), ("ignorer", []), ("", ["Bricolo"])]
    )
    def test_a_category_becomes_a_tag_or_nothing(self, deposes, cible, etiquettes):
        depot = deposes("nom;categories\nX;Bricolo\n")
        correspondances.retenir(
            depot, {"nom": "nom", "categories": "categories"}, {"bricolo": ("Bricolo", cible)}
        )
        deposes.importer(depot)
        assert list(Acteur.objects.get().etiquettes.names()) == etiquettes

    def test_a_known_column_may_be_left_out(self, deposes):
        depot = deposes("nom;commune;description\nX;Nantes;À ne pas reprendre\n")
        correspondances.retenir(depot, {"nom": "nom", "commune": "commune", "description": ""}, {})
        deposes.importer(depot)
        assert Acteur.objects.get().description == ""

    def test_choosing_what_goes_without_saying_forgets(self, deposes):
        depot = deposes("nom;Où\nX;Nantes\n")
        correspondances.retenir(depot, {"nom": "nom", "ou": "commune"}, {})
        correspondances.retenir(depot, {"nom": "nom", "ou": ""}, {})
        assert Correspondance.objects.count() == 0

    @pytest.mark.parametrize(
        ("contenu", "inconnues"),
        [
            ("nom;categories\nX;Bricolo|Alimentation\nY;bricolos\n", [("bricolo", "Bricolo", 2)]),
            (
                "id_osm,nom,shop,amenity\nn/1,X,zeppelin,cafe\nn/2,Y,zeppelin;supermarket,\n",
                [("shop=zepelin", "zeppelin", 2)],
            ),
            (
                "id_osm,nom,shop,amenity\nn/1,X,workshop,workshop\n",
                [("shop=workshop", "workshop", 1)],
            ),
            (
                '[{"@id": 1, "name": "X", "taxonomy": "Bricolo,Alimentation", "tags": ""}]',
                [("bricolo", "Bricolo", 1)],
            ),
            (
                "id;type;raison_sociale;naf;secteurs\n"
                "1;ACI;X;8899B;Couture et retouches|Zinguerie\n2;AI.;Y;96.09Z;\n3;OI;Z;9609Z;\n",
                [
                    ("naf=9609z", "9609Z", 2),
                    ("activites=zinguer", "Zinguerie", 1),
                    ("type=oi", "OI", 1),
                ],
            ),
        ],
    )
    def test_unknown_categories_are_counted(self, deposes, contenu, inconnues):
        depot = deposes(contenu)
        with depots.ouvrir(depot) as chemin:
            lues = apercus.lire(depot, chemin).inconnues
        assert [(i.cle, i.mot, i.nombre) for i in lues] == inconnues

    def test_the_first_actors_of_a_category_are_named(self, deposes):
        depot = deposes("nom;categories\nA;Bricolo\nA;Bricolo\nB;Bricolo\nC;Bricolo\n")
        with depots.ouvrir(depot) as chemin:
            (inconnue,) = apercus.lire(depot, chemin).inconnues
        assert (inconnue.exemples, inconnue.nombre) == (("A", "B"), 4)

    def importer_avec(self, deposes, contenu, decisions, **champs):
        """Import a list of which some categories were decided; return its only actor."""
        depot = deposes(contenu, **champs)
        correspondances.retenir(depot, correspondances.colonnes_comprises(depot), decisions)
        lignes = deposes.importer(depot).lignes.filter(simulation=False)
        acteur = Acteur.objects.get()
        domaines = sorted(domaine.slug for domaine in acteur.domaines.all())
        principal = acteur.domaine_principal.slug if acteur.domaine_principal else ""
        labels = [label.type.slug for label in acteur.labels.all()]
        return principal, domaines, labels, list(acteur.etiquettes.names()), lignes.get().remarques

    SIAE = "id;type;raison_sociale;naf\n1;{};X;{}\n"

    def test_a_trade_that_was_decided_comes_before_work_integration(self, deposes, pays):
        decisions = {"naf=9609z": ("9609Z", pays("hygiene-et-entretien"))}
        assert self.importer_avec(deposes, self.SIAE.format("ACI", "96.09Z"), decisions) == (
            "hygiene-et-entretien",
            ["hygiene-et-entretien", "structures-d-insertion"],
            ["aci"],
            [],
            "",
        )
        assert Acteur.objects.get().naf == "9609Z"

    @pytest.mark.parametrize(
        ("cible", "attendu"),
        [
            ("", ("espaces-verts", ["espaces-verts"], [], [], DITE)),
            ("ignorer", ("espaces-verts", ["espaces-verts"], [], [], "")),
            ("etiquette", ("espaces-verts", ["espaces-verts"], [], ["Chantier d’insertion"], "")),
            (
                "comme:ACI",
                (
                    "espaces-verts",
                    ["espaces-verts", "structures-d-insertion"],
                    ["aci"],
                    [],
                    "",
                ),
            ),
        ],
    )
    def test_a_type_that_the_national_list_does_not_know(self, deposes, cible, attendu):
        decisions = {"type=chanti insert": ("Chantier d’insertion", cible)}
        contenu = self.SIAE.format("Chantier d’insertion", "8130Z")
        assert self.importer_avec(deposes, contenu, decisions) == attendu

    def test_words_of_activities_are_domains_tags_or_what_was_decided(self, deposes, pays):
        contenu = "id;type;raison_sociale;activites\n1;ACI;X;Couture et retouches|Bricolo|Divers\n"
        decisions = {"activites=bricolo": ("Bricolo", pays("ressourceries"))}
        assert self.importer_avec(deposes, contenu, decisions) == (
            "couture-et-retouches",
            ["couture-et-retouches", "ressourceries", "structures-d-insertion"],
            ["aci"],
            ["Divers"],
            "",
        )

    def test_a_tag_of_openstreetmap_is_decided_in_its_column_only(self, deposes, pays):
        contenu = "id_osm,nom,shop,amenity\nn/1,X,workshop;zeppelin,workshop\n"
        decisions = {
            "shop=workshop": ("workshop", pays("velo")),
            "shop=zepelin": ("zeppelin", "etiquette"),
        }
        assert self.importer_avec(deposes, contenu, decisions) == (
            "ateliers-de-reparation",
            ["ateliers-de-reparation", "velo"],
            [],
            ["zeppelin"],
            "",
        )

    def test_a_category_of_a_map_is_decided_whatever_its_shape(self, deposes, pays):
        contenu = (
            '[{"@id": "1", "name": "X", "tags": "", "taxonomy":'
            ' [{"@id": "bricolo"}, {"@id": "nourriture"}, "[object Object]"]}]'
        )
        decisions = {"bricolo": ("bricolo", pays("ressourceries"))}
        assert self.importer_avec(deposes, contenu, decisions) == (
            "alimentation",
            ["alimentation", "ressourceries"],
            [],
            [],
            "",
        )

    def test_the_first_rows_are_shown_as_they_are_understood(self, deposes):
        depot = deposes(
            "nom;adresse;code_postal;commune;categories;telephone\n"
            "Le Cabas;2, rue du Port;44000;Nantes;Alimentation|Bricolo;06 12 34 56 78\n;;;;;\n"
        )
        with depots.ouvrir(depot) as chemin:
            lu = apercus.lire(depot, chemin)
        premiere, vide = lu.rangees
        assert (premiere.nom, premiere.ou) == ("Le Cabas", "2, rue du Port, 44000 Nantes")
        assert (premiere.domaines, premiere.etiquettes) == ("Alimentation", "Bricolo")
        assert premiere.contacts == "06 12 34 56 78 (privé)"
        assert vide.refus == "ligne vide"
        assert lu.exemples["codepostal"] == ["44000"]


class TestPassages:
    def test_a_simulation_writes_nothing_and_says_all(self, deposes):
        depot = deposes.simuler(deposes(LISTE))
        assert (depot.etat, depot.tache, etats(depot)) == (
            "simule",
            "",
            {"cree": 2, "refuse": 1},
        )
        assert deposes.lignes(depot, simulation=True) == [(2, "cree"), (3, "cree"), (4, "refuse")]
        assert (Acteur.objects.count(), TraceImport.objects.count()) == (0, 0)

    def test_an_import_goes_in_as_drafts_unless_told(self, deposes):
        depot = deposes.importer(LISTE)
        assert (depot.etat, etats(depot)) == ("importe", {"cree": 2, "refuse": 1})
        assert set(Acteur.objects.values_list("live", flat=True)) == {False}
        publie = deposes.importer("nom\nAutre\n", source="Autre", brouillon=False)
        assert publie.traces.get().acteur.live is True

    def test_nothing_is_asked_twice(self, deposes):
        depot = deposes.simuler(deposes(LISTE))
        depots.demander(depot, "importer")
        with pytest.raises(ValidationError) as en_cours:
            depots.demander(depot, "importer")
        passages.executer(depot)
        with pytest.raises(ValidationError) as deja:
            depots.demander(depot, "importer")
        assert en_cours.value.messages == ["C’est déjà en cours\u202f: import en cours."]
        assert deja.value.messages == ["C’est déjà fait\u202f: cet import est « importé »."]
        assert passages.executer(depot) is False
        assert Acteur.objects.count() == 2

    def test_all_or_nothing_leaves_nothing(self, deposes):
        depot = deposes.importer(deposes(LISTE, tout_ou_rien=True))
        assert (depot.etat, depot.tache) == ("simule", "")
        assert depot.erreur == (
            "Rien n’est entré\u202f: des lignes sont refusées, et vous avez choisi tout ou rien."
        )
        assert (Acteur.objects.count(), TraceImport.objects.count()) == (0, 0)

    def test_a_kill_between_two_chunks_is_taken_up_without_doubles(self, deposes, monkeypatch):
        monkeypatch.setattr(moteur, "TAILLE_DE_LOT", 2)
        liste = "identifiant;nom\n" + "".join(f"{n};Acteur {n}\n" for n in range(5))
        depot = deposes.simuler(deposes(liste))
        depots.demander(depot, "importer")
        tours = iter([True, False])
        assert passages.executer(depot, lambda: next(tours)) is False
        depot.refresh_from_db()
        assert (depot.tache, Acteur.objects.count(), depot.traces.count()) == ("importer", 2, 2)
        passages.reprendre()
        depot.refresh_from_db()
        assert (depot.etat, etats(depot)) == ("importe", {"cree": 5})
        assert (Acteur.objects.count(), depot.traces.filter(cree=True).count()) == (5, 5)

    def test_a_worker_that_died_keeps_its_task_until_its_lease_ends(self, deposes):
        depot = deposes.simuler(deposes(LISTE))
        depots.demander(depot, "importer")
        bail = timezone.now() + timedelta(seconds=30)
        DepotImport.objects.update(titulaire="mort", bail_jusqua=bail, essais=1)
        assert passages.executer(depot) is False
        DepotImport.objects.update(bail_jusqua=timezone.now() - timedelta(seconds=1))
        assert passages.executer(depot) is True

    def test_a_task_that_kills_its_worker_three_times_stops(self, deposes):
        depot = deposes.simuler(deposes(LISTE))
        depots.demander(depot, "importer")
        DepotImport.objects.update(essais=passages.ESSAIS_MAX)
        passages.reprendre()
        depot.refresh_from_db()
        assert (depot.etat, depot.tache) == ("echoue", "")
        assert depot.erreur == "Interrompu trois fois\u202f: relancez, rien n’entrera deux fois."

    def test_a_pass_whose_lease_was_taken_writes_nothing_more(self, deposes):
        depot = deposes.simuler(deposes(LISTE))
        depots.demander(depot, "importer")

        def un_autre_le_prend():
            DepotImport.objects.update(titulaire="autre")
            return True

        depot.refresh_from_db()
        passage_rompu = []

        def continuer():
            passage_rompu.append(un_autre_le_prend())
            return False

        assert passages.executer(depot, continuer) is False
        assert (Acteur.objects.count(), depot.lignes.filter(simulation=False).count()) == (0, 0)

    def test_absent_rows_are_listed(self, deposes):
        deposes.importer(LISTE)
        depot = deposes.importer("identifiant;nom\na;Le Cabas\n")
        assert etats(depot) == {"absente": 1, "inchange": 1}
        absente = depot.lignes.get(simulation=False, etat="absente")
        assert (absente.nom, absente.numero) == ("La Remise", None)

    def test_what_changes_is_named(self, deposes):
        deposes.importer("identifiant;nom;description\na;Le Cabas;Avant\n")
        depot = deposes.importer("identifiant;nom;description\na;Le Cabas;Après\n")
        assert depot.lignes.get(simulation=False).champs == ["description"]

    def test_the_report_runs_no_formula(self, deposes):
        depot = deposes.importer("nom;siret\n=1+1;123\n")
        lignes = "".join(rapports.en_csv(depot)).splitlines()
        assert lignes == [
            "\ufeffligne;identifiant;nom;resultat;raison;remarques;champs",
            "2;;'=1+1;créée;;SIRET 123\u202f: clé fausse, laissé de côté.;",
        ]

    def test_a_file_that_is_gone_is_said(self, deposes):
        depot = deposes(LISTE)
        depot.fichier.delete(save=True)
        deposes.faire(depot, "simuler")
        assert (depot.etat, depot.erreur) == (
            "echoue",
            "Ce fichier n’est plus gardé\u202f: déposez-le de nouveau.",
        )


class TestOubli:
    def vieillir(self, depot, jours=31):
        DepotImport.objects.filter(pk=depot.pk).update(
            depose_le=timezone.now() - timedelta(days=jours),
            importe_le=timezone.now() - timedelta(days=jours),
        )

    def test_after_its_time_only_the_summary_stays(
        self, deposes, django_capture_on_commit_callbacks
    ):
        depot = deposes.importer(LISTE)
        fichier, coffre = depot.fichier.name, depot.fichier.storage
        self.vieillir(depot)
        with django_capture_on_commit_callbacks(execute=True):
            depots.oublier_les_anciens()
        depot.refresh_from_db()
        assert (bool(depot.fichier), depot.analyse, etats(depot)) == (
            False,
            {},
            {"cree": 2, "refuse": 1},
        )
        assert (LigneImport.objects.count(), TraceImport.objects.count()) == (0, 0)
        assert Acteur.objects.count() == 2
        assert depots.est_annulable(depot) is False
        assert coffre.exists(fichier) is False

    def test_before_its_time_all_stays(self, deposes):
        depot = deposes.importer(LISTE)
        self.vieillir(depot, jours=29)
        depots.oublier_les_anciens()
        assert depot.traces.count() == 2

    def test_a_withdrawn_entry_leaves_neither_row_nor_trace(self, deposes):
        from annuaire import retraits

        depot = deposes.importer(LISTE)
        retraits.retirer(Acteur.objects.get(nom="Le Cabas"))
        assert list(depot.lignes.values_list("nom", flat=True)) == ["La Remise", ""]
        assert depot.traces.count() == 1

    def test_a_file_that_is_in_the_directory_is_undone_before_it_is_deleted(self, deposes):
        depot = deposes.importer(LISTE)
        with pytest.raises(ValidationError, match="annulez-le d’abord"):
            depots.supprimer(depot)
        depots.supprimer(deposes.annuler(depot))
        assert (DepotImport.objects.count(), IdentifiantExterne.objects.count()) == (0, 0)
