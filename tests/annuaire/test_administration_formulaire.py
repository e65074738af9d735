"""The form of an actor as an editor without every right uses it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from annuaire.administration.formulaire import RETRAIT, arbre, cases, groupes
from annuaire.models import Acteur, Domaine, Lieu
from espace.models import Compte
from territoires.models import Commune, Departement, Epci, Region
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    GesteFactory,
    LieuFactory,
    PublicFactory,
    ZoneFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

SIRET = "80746931700018"


@pytest.fixture
def redactrice(client):
    compte = Compte.objects.create_user("redactrice@exemple.example", "un mot de passe long")
    compte.user_permissions.set(
        [
            *Permission.objects.filter(content_type__app_label="annuaire"),
            Permission.objects.get(codename="access_admin"),
        ]
    )
    client.force_login(compte)
    return compte


def adresse(nom, *args):
    return reverse(Acteur.snippet_viewset.get_url_name(nom), args=args)


def donnees(**champs):
    vides = {nom: inline_formset([]) for nom in ("lieux", "contacts", "labels", "zones", "photos")}
    base = {"nom": "Atelier", "offre": "", "description": "", "etiquettes": ""}
    return nested_form_data({**base, **vides, **champs})


def lieu(**champs):
    vide = {"nom": "", "adresse": "", "public": "on", "accessibilite": "", "acces": ""}
    return {**vide, **champs}


class TestPoids:
    def test_l_ecran_ne_porte_pas_les_communes(self, client, redactrice):
        region = Region.objects.create(code="52", nom="Pays de la Loire")
        departement = Departement.objects.create(code="44", nom="Loire", region=region)
        Epci.objects.bulk_create(
            Epci(siren=f"2{n:08}", nom=f"Intercommunalité {n}", type="CC") for n in range(1000)
        )
        Commune.objects.bulk_create(
            Commune(code_insee=f"{n:05}", nom=f"Commune {n}", departement=departement)
            for n in range(3000)
        )
        acteur = ActeurFactory()
        LieuFactory(acteur=acteur, commune_id="00042")
        ZoneFactory(acteur=acteur, genre="commune", commune_id="00043")
        corps = client.get(adresse("edit", acteur.pk)).content
        listes = re.findall(r"<option[^>]*>\s*(?:Commune|Intercommunalité) \d", corps.decode())
        assert (len(corps) < 600_000, listes) == (True, [])
        assert corps.count(b"<option") < 200
        assert ("Commune 42 (44)" in corps.decode(), b"Commune 77" in corps) == (True, False)


class TestChoixDeTerritoires:
    def choisir(self, client, quoi, q):
        corps = client.get(reverse(f"choix_{quoi}:choose_results"), {"q": q}).content.decode()
        return re.findall(r"data-chooser-modal-choice[^>]*>\s*([^<]+?)\s*<", corps)

    @pytest.mark.parametrize(
        ("q", "attendues"),
        [
            ("belligne", ["Loireauxence (44)"]),
            ("REZÉ", ["Rezé (44)"]),
            ("44213", ["Loireauxence (44)"]),
            ("44400", ["Rezé (44)"]),
            ("introuvable", []),
            ("???", []),
        ],
    )
    def test_une_commune_se_cherche_par_nom_code_postal_ou_code_insee(
        self, client, redactrice, petit_pays, q, attendues
    ):
        assert self.choisir(client, "communes", q) == attendues

    def test_sans_rien_chercher_les_plus_peuplees_viennent_d_abord(
        self, client, redactrice, petit_pays
    ):
        assert self.choisir(client, "communes", "")[:2] == ["Paris (75)", "Marseille (13)"]

    def test_une_intercommunalite_se_cherche_par_nom_ou_siren(self, client, redactrice, petit_pays):
        nantes = Commune.objects.get(pk="44109").epci
        assert self.choisir(client, "epci", "nantes metropole") == [str(nantes)]
        assert self.choisir(client, "epci", nantes.siren) == [str(nantes)]

    @pytest.mark.parametrize("quoi", ["communes", "epci"])
    def test_la_fenetre_s_ouvre_et_rend_ce_qui_est_choisi(
        self, client, redactrice, petit_pays, quoi
    ):
        commune = Commune.objects.get(pk="44109")
        objet = commune if quoi == "communes" else commune.epci
        assert client.get(reverse(f"choix_{quoi}:choose")).status_code == 200
        reponse = client.get(reverse(f"choix_{quoi}:chosen", args=[objet.pk]))
        assert reponse.json()["result"]["title"] == str(objet)

    def test_personne_n_entre_sans_l_administration(self, client, petit_pays):
        assert client.get(reverse("choix_communes:choose")).status_code == 302


class TestChoixDuSiege:
    @pytest.mark.parametrize("q", ["fournil", "807 469 317", "LF"])
    def test_il_se_cherche(self, client, redactrice, q):
        ActeurFactory(nom="Le Fournil", siret=SIRET, sigle="LF")
        ActeurFactory(nom="La Forge")
        nom = Acteur.snippet_viewset.chooser_viewset.get_url_name("choose_results")
        reponse = client.get(reverse(nom), {"q": q})
        assert [acteur.nom for acteur in reponse.context["results"]] == ["Le Fournil"]
        assert client.get(reverse(nom.replace("choose_results", "choose"))).status_code == 200


class TestNumeros:
    def test_ils_se_tapent_comme_ils_s_impriment(self, client, redactrice):
        client.post(
            adresse("add"),
            donnees(
                siret="807 469 317 00018",
                siren="807\u202f469\u202f317",
                rna="w44 1234567",
                naf="88.99b",
                **{"action-publish": "1"},
            ),
        )
        acteur = Acteur.objects.get()
        assert (acteur.siret, acteur.siren, acteur.rna, acteur.naf) == (
            SIRET,
            "807469317",
            "W441234567",
            "8899B",
        )

    def test_un_siret_faux_ne_donne_pas_un_second_reproche(self, client, redactrice):
        reponse = client.post(
            adresse("add"), donnees(siret="123 456 789 01234", **{"action-publish": "1"})
        )
        formulaire = reponse.context["form"]
        assert (list(formulaire.errors), formulaire.instance.siren) == (["siret"], "")

    def test_la_saisie_n_est_pas_coupee_par_le_navigateur(self, client, redactrice):
        corps = client.get(adresse("add")).content.decode()
        assert "maxlength" not in re.search(r'<input[^>]*name="siret"[^>]*>', corps)[0]


class TestPositionDesLieux:
    def publier(self, client, commune, acteur=None, **champs):
        lieux = inline_formset([lieu(commune=commune, **champs)], initial=1 if acteur else 0)
        client.post(
            adresse("edit", acteur.pk) if acteur else adresse("add"),
            donnees(lieux=lieux, **{"action-publish": "1"}),
        )
        return Lieu.objects.get()

    def test_un_lieu_sans_position_prend_celle_de_sa_commune_et_se_trouve_autour(
        self, client, redactrice, petit_pays, annuaire
    ):
        pose = self.publier(client, "44143")
        assert ((pose.latitude, pose.longitude), pose.precision) == (
            Commune.objects.get(pk="44143").centre,
            "commune",
        )
        reponse = client.get("/annuaire/?ou=Nantes&rayon=10")
        assert "Atelier" in reponse.content.decode()

    def test_une_autre_commune_deplace_un_lieu_situe_par_la_premiere(
        self, client, redactrice, petit_pays
    ):
        pose = self.publier(client, "44143")
        champs = {"id": pose.pk, "latitude": pose.latitude, "longitude": pose.longitude}
        apres = self.publier(client, "44109", pose.acteur, precision="commune", **champs)
        assert (apres.latitude, apres.longitude) == Commune.objects.get(pk="44109").centre

    def test_une_position_tapee_reste(self, client, redactrice, petit_pays):
        pose = self.publier(client, "44143")
        champs = {"id": pose.pk, "latitude": "47.19", "longitude": "-1.55"}
        apres = self.publier(client, "44143", pose.acteur, precision="commune", **champs)
        assert (apres.latitude, apres.longitude) == (47.19, -1.55)

    def test_sans_commune_il_reste_sans_position(self):
        assert LieuFactory(latitude=None, longitude=None).a_position is False


class TestClassement:
    def test_les_domaines_forment_un_arbre_dans_leur_ordre(self):
        habitat = DomaineFactory(slug="habitat", ordre=2)
        aliment = DomaineFactory(slug="alimentation", ordre=1)
        renov = DomaineFactory(slug="renover", parent=habitat, ordre=0)
        epicerie = DomaineFactory(slug="epicerie", parent=aliment, ordre=3)
        vrac = DomaineFactory(slug="vrac", parent=epicerie, ordre=4)
        rangs = arbre(Domaine.objects.sources())
        assert rangs == [(aliment, 0), (epicerie, 1), (vrac, 2), (habitat, 0), (renov, 1)]
        assert cases(rangs)[1] == (epicerie.pk, RETRAIT * 2 + "Epicerie")
        assert groupes(rangs) == [
            ("", "—"),
            (
                "Alimentation",
                [
                    (aliment.pk, "Alimentation"),
                    (epicerie.pk, "Epicerie"),
                    (vrac.pk, RETRAIT * 2 + "Vrac"),
                ],
            ),
            ("Habitat", [(habitat.pk, "Habitat"), (renov.pk, "Renover")]),
        ]

    def test_on_coche_et_ce_qui_est_coche_revient(self, client, redactrice):
        parent = DomaineFactory(slug="alimentation")
        enfant, geste, public = (
            DomaineFactory(slug="epicerie", parent=parent),
            GesteFactory(),
            PublicFactory(),
        )
        client.post(
            adresse("add"),
            # A list in nested_form_data would become a formset.
            donnees(domaine_principal=enfant.pk, **{"action-publish": "1"})
            | {
                "domaines": [parent.pk, enfant.pk],
                "gestes": [geste.pk],
                "publics": [public.pk],
            },
        )
        acteur = Acteur.objects.get()
        corps = client.get(adresse("edit", acteur.pk)).content.decode()
        coches = [
            re.findall(r'(?:name|value)="(\w+)"', case)
            for case in re.findall(r"<input[^>]*checkbox[^>]*>", corps)
            if " checked" in case and 'value="' in case
        ]
        assert (acteur.domaine_principal, coches) == (
            enfant,
            [
                ["domaines", str(parent.pk)],
                ["domaines", str(enfant.pk)],
                ["gestes", str(geste.pk)],
                ["publics", str(public.pk)],
            ],
        )
        assert f'<option value="{enfant.pk}" selected>Epicerie</option>' in corps
        assert ('<optgroup label="Alimentation">' in corps, "<select multiple" in corps) == (
            True,
            False,
        )


def test_un_contact_dit_qu_il_est_prive_tant_qu_on_ne_coche_pas(client, redactrice):
    acteur = ActeurFactory()
    ContactFactory(acteur=acteur)
    corps = client.get(adresse("edit", acteur.pk)).content.decode()
    assert "Privé tant que vous ne cochez pas" in corps


class TestSuppression:
    def test_la_redaction_ne_supprime_pas_une_fiche(self, client, redactrice):
        acteur = ActeurFactory()
        adresse_suppression = adresse("delete", acteur.pk)
        client.post(adresse_suppression)
        assert Acteur.objects.filter(pk=acteur.pk).count() == 1
        ecrans = (adresse("edit", acteur.pk), adresse("list"))
        assert [adresse_suppression in client.get(e).content.decode() for e in ecrans] == [
            False,
            False,
        ]

    def test_un_superutilisateur_le_peut(self, client):
        client.force_login(Compte.objects.create_superuser("chef@exemple.example", "un long mot"))
        acteur = ActeurFactory()
        adresse_suppression = adresse("delete", acteur.pk)
        ecrans = (adresse("edit", acteur.pk), adresse("list"))
        assert [adresse_suppression in client.get(e).content.decode() for e in ecrans] == [
            True,
            True,
        ]
        client.post(adresse_suppression)
        assert Acteur.objects.count() == 0
