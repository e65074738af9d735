"""The screens of geocoding: the queue, its two buttons, the file, and who may open them."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from annuaire.administration import geocodage as ecrans
from annuaire.geocodage import fichiers
from annuaire.geocodage.lieux import avec_empreinte
from annuaire.geocodage.poses import Trouvaille, poser
from annuaire.geocodage.service import Reponse
from annuaire.models import Acteur, Geocodage, Lieu
from annuaire.provenances import PROPRIETAIRE, REDACTION
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory, LieuFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

FILE = "/admin/annuaire-geocodage/a-placer/"
FICHIER = "/admin/annuaire-geocodage/fichier/"


def connecter(client, *droits):
    compte = Compte.objects.create_user("quelqu.un@exemple.example", "un mot de passe long")
    compte.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *droits]))
    client.force_login(compte)
    return compte


@pytest.fixture
def animatrice(client):
    return connecter(client, "change_acteur")


def attente(nom="Le Cabas", score=0.4, **champs):
    """A place that waits, of an entry of that name."""
    lieu = LieuFactory(
        acteur=ActeurFactory(nom=nom), **{"latitude": None, "longitude": None, "precision": ""}
    )
    reponse = Reponse(47.21, -1.56, score, "housenumber", "12 Rue du Port 44000 Nantes", "44109")
    trouvaille = Trouvaille(
        lieu.pk, avec_empreinte().get(pk=lieu.pk).courante, champs.get("reponse", reponse)
    )
    poser([trouvaille])
    return lieu


def signer(lieu, auteur):
    note = {"positions": {"source": auteur, "le": "2026-01-01"}}
    Acteur.objects.filter(pk=lieu.acteur_id).update(provenance=note)


def suite(lieu, verbe):
    return f"{FILE}{lieu.pk}/{verbe}/"


def messages_de(reponse):
    return [str(message) for message in reponse.context["messages"]]


# What each button says aloud of its row.
LE_LIEU = "Le Cabas, 12, rue du Port 44000"


class TestFile:
    def test_a_row_says_what_was_found_and_leads_to_the_form(self, client, animatrice):
        lieu = attente()
        page = client.get(FILE).content.decode()
        (ligne,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)
        edition = reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[lieu.acteur_id])
        assert re.findall(r'href="([^"]*)"', ligne) == [
            edition,
            "https://www.openstreetmap.org/?mlat=47.21&amp;mlon=-1.56#map=18/47.21/-1.56",
        ]
        assert re.findall(r'action="([^"]*)"', ligne) == [
            suite(lieu, "accepter"),
            suite(lieu, "ecarter"),
        ]
        mots = " ".join(re.sub(r"<[^>]+>", " ", ligne).split())
        assert mots == (
            "Le Cabas 12, rue du Port 44000 12 Rue du Port 44000 Nantes 0,40 réponse peu sûre "
            f"accepter {LE_LIEU} voir sur OpenStreetMap (nouvelle fenêtre) {LE_LIEU} "
            f"laisser à la commune {LE_LIEU}"
        )

    def test_the_best_found_come_first(self, client, animatrice):
        for nom, score in (("Bas", 0.1), ("Haut", 0.5)):
            attente(nom, score)
        attente("Rien", reponse=None)
        page = client.get(FILE).context["object_list"]
        assert [lieu.acteur.nom for lieu in page] == ["Haut", "Bas", "Rien"]

    def test_it_costs_as_much_with_one_as_with_three(
        self, client, animatrice, django_assert_num_queries
    ):
        attente()
        client.get(FILE)
        client.get(FILE)
        with django_assert_num_queries(COUT):
            client.get(FILE)
        attente()
        attente()
        with django_assert_num_queries(COUT):
            client.get(FILE)

    def test_its_export_runs_no_formula(self, client, animatrice):
        lieu = attente("=1+1")
        lu = client.get(f"{FILE}?export=csv").getvalue().decode().splitlines()
        assert lu == [
            "Acteur,Référence,Adresse,Adresse trouvée,Score,Motif",
            f'\'=1+1,{lieu.acteur.ref},"12, rue du Port 44000",12 Rue du Port 44000 Nantes,'
            '"0,40",réponse peu sûre',
        ]

    def test_accepting_places_and_is_signed(self, client, animatrice):
        lieu = attente()
        reponse = client.post(suite(lieu, "accepter"), follow=True)
        assert messages_de(reponse) == ["Le lieu est placé."]
        lieu.refresh_from_db()
        assert (lieu.latitude, lieu.longitude, lieu.precision) == (47.21, -1.56, "adresse")
        journal = ModelLogEntry.objects.filter(action="annuaire.placer")
        assert [entree.user for entree in journal] == [animatrice]
        encore = client.post(suite(lieu, "accepter"), follow=True)
        assert messages_de(encore) == [
            "Ce lieu n’attend plus rien : quelqu’un d’autre s’en est occupé."
        ]

    def test_leaving_it_at_its_commune_takes_it_away(self, client, animatrice):
        lieu = attente()
        reponse = client.post(suite(lieu, "ecarter"), follow=True)
        assert messages_de(reponse) == ["Le lieu reste à sa commune."]
        assert list(reponse.context["object_list"]) == []
        assert Geocodage.objects.get().etat == "ecarte"

    def test_what_was_not_found_cannot_be_accepted(self, client, animatrice):
        lieu = attente(reponse=None)
        reponse = client.post(suite(lieu, "accepter"), follow=True)
        assert messages_de(reponse) == ["Rien n’a été trouvé pour cette adresse."]

    def test_a_missing_position_may_be_filled_beside_one_that_the_owner_gave(
        self, client, animatrice
    ):
        lieu = attente()
        autre = LieuFactory(acteur=lieu.acteur)
        signer(lieu, PROPRIETAIRE)
        client.post(suite(lieu, "accepter"))
        lieu.refresh_from_db()
        autre.refresh_from_db()
        assert (lieu.latitude, autre.latitude) == (47.21, 47.2184)

    @pytest.mark.parametrize(
        ("auteur", "latitude", "phrase"),
        [
            (REDACTION, 47.3, "Le lieu est placé."),
            (PROPRIETAIRE, 47.21, "Cette position appartient à la structure elle-même."),
        ],
    )
    def test_the_position_of_a_former_address_that_people_signed_waits_for_them(
        self, client, animatrice, auteur, latitude, phrase
    ):
        lieu = attente(score=0.9)
        signer(lieu, auteur)
        Lieu.objects.filter(pk=lieu.pk).update(adresse="3 quai de la Fosse")
        reponse = Reponse(47.3, -1.6, 0.9, "housenumber", "", "44109")
        courante = avec_empreinte().get(pk=lieu.pk).courante
        assert poser([Trouvaille(lieu.pk, courante, reponse)]) == {lieu.pk: "a_placer"}
        page = client.get(FILE)
        assert [x.geocodage.motif for x in page.context["object_list"]] == ["garde"]
        assert messages_de(client.post(suite(lieu, "accepter"), follow=True)) == [phrase]
        lieu.refresh_from_db()
        assert lieu.latitude == latitude

    @pytest.mark.parametrize(
        ("fin", "reponse"),
        # A place that is gone is no error of the animator: a sentence, back in the queue.
        [("999999/accepter/", 302), ("1/autre/", 404), (f"{2**63}/accepter/", 404)],
    )
    def test_an_address_of_nothing_changes_nothing(self, client, animatrice, fin, reponse):
        attente()
        assert client.post(f"{FILE}{fin}").status_code == reponse
        assert Geocodage.objects.get().etat == "a_placer"

    def test_a_link_changes_nothing(self, client, animatrice):
        assert client.get(suite(attente(), "accepter")).status_code == 405


COUT = 11


def geocode(lieu, **cellules):
    cle = fichiers.a_telecharger().splitlines()[1].split(";")[1]
    valeurs = {
        "ref": lieu.acteur.ref,
        "cle": cle,
        "latitude": "47.21",
        "longitude": "-1.56",
        "result_score": "0.9",
        "result_type": "housenumber",
        "result_citycode": "44109",
        **cellules,
    }
    texte = f"{';'.join(valeurs)}\n{';'.join(valeurs.values())}\n"
    return SimpleUploadedFile("geocode.csv", texte.encode())


class TestFichier:
    def test_down_and_up_again(self, client, animatrice):
        lieu = LieuFactory(latitude=None, longitude=None, precision="")
        page = client.get(FICHIER)
        assert page.context["nombre"] == 1
        telecharge = client.get(page.context["telechargement"])
        assert telecharge["Content-Disposition"] == 'attachment; filename="a-geocoder.csv"'
        assert telecharge.content.decode() == fichiers.a_telecharger()
        reponse = client.post(FICHIER, {"fichier": geocode(lieu)})
        lues = [(r.numero, r.ref, r.issue) for r in reponse.context["rangees"]]
        assert (reponse.status_code, lues) == (200, [(2, lieu.acteur.ref, "place")])
        assert Lieu.objects.get().precision == "adresse"

    @pytest.mark.parametrize(
        ("envoi", "phrase"),
        [
            ({}, "Champ requis."),
            ({"fichier": SimpleUploadedFile("x.csv", b"a;b\n1;2\n")}, None),
            (
                {"fichier": SimpleUploadedFile("x.pdf", b"%PDF-1.7 x")},
                "Ce fichier n’est pas une liste\u202f: c’est un document PDF.",
            ),
            (
                {"fichier": SimpleUploadedFile("x.csv", b"x" * (ecrans.OCTETS_MAX + 1))},
                "Ce fichier dépasse 5 Mo : coupez-le en plusieurs.",
            ),
        ],
    )
    def test_a_bad_file_is_a_sentence(self, client, animatrice, envoi, phrase):
        reponse = client.post(FICHIER, envoi)
        (lue,) = reponse.context["form"].errors["fichier"]
        assert (reponse.status_code, phrase or lue) == (400, lue)


ADRESSES = [
    ("get", FILE),
    ("get", f"{FILE}?export=csv"),
    ("get", f"{FILE}resultats/"),
    ("post", f"{FILE}1/accepter/"),
    ("post", f"{FILE}1/ecarter/"),
    ("get", FICHIER),
    ("post", FICHIER),
    ("get", f"{FICHIER}a-geocoder.csv"),
]


class TestQui:
    @pytest.mark.parametrize(("methode", "adresse"), ADRESSES)
    def test_a_visitor_is_asked_to_sign_in(self, client, methode, adresse):
        reponse = getattr(client, methode)(adresse)
        assert (reponse.status_code, reponse["Location"][:13]) == (302, "/admin/login/")

    @pytest.mark.parametrize(("methode", "adresse"), ADRESSES)
    def test_who_does_not_edit_actors_is_sent_back(self, client, methode, adresse):
        lieu = attente()
        connecter(client, "change_signalement")
        reponse = getattr(client, methode)(adresse.replace("/1/", f"/{lieu.pk}/"))
        assert (reponse.status_code, reponse["Location"]) == (302, "/admin/")
        assert Geocodage.objects.get().etat == "a_placer"

    @pytest.mark.parametrize(
        ("droit", "attendu"), [("change_acteur", True), ("change_signalement", False)]
    )
    def test_menu_and_home_page_are_for_those_who_edit_actors(self, client, droit, attendu):
        attente()
        attente()
        connecter(client, droit)
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        phrases = re.findall(r">(\d+ lieux? à placer sur la carte)<", page)
        assert phrases == (["2 lieux à placer sur la carte"] if attendu else [])
        assert [FILE in page, FICHIER in page] == [attendu, attendu]
