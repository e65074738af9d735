"""The worker's pass: what is sent, what is written, what comes back after an outage."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from annuaire import boucles
from annuaire.ecritures import Ecriture, appliquer, appliquer_lot
from annuaire.geocodage import passes
from annuaire.geocodage.lieux import a_demander, a_placer, avec_empreinte
from annuaire.geocodage.passes import passer
from annuaire.geocodage.poses import PERIME, Trouvaille, accepter, ecarter, poser
from annuaire.geocodage.service import Reponse
from annuaire.models import Acteur, Geocodage, Lieu, Source
from annuaire.provenances import REDACTION
from search.models import Document
from socle import baux
from socle.travaux import registre
from tests.annuaire.fabriques import ActeurFactory, SourceFactory
from tests.annuaire.geocodage.serveur import trouvee

pytestmark = pytest.mark.django_db

TROUVEE = (47.2101, -1.5602, "adresse")
MAIRIE = (47.2186, -1.5541, "commune")


def position(lieu):
    relu = Lieu.objects.get(pk=lieu.pk)
    return relu.latitude, relu.longitude, relu.precision


def note(lieu):
    """(state, reason) of a place, None when it was never looked for."""
    trouve = Geocodage.objects.filter(lieu=lieu.pk).first()
    return (trouve.etat, trouve.motif) if trouve else None


class TestCeQuiEstPlace:
    def test_a_position_its_precision_its_source_and_its_document(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        assert position(place) == MAIRIE
        compte = passer()
        assert (compte.demandes, compte.places, compte.a_placer) == (1, 1, 0)
        assert position(place) == TROUVEE
        assert note(place) == ("fait", "")
        source = Source.objects.get(nom="Base Adresse Nationale")
        assert (source.licence, source.redistribuable) == ("Licence Ouverte 2.0", True)
        acteur = Acteur.objects.get(pk=place.acteur_id)
        assert {c: p["source"] for c, p in acteur.provenance.items()} == {
            "nom": REDACTION,
            "positions": source.pk,
        }
        document = Document.objects.get(type="acteur", objet_id=acteur.pk)
        assert document.positions == [[47.2101, -1.5602]]

    @pytest.mark.parametrize(
        ("reponse", "attendue"),
        [
            (trouvee(), TROUVEE),
            (trouvee(type="street"), (47.2101, -1.5602, "rue")),
            (trouvee(type="locality"), (47.2101, -1.5602, "rue")),
            (trouvee(type="municipality"), MAIRIE),
            (trouvee(score=0.6), TROUVEE),
        ],
    )
    def test_each_kind_of_answer_has_its_precision(self, service, lieu, reponse, attendue):
        service.connues["12, rue du Port"] = reponse
        place = lieu()
        passer()
        assert (position(place), note(place)) == (attendue, ("fait", ""))

    def test_without_a_commune_its_point_comes_from_the_service(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee(type="municipality")
        place = lieu(commune=None)
        passer()
        assert position(place) == (47.2101, -1.5602, "commune")
        assert passer().demandes == 0

    @pytest.mark.parametrize(
        ("reponse", "motif"),
        [
            (trouvee(score=0.59), "score"),
            (trouvee(type="poi"), "score"),
            (trouvee(code="49007"), "departement"),
            (trouvee(code=""), "departement"),
            (None, "introuvable"),
        ],
    )
    def test_what_is_not_sure_waits_for_somebody(self, service, lieu, reponse, motif):
        service.connues["12, rue du Port"] = reponse
        place = lieu()
        assert passer().a_placer == 1
        assert (position(place), note(place)) == (MAIRIE, ("a_placer", motif))
        assert [attend.pk for attend in a_placer()] == [place.pk]
        assert passer().demandes == 0

    def test_an_address_that_the_service_cannot_read_waits_for_somebody(self, service, lieu):
        service.panne = (400, {}, b"{}")
        place = lieu()
        passer()
        assert note(place) == ("a_placer", "refusee")


class TestCeQuiNEstPasEnvoye:
    @pytest.mark.parametrize(
        "champs",
        [
            {"public": False},
            {"adresse": ""},
            {"commune": None, "code_postal": ""},
            {"latitude": 47.0, "longitude": -1.0, "precision": "adresse"},
            {"latitude": 47.0, "longitude": -1.0, "precision": "lieu"},
            {"latitude": 47.0, "longitude": -1.0, "precision": "rue"},
            {"latitude": 47.0, "longitude": -1.0, "precision": ""},
        ],
    )
    def test_a_private_place_or_one_that_has_its_position(self, service, lieu, champs):
        place = lieu(**champs)
        avant = position(place)
        assert passer().demandes == 0
        assert (service.demandes, position(place)) == ([], avant)

    def test_nor_a_place_of_an_entry_that_is_hidden_or_closed(self, service, lieu):
        lieu(acteur=ActeurFactory(brouillon=True))
        lieu(acteur=ActeurFactory(ferme=True))
        passer()
        assert service.demandes == []

    def test_nothing_without_a_service(self, service, lieu, settings):
        settings.GEOCODAGE_URL = ""
        lieu()
        assert (passer().demandes, service.demandes) == (0, [])

    def test_a_place_that_becomes_private_keeps_nothing(self, service, lieu):
        place = lieu()
        passer()
        Lieu.objects.filter(pk=place.pk).update(public=False)
        passer()
        assert note(place) is None


class TestCeQuiChange:
    def test_a_new_address_is_looked_for_again(self, service, lieu):
        service.connues |= {
            "12, rue du Port": trouvee(),
            "3 quai": trouvee(position=(47.2, -1.57)),
        }
        place = lieu()
        passer()
        Lieu.objects.filter(pk=place.pk).update(adresse="3 quai de la Fosse")
        assert passer().places == 1
        assert position(place) == (47.2, -1.57, "adresse")

    def test_a_new_address_that_is_not_found_leaves_the_position_of_the_old_one(
        self, service, lieu
    ):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        passer()
        Lieu.objects.filter(pk=place.pk).update(adresse="3 quai de la Fosse")
        passer()
        assert (position(place), note(place)) == (MAIRIE, ("a_placer", "introuvable"))

    def test_a_position_that_an_editor_types_afterwards_stays(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        passer()
        acteur = Acteur.objects.get(pk=place.acteur_id)
        (edite,) = acteur.lieux.all()
        edite.latitude, edite.precision = 47.3, "lieu"
        acteur.lieux = [edite]
        acteur.save_revision().publish()
        assert passer().demandes == 0
        assert position(place) == (47.3, -1.5602, "lieu")

    def test_an_old_draft_does_not_undo_it(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        acteur = Acteur.objects.get(pk=place.acteur_id)
        acteur.accroche = "En cours"
        acteur.save_revision()
        passer()
        Acteur.objects.get(pk=acteur.pk).get_latest_revision().publish()
        apres = Acteur.objects.get(pk=acteur.pk)
        assert (apres.accroche, position(place)) == ("En cours", TROUVEE)

    def test_a_draft_with_another_position_or_another_address_keeps_it(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        acteur = Acteur.objects.get(pk=place.acteur_id)
        (edite,) = acteur.lieux.all()
        edite.latitude, edite.longitude, edite.precision = 47.5, -1.5, "lieu"
        acteur.lieux = [Lieu(adresse="Ailleurs", code_postal="44000"), edite]
        acteur.save_revision()
        passer()
        brouillon = Acteur.objects.get(pk=acteur.pk).get_latest_revision_as_object()
        assert [(x.adresse, x.latitude, x.precision) for x in brouillon.lieux.all()] == [
            ("Ailleurs", None, ""),
            ("12, rue du Port", 47.5, "lieu"),
        ]
        assert position(place) == TROUVEE

    def test_an_older_revision_published_again_is_put_back_without_a_question(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        vieille = Acteur.objects.get(pk=place.acteur_id).save_revision()
        vieille.publish()
        passer()
        vieille.publish()
        assert position(place) == MAIRIE
        compte = passer()
        assert (compte.demandes, compte.reposes, position(place)) == (0, 1, TROUVEE)

    def test_the_next_import_of_the_list_changes_nothing(self, service, nantes):
        service.connues["12, rue du Port"] = trouvee()
        source = SourceFactory()

        def importer(**autres):
            rue = {"adresse": "12, rue du Port", "code_postal": "44000", "commune_id": "44109"}
            centre = dict(zip(("latitude", "longitude", "precision"), MAIRIE, strict=True))
            champs = {"nom": "Le Cabas", "lieux": [{**rue, **centre, **autres}]}
            pk = Acteur.objects.values_list("pk", flat=True).first()
            return appliquer_lot([Ecriture(champs, acteur=pk)], source)[0].etat

        assert importer() == "cree"
        place = Lieu.objects.get()
        passer()
        assert (importer(), position(place)) == ("inchange", TROUVEE)
        assert (importer(acces="Tram 1"), position(place)) == ("modifie", TROUVEE)
        # A list that knows better says so; one that changes the address starts again.
        precise = {"latitude": 47.22, "longitude": -1.55, "precision": "lieu"}
        assert importer(**precise) == "modifie"
        assert position(place) == (47.22, -1.55, "lieu")
        assert importer(adresse="3 quai") == "modifie"
        assert position(place) == MAIRIE

    def test_what_an_editor_accepted_an_import_does_not_move(self, service, lieu):
        service.connues["12, rue du Port"] = trouvee(score=0.4)
        place = lieu()
        passer()
        accepter(place.pk, None)
        assert (position(place), note(place)) == (TROUVEE, ("fait", ""))
        acteur = Acteur.objects.get(pk=place.acteur_id)
        assert acteur.provenance["positions"]["source"] == REDACTION
        rue = {"adresse": "12, rue du Port", "code_postal": "44000", "commune_id": "44109"}
        ailleurs = {"latitude": 47.0, "longitude": -1.0, "precision": "lieu"}
        acteur.provenance["lieux"] = {"source": SourceFactory().pk, "le": "2026-01-01"}
        acteur.save(update_fields=["provenance"])
        appliquer(acteur, {"lieux": [{**rue, **ailleurs}]}, SourceFactory())
        assert position(place) == TROUVEE

    def test_what_an_editor_left_at_its_commune_is_not_looked_for_again(self, service, lieu):
        place = lieu()
        passer()
        ecarter(place.pk, None)
        assert (passer().demandes, list(a_placer())) == (0, [])
        Lieu.objects.filter(pk=place.pk).update(adresse="3 quai de la Fosse")
        assert passer().demandes == 1

    def test_an_answer_that_comes_too_late_is_not_written(self, lieu):
        place = avec_empreinte().get(pk=lieu().pk)
        Lieu.objects.filter(pk=place.pk).update(adresse="3 quai de la Fosse")
        reponse = Reponse(47.21, -1.56, 0.9, "housenumber", "", "44109")
        assert poser([Trouvaille(place.pk, place.courante, reponse)]) == {place.pk: PERIME}
        assert (position(place), note(place)) == (MAIRIE, None)

    def test_two_places_of_one_entry_each_have_their_own(self, service, lieu):
        service.connues |= {"1 rue": trouvee(), "2 rue": trouvee(position=(47.3, -1.6))}
        acteur = ActeurFactory()
        un, tenu, deux = (
            lieu("1 rue", acteur=acteur, sort_order=0),
            lieu("x", acteur=acteur, sort_order=1, latitude=1.0, longitude=2.0, precision="lieu"),
            lieu("2 rue", acteur=acteur, sort_order=2),
        )
        passer()
        assert [position(x) for x in (un, tenu, deux)] == [
            TROUVEE,
            (1.0, 2.0, "lieu"),
            (47.3, -1.6, "adresse"),
        ]


class TestPannes:
    @pytest.fixture(autouse=True)
    def horloge(self):
        with time_machine.travel(datetime(2026, 6, 15, 12, tzinfo=UTC), tick=False) as horloge:
            yield horloge

    def test_everything_missed_arrives_when_the_service_is_back(self, service, lieu, horloge):
        service.connues["12, rue du Port"] = trouvee()
        places = [lieu() for _fois in range(3)]
        service.arreter()
        for _passage in range(40):
            passer()
            horloge.shift(60)
        assert {position(place) for place in places} == {MAIRIE}
        service.demarrer()
        horloge.shift(6 * 3600)
        assert passer().places == 3
        assert {position(place) for place in places} == {TROUVEE}
        assert a_demander().count() == 0

    def test_a_service_that_is_down_costs_one_question_a_pass(self, service, lieu):
        service.panne = (500, {}, b"")
        for _fois in range(3):
            lieu()
        compte = passer()
        assert (compte.demandes, compte.erreur) == (1, "Le service répond par l’erreur 500.")
        assert len(service.demandes) == 1

    def test_a_place_that_fails_waits_longer_each_time_and_stops_nobody(
        self, service, lieu, horloge
    ):
        service.panne = (500, {}, b"")
        place = lieu()
        attentes = []
        for _fois in range(11):
            passer()
            trouve = Geocodage.objects.get(lieu=place.pk)
            attentes.append(round((trouve.pas_avant - trouve.essaye_le).total_seconds() / 60))
            assert passer().demandes == 0
            horloge.move_to(trouve.pas_avant + timedelta(seconds=1))
        assert attentes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]

    def test_the_delay_that_the_service_asks_is_kept(self, service, lieu, horloge):
        service.panne = (429, {"Retry-After": "600"}, b"")
        lieu()
        passer()
        service.panne = None
        horloge.shift(599)
        assert passer().demandes == 0
        horloge.shift(2)
        assert passer().demandes == 1

    def test_a_place_found_before_keeps_its_position_while_its_new_address_fails(
        self, service, lieu, horloge
    ):
        service.connues["12, rue du Port"] = trouvee()
        place = lieu()
        passer()
        Lieu.objects.filter(pk=place.pk).update(adresse="3 quai de la Fosse")
        service.panne = (500, {}, b"")
        assert [passer().demandes, passer().demandes] == [1, 0]
        service.panne = None
        horloge.shift(61)
        passer()
        assert note(place) == ("a_placer", "introuvable")


class TestTravailEtCommande:
    def test_one_pass_at_a_time(self, service, lieu):
        lieu()
        assert baux.prendre(passes.BAIL, "un autre", secondes=60) is True
        boucle = registre.boucles[passes.BAIL]
        assert boucle.fonction is boucles.geocoder
        assert registre.passer(boucle, "moi", meme_avant_l_heure=True) == "occupe"
        with pytest.raises(CommandError, match="Un autre passage est en cours"):
            call_command("geocoder")
        assert service.demandes == []
        baux.rendre(passes.BAIL, "un autre", dans=0)
        assert registre.passer(boucle, "moi", meme_avant_l_heure=True) == "fait"
        assert len(service.demandes) == 1

    def test_a_pass_stops_when_its_lease_is_lost(self, service, lieu):
        lieu()
        assert passer(continuer=lambda: False).demandes == 0

    def test_the_command_keeps_its_limit_and_counts(self, service, lieu, capsys):
        service.connues["12, rue du Port"] = trouvee()
        for _fois in range(3):
            lieu()
        call_command("geocoder", limite=2)
        assert capsys.readouterr().out == "Demandées : 2 ; placées : 2 ; à placer : 0.\n"
        call_command("geocoder")
        call_command("geocoder")
        assert len(service.demandes) == 3

    def test_a_simulation_sends_nothing(self, service, lieu, capsys):
        lieu()
        lieu(adresse="Chez moi", public=False)
        call_command("geocoder", simulation=True)
        assert capsys.readouterr().out.splitlines() == [
            "12, rue du Port 44000 Nantes",
            "Simulation : rien n’a été envoyé.",
        ]
        assert (service.demandes, Geocodage.objects.count()) == ([], 0)

    def test_the_command_says_what_stops_it(self, service, lieu, settings):
        lieu()
        service.panne = (500, {}, b"")
        with pytest.raises(CommandError, match=r"^Le service répond par l’erreur 500\.$"):
            call_command("geocoder")
        settings.GEOCODAGE_URL = ""
        with pytest.raises(CommandError, match="GEOCODAGE_URL"):
            call_command("geocoder")
