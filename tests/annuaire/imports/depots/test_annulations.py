"""Undoing an import: what it made goes, what it changed comes back, what people did since stays."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from annuaire import ecritures, vie
from annuaire.imports import moteur
from annuaire.imports.depots import annulations, passages
from annuaire.imports.depots import depot as depots
from annuaire.models import (
    Acteur,
    Empreinte,
    Etiquette,
    IdentifiantExterne,
    RefRetiree,
    Source,
    TraductionActeur,
)
from annuaire.provenances import REDACTION, photographier
from search.models import Document

AVANT = """identifiant;nom;description;telephone;cree_en;categories;etiquettes;\
labels;adresse;commune
a;Le Cabas;Une épicerie;02 40 00 00 01;2015-03-04;Alimentation;vrac;\
AB (2099-01-31);1, rue du Port;Nantes
"""
APRES = """identifiant;nom;description;telephone;cree_en;categories;etiquettes;\
labels;adresse;commune
a;Le Panier;Autre chose;02 40 00 00 02;2016-03-04;Ressourceries;neuf;;2, rue du Port;Clisson
b;La Remise;;;;;;;;Nantes
"""


def photo(nom):
    acteur = Acteur.objects.get(nom=nom)
    return photographier([acteur.pk])[acteur.pk], acteur.provenance


def refaire(acteur, **champs):
    """What an editor does in the form."""
    for nom, valeur in champs.items():
        setattr(acteur, nom, valeur)
    acteur.save()


def decisions(depot):
    """{name: (action, fields put back, reasons)} of what undoing would do."""
    return {
        d.acteur.nom: (d.action, sorted(d.retour), list(map(str, d.raisons)))
        for d in annulations.prevoir(depot)
    }


class TestCreees:
    def test_what_it_made_goes_and_the_list_may_come_in_again(self, deposes):
        depot = deposes.importer("identifiant;nom;etiquettes\na;Le Cabas;un mot neuf\n")
        ref = Acteur.objects.get().ref
        deposes.annuler(depot)
        assert (depot.etat, depot.annulation["supprimees"]) == ("annule", 1)
        assert (Acteur.objects.count(), Etiquette.objects.count()) == (0, 0)
        assert Document.objects.filter(type="acteur", supprime_le=None).count() == 0
        assert list(RefRetiree.objects.values_list("ref", flat=True)) == [ref]
        assert Empreinte.objects.count() == 0
        encore = deposes.importer("identifiant;nom\na;Le Cabas\n")
        assert encore.compte["etats"] == {"cree": 1}

    def test_publishing_is_not_editing(self, deposes):
        depot = deposes.importer(AVANT)
        vie.publier(Acteur.objects.all())
        assert decisions(depot) == {"Le Cabas": ("supprimer", [], [])}

    @pytest.mark.parametrize(
        ("geste", "raisons"),
        [
            (lambda a: refaire(a, description="Mieux dit"), ["description"]),
            (lambda a: a.lieux.update(latitude=47.21), ["lieux"]),
            (lambda a: vie.verifier(a), ["vérifiée"]),
            (lambda a: vie.fermer(a), ["fermée ou fusionnée"]),
            (
                lambda a: IdentifiantExterne.objects.create(
                    acteur=a, source=Source.objects.create(nom="Autre"), identifiant="z"
                ),
                ["connue d’une autre liste"],
            ),
        ],
    )
    def test_what_somebody_did_to_an_entry_keeps_it(self, deposes, geste, raisons):
        depot = deposes.importer(AVANT)
        geste(Acteur.objects.get())
        assert decisions(depot) == {"Le Cabas": ("garder", [], raisons)}
        ref = Acteur.objects.get().ref
        deposes.annuler(depot)
        assert depot.annulation["gardees"] == [[ref, raisons]]
        assert Acteur.objects.count() == 1

    def test_a_translation_or_a_draft_keeps_it_too(self, deposes):
        anglais = Locale.objects.get_or_create(language_code="en")[0]
        depot = deposes.importer("nom\nTraduite\nRedite\n", brouillon=False)
        traduite, redite = (Acteur.objects.get(nom=nom) for nom in ("Traduite", "Redite"))
        TraductionActeur.objects.create(acteur=traduite, locale=anglais, accroche="Hello")
        redite.description = "Un brouillon"
        redite.save_revision()
        assert decisions(depot) == {
            "Traduite": ("garder", [], ["traduite"]),
            "Redite": ("garder", [], ["un brouillon est en cours"]),
        }

    def test_a_position_found_by_the_geocoder_is_nobody_s_work(self, deposes):
        depot = deposes.importer(AVANT)
        acteur = Acteur.objects.get()
        positions = [{"latitude": 47.2, "longitude": -1.5, "precision": "adresse"}]
        ecritures.appliquer(acteur, {"positions": positions}, Source.objects.create(nom="Géo"))
        assert decisions(depot) == {"Le Cabas": ("supprimer", [], [])}

    def test_a_later_import_of_the_same_list_is_undone_first(self, deposes):
        premier = deposes.importer("identifiant;nom;description\na;Le Cabas;Un\n")
        second = deposes.importer("identifiant;nom;description\na;Le Cabas;Deux\n")
        assert decisions(premier)["Le Cabas"][2] == [
            "reprise par un import plus récent",
            "description",
        ]
        deposes.annuler(second)
        assert Acteur.objects.get().description == "Un"
        deposes.annuler(premier)
        assert Acteur.objects.count() == 0


class TestModifiees:
    @pytest.fixture
    def reimportee(self, deposes):
        """(photograph and provenance before, the second import of a list)."""
        deposes.importer(AVANT)
        acteur = Acteur.objects.get()
        note = {"source": REDACTION, "le": "2026-01-01"}
        Acteur.objects.update(provenance={**acteur.provenance, "accroche": note})
        return photo("Le Cabas"), deposes.importer(APRES)

    def test_all_comes_back_and_so_does_who_had_written_it(self, deposes, reimportee):
        avant, depot = reimportee
        assert photo("Le Panier") != avant
        deposes.annuler(depot)
        assert photo("Le Cabas") == avant
        assert (depot.annulation["supprimees"], depot.annulation["retablies"]) == (1, 1)
        assert [a.nom for a in Acteur.objects.all()] == ["Le Cabas"]

    def test_what_was_changed_since_stays_and_is_said(self, deposes, reimportee):
        avant, depot = reimportee
        refaire(Acteur.objects.get(nom="Le Panier"), description="Réécrit ici")
        assert decisions(depot)["Le Panier"][2] == ["description"]
        deposes.annuler(depot)
        apres, _notes = photo("Le Cabas")
        assert apres == {**avant[0], "description": "Réécrit ici"}
        assert depot.annulation["gardees"] == [
            [Acteur.objects.get(nom="Le Cabas").ref, ["description"]]
        ]

    def test_a_draft_follows_and_what_it_changed_itself_is_a_conflict(self, deposes, reimportee):
        _avant, depot = reimportee
        acteur = Acteur.objects.get(nom="Le Panier")
        vie.publier([acteur])
        acteur.refresh_from_db()
        acteur.description = "En brouillon"
        acteur.save_revision()
        deposes.annuler(depot)
        acteur.refresh_from_db()
        brouillon = acteur.get_latest_revision_as_object()
        assert (acteur.description, acteur.nom) == ("Une épicerie", "Le Cabas")
        assert (brouillon.description, brouillon.nom) == ("En brouillon", "Le Cabas")
        assert depot.annulation["conflits"] == [[acteur.ref, ["description"]]]

    def test_a_name_that_the_list_gave_is_taken_back(self, deposes):
        deposes.importer("nom;code_postal;adresse\nLe Cabas;44000;1, rue du Port\n")
        depot = deposes.importer(
            "identifiant;nom;code_postal;adresse\na;Le Cabas;44000;1, rue du Port\n", partiel=True
        )
        assert IdentifiantExterne.objects.count() == 1
        deposes.annuler(depot)
        assert (IdentifiantExterne.objects.count(), Acteur.objects.count()) == (0, 1)

    def test_dates_of_absence_come_back(self, deposes):
        deposes.importer("identifiant;nom\na;Le Cabas\nb;La Remise\n")
        depot = deposes.importer("identifiant;nom\na;Le Cabas\n")
        absents = IdentifiantExterne.objects.filter(absent_depuis__isnull=False)
        assert [lien.identifiant for lien in absents] == ["b"]
        deposes.annuler(depot)
        assert list(absents.all()) == []


class TestAnnulation:
    def test_it_cannot_be_done_twice(self, deposes):
        depot = deposes.annuler(deposes.importer(AVANT))
        with pytest.raises(ValidationError, match="cet import est « annulé »"):
            depots.demander(depot, "annuler")

    def test_a_kill_in_the_middle_is_taken_up(self, deposes, monkeypatch):
        monkeypatch.setattr(annulations, "TRANCHE", 2)
        depot = deposes.importer("identifiant;nom\n" + "".join(f"{n};A {n}\n" for n in range(5)))
        depots.demander(depot, "annuler")
        tours = iter([True, False])
        assert passages.executer(depot, lambda: next(tours)) is False
        assert Acteur.objects.count() == 3
        passages.reprendre()
        depot.refresh_from_db()
        assert (Acteur.objects.count(), depot.annulation["supprimees"]) == (0, 5)

    def test_an_import_that_was_cut_short_can_be_undone(self, deposes, monkeypatch):
        monkeypatch.setattr(moteur, "TAILLE_DE_LOT", 2)
        depot = deposes.simuler(deposes("identifiant;nom\n0;A\n1;B\n2;C\n"))
        depots.demander(depot, "importer")
        tours = iter([True, False])
        passages.executer(depot, lambda: next(tours))
        type(depot).objects.update(essais=passages.ESSAIS_MAX)
        passages.reprendre()
        depot.refresh_from_db()
        assert (depot.etat, depot.compte["etats"]) == ("importe", {"cree": 2})
        deposes.annuler(depot)
        assert Acteur.objects.count() == 0


class TestCommande:
    def test_it_says_then_does(self, deposes, capsys):
        depot = deposes.importer("nom\nLe Cabas\n")
        call_command("annuler_import", depot.pk, "--simulation")
        assert capsys.readouterr().out == f"supprimer {Acteur.objects.get().ref} rien\n"
        call_command("annuler_import", depot.pk)
        assert capsys.readouterr().out == "1 supprimées, 0 rétablies, 0 gardées.\n"
        assert Acteur.objects.count() == 0

    def test_what_is_not_in_cannot_be_undone(self, deposes):
        with pytest.raises(CommandError, match="ne peut pas, ou plus, être annulé"):
            call_command("annuler_import", deposes("nom\nLe Cabas\n").pk)


def test_the_order_is_that_of_the_imports_not_of_the_uploads(deposes):
    """A list uploaded first and imported last is the later one."""
    attente = deposes("identifiant;nom;description\na;Le Cabas;Deux\n")
    premier = deposes.importer("identifiant;nom;description\na;Le Cabas;Un\n")
    deposes.importer(attente)
    assert decisions(premier)["Le Cabas"][2][0] == "reprise par un import plus récent"
    assert decisions(attente)["Le Cabas"] == ("retablir", ["description"], [])
