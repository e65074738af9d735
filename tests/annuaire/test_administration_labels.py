"""The report of labels that run out: what it lists, who reads it, exports, what it costs."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import strip_tags

from annuaire.administration.labels import reste
from annuaire.models import Acteur, LabelActeur
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory, LabelActeurFactory, TypeLabelFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

JOUR = date(2026, 6, 15)
RAPPORT = "/admin/annuaire-rapports/labels/"


@pytest.fixture(autouse=True)
def a_midi():
    with time_machine.travel(datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Europe/Paris"))):
        yield


@pytest.fixture
def animatrice(client):
    compte = Compte.objects.create_superuser("animatrice@exemple.example", "un mot de passe long")
    client.force_login(compte)
    return compte


def connecter(client, *droits):
    compte = Compte.objects.create_user("quelqu.un@exemple.example", "un mot de passe long")
    compte.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *droits]))
    client.force_login(compte)


def label(jours, nom="", **champs):
    """A verified label that runs out in so many days, of an actor named after them."""
    if "acteur" not in champs:
        champs["acteur"] = ActeurFactory(nom=nom or f"Dans {jours}")
    return LabelActeurFactory(expire_le=JOUR + timedelta(days=jours), **champs)


def noms(reponse):
    return [label.acteur.nom for label in reponse.context["object_list"]]


@pytest.fixture
def plusieurs():
    ab = TypeLabelFactory(slug="ab", nom="Agriculture biologique", sigle="AB")
    for jours in (61, 60, 0, -1, -400, 365, 366):
        label(jours, type=ab if jours in (0, 60) else TypeLabelFactory())
    LabelActeurFactory(acteur=ActeurFactory(nom="Sans terme"))
    label(3, nom="Déclaré", etat="declare")
    label(3, nom="Dit expiré", etat="expire")
    label(3, acteur=ActeurFactory(nom="Fermé", ferme=True))
    label(3, acteur=ActeurFactory(nom="Caché", brouillon=True))
    return ab


class TestCeQuIlListe:
    @pytest.mark.parametrize(
        ("requete", "attendus"),
        [
            ("", ["Dans -400", "Dans -1", "Dans 0", "Dans 60"]),
            ("jours=61", ["Dans -400", "Dans -1", "Dans 0", "Dans 60", "Dans 61"]),
            ("jours=1", ["Dans -400", "Dans -1", "Dans 0"]),
            (
                "jours=365",
                ["Dans -400", "Dans -1", "Dans 0", "Dans 60", "Dans 61", "Dans 365"],
            ),
            ("quand=expires", ["Dans -400", "Dans -1"]),
            ("quand=a_venir", ["Dans 0", "Dans 60"]),
            ("quand=a_venir&jours=61", ["Dans 0", "Dans 60", "Dans 61"]),
            *(
                (f"jours={faux}", ["Dans -400", "Dans -1", "Dans 0", "Dans 60"])
                for faux in ("0", "366", "abc", "1.5", "-3", "1e99", "NaN", "Infinity")
            ),
        ],
    )
    def test_verified_ones_of_visible_actors_soonest_first(
        self, client, animatrice, plusieurs, requete, attendus
    ):
        assert noms(client.get(f"{RAPPORT}?{requete}")) == attendus
        assert noms(client.get(f"{RAPPORT}resultats/?{requete}")) == attendus

    def test_one_type_alone(self, client, animatrice, plusieurs):
        assert noms(client.get(f"{RAPPORT}?type={plusieurs.pk}")) == ["Dans 0", "Dans 60"]
        assert noms(client.get(f"{RAPPORT}?type=999999"))[:1] == ["Dans -400"]

    def test_a_draft_changes_nothing_until_it_is_published(self, client, animatrice):
        acteur = ActeurFactory(nom="Renouvelé")
        label(5, acteur=acteur)
        brouillon = Acteur.objects.get(pk=acteur.pk)
        (renouvele,) = brouillon.labels.all()
        renouvele.expire_le = JOUR + timedelta(days=700)
        brouillon.labels = [renouvele]
        revision = brouillon.save_revision()
        assert noms(client.get(RAPPORT)) == ["Renouvelé"]
        revision.publish()
        assert noms(client.get(RAPPORT)) == []

    def test_a_row_says_all_that_renewing_needs(self, client, animatrice):
        acteur = ActeurFactory(nom="Le Cabas")
        label(12, acteur=acteur, numero="44-12", preuve="https://preuve.example/?a=1&b=2")
        page = client.get(RAPPORT).content.decode()
        (ligne,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.S)
        edition = reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[acteur.pk])
        assert re.findall(r'href="([^"]*)"', ligne) == [
            edition,
            "https://preuve.example/?a=1&amp;b=2",
        ]
        cellules = re.findall(r"<td[^>]*>(.*?)</td>", ligne, re.S)
        lues = [" ".join(strip_tags(cellule).split()) for cellule in cellules]
        assert lues == [
            "Le Cabas",
            "Esus",
            "44-12",
            "Préfecture du département",
            "Voir la preuve",
            "27 juin 2026",
            "expire dans 12 jours",
        ]

    @pytest.mark.parametrize(
        ("jours", "phrase"),
        [
            (60, "expire dans 60 jours"),
            (2, "expire dans 2 jours"),
            (1, "expire demain"),
            (0, "expire aujourd’hui"),
            (-1, "expiré hier"),
            (-2, "expiré depuis 2 jours"),
        ],
    )
    def test_days_left_are_said_in_words(self, jours, phrase):
        assert reste(LabelActeur(expire_le=JOUR + timedelta(days=jours))) == phrase

    def test_it_costs_as_much_with_one_label_as_with_three(
        self, client, animatrice, django_assert_num_queries
    ):
        label(1)
        client.get(RAPPORT)
        client.get(RAPPORT)
        with django_assert_num_queries(COUT):
            client.get(RAPPORT)
        label(2, type=TypeLabelFactory(slug="ab"))
        label(3, type=TypeLabelFactory(slug="aci"))
        with django_assert_num_queries(COUT):
            client.get(RAPPORT)


COUT = 11


class TestQuiLeLit:
    def menu(self, client):
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        return f"{RAPPORT}" in page

    def test_those_who_edit_actors(self, client):
        connecter(client, "change_acteur")
        assert client.get(RAPPORT).status_code == 200
        assert self.menu(client) is True

    def test_nobody_else(self, client):
        label(1)
        connecter(client, "change_signalement")
        assert client.get(RAPPORT).status_code == 302
        assert client.get(f"{RAPPORT}?export=csv").status_code == 302
        assert client.get(f"{RAPPORT}resultats/").status_code == 302
        assert (self.menu(client), phrases(client)) == (False, [])

    def test_nor_a_visitor(self, client):
        assert client.get(RAPPORT)["Location"] == f"/admin/login/?next={RAPPORT}"


def phrases(client):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    return re.findall(r">(\d+ labels? expirés?[^<]*)<", page)


def test_the_home_page_says_how_many_wait(client, animatrice):
    assert phrases(client) == []
    label(60)
    label(61)
    assert phrases(client) == ["1 label expiré ou qui expire dans les 60 jours"]
    label(-5)
    assert phrases(client) == ["2 labels expirés ou qui expirent dans les 60 jours"]


FORMULES = ["=1+1", "+33", "-2", "@A1"]
ENTETE = [
    "Acteur",
    "Référence",
    "Agrément ou label",
    "Numéro",
    "Délivré par",
    "Preuve",
    "Expire le",
    "Reste",
]


class TestExport:
    @pytest.fixture
    def lignes(self):
        """The rows of an export of four labels whose texts are formulas."""
        attendues = []
        for jours, formule in enumerate(FORMULES, 1):
            acteur = ActeurFactory(nom=f"{formule} nom")
            type_label = TypeLabelFactory(slug=f"t{jours}", nom=f"{formule} type")
            label(
                jours,
                acteur=acteur,
                type=type_label,
                numero=formule,
                organisme=f"{formule} organisme",
                preuve="https://preuve.example/",
            )
            attendues.append(
                [
                    f"'{formule} nom",
                    acteur.ref,
                    f"'{formule} type",
                    f"'{formule}",
                    f"'{formule} organisme",
                    "https://preuve.example/",
                    f"2026-06-{15 + jours}",
                    "expire demain" if jours == 1 else f"expire dans {jours} jours",
                ]
            )
        return attendues

    def test_csv_runs_no_formula(self, client, animatrice, lignes):
        reponse = client.get(f"{RAPPORT}?export=csv")
        assert reponse["Content-Disposition"] == 'attachment; filename="labels-qui-expirent.csv"'
        lues = list(csv.reader(io.StringIO(reponse.getvalue().decode())))
        assert lues == [ENTETE, *lignes]

    def test_xlsx_runs_no_formula(self, client, animatrice, lignes):
        reponse = client.get(f"{RAPPORT}?export=xlsx")
        feuille = openpyxl.load_workbook(io.BytesIO(reponse.getvalue())).active
        lues = [[str(c.value).removesuffix(" 00:00:00") for c in rang] for rang in feuille.rows]
        assert lues == [ENTETE, *lignes]
        assert {c.data_type for rang in feuille.rows for c in rang} == {"s", "d"}

    def test_filters_hold_in_the_file(self, client, animatrice, plusieurs):
        reponse = client.get(f"{RAPPORT}?export=csv&quand=expires")
        lues = list(csv.reader(io.StringIO(reponse.getvalue().decode())))
        assert [rang[0] for rang in lues[1:]] == ["Dans -400", "Dans -1"]
