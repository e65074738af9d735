"""Hours in rows and the map of a place, in the form of an actor."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from annuaire.administration.position import dire_la_distance
from annuaire.models import Acteur, Lieu
from espace.models import Compte
from territoires.models import Commune
from tests.annuaire.fabriques import ActeurFactory, LieuFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

SAMEDI_ET_SOIRS = {
    "rangees": [
        {"jours": [5], "rangs": [1], "etat": "ouvert", "plages": [["14 h", "17 h"]],
         "saison": None, "remarque": ""},
        {"jours": [1, 3], "rangs": [], "etat": "ouvert", "plages": [["18:00", "20:00"]],
         "saison": None, "remarque": ""},
    ],
    "feries": {"etat": "ferme", "plages": []},
    "fermetures": [{"du": [8, 1], "au": [8, 31], "an": 0, "remarque": ""}],
    "sinon": "sur rendez-vous",
}  # fmt: skip
NOTATION = 'Tu,Th 18:00-20:00; Sa[1] 14:00-17:00 || "sur rendez-vous"; PH off; Aug off'
LOIN = "À plus de 100 km de la mairie de Nantes :"
SANS_HEURES = {**SAMEDI_ET_SOIRS, "rangees": [{**SAMEDI_ET_SOIRS["rangees"][0], "plages": []}]}


def compte(client, *codes):
    qui = Compte.objects.create_user("redactrice@exemple.example", "un mot de passe long")
    qui.user_permissions.set(Permission.objects.filter(codename__in=[*codes, "access_admin"]))
    client.force_login(qui)
    return qui


@pytest.fixture
def redactrice(client):
    droits = Permission.objects.filter(content_type__app_label="annuaire")
    return compte(client, *droits.values_list("codename", flat=True))


def adresse(nom, *args):
    return reverse(Acteur.snippet_viewset.get_url_name(nom), args=args)


def donnees(lieux=(), **champs):
    vides = {nom: inline_formset([]) for nom in ("contacts", "labels", "zones", "photos")}
    base = {"nom": "Atelier", "offre": "", "description": "", "etiquettes": "", "horaires": ""}
    neuf = {"nom": "", "adresse": "", "public": "on", "accessibilite": "", "acces": ""}
    suite = inline_formset([{**neuf, **lieu} for lieu in lieux])
    return nested_form_data({**base, **vides, "lieux": suite, **champs})


def editeurs(corps):
    """[(text, rows or None, posted rows)] of the hours of a page."""
    lus = []
    for morceau in corps.split('data-controller="horaires"')[1:]:
        saisie = re.search(r'data-horaires-saisie-value="([^"]*)"', morceau)[1]
        texte = re.search(r'<input type="text" name="[^"]*horaires"(?: value="([^"]*)")?', morceau)
        recus = re.search(r'-saisie" value="([^"]*)"', morceau)
        lisible = saisie.replace("&quot;", '"')
        lus.append(
            (texte[1] or "", json.loads(lisible) if lisible else None, bool(recus and recus[1]))
        )
    return lus


class TestHoraires:
    def test_des_rangees_deviennent_la_notation_de_l_acteur_et_d_un_lieu_ajoute(
        self, client, redactrice
    ):
        saisie = json.dumps(SAMEDI_ET_SOIRS)
        client.post(
            adresse("add"),
            donnees(
                [{"nom": "Local", "horaires": "", "horaires-saisie": saisie}],
                **{"horaires-saisie": saisie, "action-publish": "1"},
            ),
        )
        acteur = Acteur.objects.get()
        assert (acteur.horaires, acteur.lieux.get().horaires) == (NOTATION, NOTATION)

    def test_sans_rangees_le_texte_est_garde_a_la_lettre(self, client, redactrice):
        texte = "Mo-Fr 9h-12h ; samedi sur demande"
        client.post(adresse("add"), donnees(horaires=texte, **{"action-publish": "1"}))
        assert Acteur.objects.get().horaires == texte

    def test_des_rangees_fausses_sont_dites_et_rien_n_est_perdu(self, client, redactrice):
        acteur = ActeurFactory(horaires="Mo 09:00-12:00")
        reponse = client.post(
            adresse("edit", acteur.pk),
            donnees(
                horaires="Mo 09:00-12:00",
                **{"horaires-saisie": json.dumps(SANS_HEURES), "action-publish": "1"},
            ),
        )
        corps = reponse.content.decode()
        assert "Ligne 1\u00a0: écrivez les heures." in corps
        assert editeurs(corps)[0] == ("Mo 09:00-12:00", SANS_HEURES, True)
        acteur.refresh_from_db()
        assert acteur.horaires == "Mo 09:00-12:00"

    def test_des_horaires_trop_longs_sont_refuses(self, client, redactrice):
        rangees = [
            {"jours": [jour], "rangs": [], "etat": "ouvert", "saison": {"mois": [mois]},
             "plages": [[f"{8 + jour}:1{mois}", "20:00"]], "remarque": ""}
            for jour in range(7)
            for mois in (1, 3)
        ]  # fmt: skip
        saisie = json.dumps({**SAMEDI_ET_SOIRS, "rangees": rangees})
        reponse = client.post(adresse("add"), donnees(**{"horaires-saisie": saisie}))
        assert ("255" in reponse.content.decode(), Acteur.objects.count()) == (True, 0)

    @pytest.mark.parametrize(
        ("texte", "jours"),
        [("Mo,We 09:00-12:00", [[0, 2]]), ("Un samedi sur deux", None), ("", []),
         ("Sa[-3] 09:00-12:00", None)],
    )  # fmt: skip
    def test_l_ecran_donne_les_rangees_de_ce_qu_elles_savent_dire(
        self, client, redactrice, texte, jours
    ):
        acteur = ActeurFactory(horaires="Th 09:00-12:00")
        LieuFactory(acteur=acteur, horaires=texte)
        vus = editeurs(client.get(adresse("edit", acteur.pk)).content.decode())
        rangees = [
            (dit, saisie and [r["jours"] for r in saisie["rangees"]], recus)
            for dit, saisie, recus in vus
        ]
        # The actor, its place, and the model of the places that one adds.
        assert rangees == [
            ("Th 09:00-12:00", [[3]], False),
            (texte, jours, False),
            ("", [], False),
        ]

    def demander(self, client, **champs):
        return client.post(reverse("annuaire_saisie:horaires"), champs)

    def test_ce_que_disent_des_rangees(self, client, redactrice):
        dit = self.demander(client, saisie=json.dumps(SAMEDI_ET_SOIRS)).json()
        lignes = re.findall(r"<li>(.*?)</li>", dit["apercu"])
        assert dit["texte"] == NOTATION
        assert [ligne.replace("\u202f", " ").replace("\xa0", " ") for ligne in lignes] == [
            "Lundi, mercredi, vendredi et dimanche : fermé",
            "Mardi et jeudi : 18 h – 20 h",
            "1er samedi du mois : 14 h – 17 h",
            "Sinon : sur rendez-vous",
            "Fermé en août",
            "Fermé les jours fériés",
        ]

    def test_ce_qui_manque_a_des_rangees(self, client, redactrice):
        dit = self.demander(client, saisie=json.dumps(SANS_HEURES)).json()
        assert (dit["texte"], re.findall(r"<li>(.*?)</li>", dit["apercu"])) == (
            None,
            ["Ligne 1\u00a0: écrivez les heures."],
        )

    def test_un_texte_revient_en_rangees_quand_elles_savent_le_dire(self, client, redactrice):
        textes = ("Mo 9h-12h", "Un samedi sur deux", "<b>")
        dits = [self.demander(client, texte=texte).json() for texte in textes]
        assert [bool(dit["saisie"]) for dit in dits] == [True, False, False]
        assert [("pas compris" in dit["apercu"], "<b>" in dit["apercu"]) for dit in dits] == [
            (False, False),
            (True, False),
            (True, False),
        ]

    def test_il_faut_le_droit_d_ecrire_des_fiches(self, client):
        refus = [self.demander(client, texte="").status_code]
        compte(client, "view_acteur")
        refus.append(self.demander(client, texte="").status_code)
        assert refus == [302, 302]


@pytest.fixture
def nantes(petit_pays):
    return Commune.objects.get(nom="Nantes")


class TestCarte:
    def test_le_fond_est_autour_de_la_position_sinon_de_la_commune(
        self, client, redactrice, nantes
    ):
        fond = client.get(reverse("annuaire_saisie:fond"), {"commune": nantes.pk}).json()
        assert (fond["centre"], fond["mairie"]) == (
            [*nantes.centre],
            ["Nantes", *nantes.centre],
        )
        assert (fond["communes"][0], len(fond["contours"]) > 0) == (fond["mairie"], True)
        ailleurs = {"commune": nantes.pk, "latitude": "47.3", "longitude": "-1.5"}
        assert client.get(reverse("annuaire_saisie:fond"), ailleurs).json()["centre"] == [
            47.3,
            -1.5,
        ]

    def test_sans_commune_ni_position_il_n_y_a_pas_de_carte(self, client, redactrice):
        assert client.get(reverse("annuaire_saisie:fond")).json() == {
            "centre": None,
            "mairie": None,
            "contours": [],
            "communes": [],
        }

    @pytest.mark.parametrize(
        ("champs", "phrase", "alerte"),
        [
            ({"texte": "47,2184 -1,5536"}, "À 50 m de la mairie de Nantes.", False),
            ({"texte": "48,8566 2,3522"},
             f"{LOIN} la position ou la commune est fausse.", True),
            ({"texte": "-1,5536 47,2184"},
             f"{LOIN} latitude et longitude semblent inversées.", True),
        ],
    )  # fmt: skip
    def test_une_position_ecrite_dit_sa_distance(
        self, client, redactrice, nantes, champs, phrase, alerte
    ):
        dit = client.get(
            reverse("annuaire_saisie:position"), {"commune": nantes.pk, **champs}
        ).json()
        sans = [dit["phrase"].replace("\u202f", " ").replace("\xa0", " "), dit["alerte"]]
        assert sans == [phrase, alerte]

    @pytest.mark.parametrize(
        "champs",
        [{"texte": "ici"}, {"latitude": "91", "longitude": "0"}, {"latitude": "nan"},
         {"commune": "99999"}],
    )  # fmt: skip
    def test_ce_qui_n_est_pas_une_position_est_refuse_en_mots(self, client, redactrice, champs):
        reponse = client.get(reverse("annuaire_saisie:position"), champs)
        assert (reponse.status_code, [*reponse.json()]) == (400, ["erreur"])

    def test_a_la_mairie_et_sans_commune(self, nantes):
        assert dire_la_distance(nantes, nantes.centre) == ("À la mairie de Nantes.", False)
        assert dire_la_distance(None, (47, -1)) == (
            "Choisissez la commune\u00a0: sa distance sera vérifiée.",
            False,
        )
        assert dire_la_distance(Commune(nom="Nulle part"), (47, -1)) == ("", False)

    @pytest.mark.parametrize("vue", ["fond", "position"])
    def test_il_faut_le_droit_d_ecrire_des_fiches(self, client, vue):
        refus = [client.get(reverse(f"annuaire_saisie:{vue}")).status_code]
        compte(client, "view_acteur")
        refus.append(client.get(reverse(f"annuaire_saisie:{vue}")).status_code)
        assert refus == [302, 302]

    def test_la_carte_est_sous_les_champs_de_chaque_lieu(self, client, redactrice):
        acteur = ActeurFactory()
        LieuFactory(acteur=acteur)
        corps = client.get(adresse("edit", acteur.pk)).content.decode()
        assert re.findall(r'data-position-precision-value="([^"]*)"', corps) == [
            "id_lieux-0-precision",
            "id_lieux-__prefix__-precision",
        ]

    def test_une_position_placee_est_gardee_avec_sa_precision(self, client, redactrice, nantes):
        lieu = {"latitude": "47.2", "longitude": "-1.55", "precision": "lieu", "commune": nantes.pk}
        client.post(adresse("add"), donnees([lieu], **{"action-publish": "1"}))
        garde = Lieu.objects.get()
        assert (garde.latitude, garde.longitude, garde.precision) == (47.2, -1.55, "lieu")
