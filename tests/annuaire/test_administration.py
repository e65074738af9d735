"""The directory in the administration: lists at a constant cost, forms, drafts, bulk actions."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from annuaire.models import Acteur
from espace.models import Compte
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

LISTE = "/admin/annuaire/acteurs/"


@pytest.fixture
def animatrice(client):
    compte = Compte.objects.create_superuser("animatrice@exemple.example", "un mot de passe long")
    client.force_login(compte)
    return compte


def adresse(nom, acteur=None):
    return reverse(Acteur.snippet_viewset.get_url_name(nom), args=[acteur.pk] if acteur else [])


def donnees(**champs):
    vides = {nom: inline_formset([]) for nom in ("lieux", "contacts", "labels", "zones", "photos")}
    return nested_form_data(
        {
            "nom": "Atelier",
            "provenance": "{}",
            "offre": "",
            "description": "",
            "etiquettes": "",
            **vides,
            **champs,
        }
    )


def noms(reponse):
    return [acteur.nom for acteur in reponse.context["object_list"]]


class TestListe:
    def test_elle_coute_autant_avec_un_acteur_qu_avec_trois(
        self, client, animatrice, django_assert_num_queries
    ):
        def ajouter():
            acteur = ActeurFactory(source=SourceFactory(), domaine_principal=DomaineFactory())
            LieuFactory(acteur=acteur)
            LabelActeurFactory(acteur=acteur)
            acteur.save_revision(user=animatrice)

        ajouter()
        client.get(LISTE)
        client.get(LISTE)
        with django_assert_num_queries(14):
            client.get(LISTE)
        ajouter()
        ajouter()
        with django_assert_num_queries(14):
            client.get(LISTE)

    @pytest.mark.parametrize(
        ("requete", "attendus"),
        [
            ("q=fournil", ["Le Fournil"]),
            ("q=80746931700018", ["Le Fournil"]),
            ("statut=ferme", ["La Forge"]),
            ("live=false", ["Le Brouillon"]),
            ("verifie=true", ["Le Fournil"]),
            ("q=introuvable", []),
        ],
    )
    def test_elle_se_cherche_et_se_filtre(self, client, animatrice, requete, attendus):
        ActeurFactory(nom="Le Fournil", siret="80746931700018", verifie_le="2026-01-02")
        ActeurFactory(nom="La Forge", ferme=True)
        ActeurFactory(nom="Le Brouillon", brouillon=True)
        assert noms(client.get(f"{LISTE}?{requete}")) == attendus

    def test_elle_dit_quand_chaque_fiche_a_ete_verifiee(self, client, animatrice):
        ActeurFactory(nom="Jamais vue")
        ActeurFactory(nom="Vue", verifie_le=date(2026, 1, 2))
        page = client.get(LISTE)
        colonne = page.context["table"].columns["verifie_le"]
        dites = {a.nom: colonne.get_value(a) for a in page.context["object_list"]}
        assert dites == {"Jamais vue": "jamais", "Vue": "02/01/2026"}

    def test_ce_qui_la_filtre_se_dit_en_francais(self, client, animatrice):
        filtres = client.get(f"{LISTE}?live=false&verifie=true").context["active_filters"]
        assert [(f.field_label, f.value) for f in filtres] == [
            ("Publié", "non"),
            ("Vérifié", "oui"),
        ]

    def test_elle_se_filtre_par_domaine_avec_ceux_du_dessous_et_par_source(
        self, client, animatrice
    ):
        parent = DomaineFactory(slug="alimentation")
        enfant = DomaineFactory(slug="epicerie", parent=parent)
        dedans = ActeurFactory(nom="Dedans", source=SourceFactory(nom="Une"))
        dedans.domaines = [enfant]
        dedans.save()
        ActeurFactory(nom="Dehors", source=SourceFactory(nom="Autre"))
        assert noms(client.get(f"{LISTE}?domaine={parent.pk}")) == ["Dedans"]
        assert noms(client.get(f"{LISTE}?source={dedans.source_id}")) == ["Dedans"]

    @pytest.mark.parametrize("requete", ["domaine=abc", "departement=zz", "p=999999", "p=abc"])
    def test_un_filtre_insense_ne_casse_rien(self, client, animatrice, requete):
        ActeurFactory()
        assert client.get(f"{LISTE}?{requete}").status_code == 200


class TestFormulaire:
    def test_creer_un_brouillon_puis_le_publier(self, client, animatrice):
        client.post(adresse("add"), donnees())
        acteur = Acteur.objects.get()
        assert (acteur.nom, acteur.live) == ("Atelier", False)
        client.post(
            adresse("edit", acteur),
            donnees(nom="Atelier vélo", **{"action-publish": "1"}),
        )
        acteur.refresh_from_db()
        assert (acteur.nom, acteur.live, acteur.provenance["nom"]["source"]) == (
            "Atelier vélo",
            True,
            "redaction",
        )

    def test_rien_ne_programme_la_disparition_d_une_fiche(self, client, animatrice):
        """Wagtail's dates are in the table: a list that comes in again must not meet one."""
        acteur = ActeurFactory(nom="Atelier", live=True)
        formulaire = client.get(adresse("edit", acteur)).context["form"]
        assert {"go_live_at", "expire_at"} & set(formulaire.fields) == set()
        hier = timezone.now() - timedelta(days=1)
        envoi = donnees(expire_at=hier.isoformat(), go_live_at="", **{"action-publish": "1"})
        client.post(adresse("edit", acteur), envoi)
        call_command("publish_scheduled")
        acteur.refresh_from_db()
        assert (acteur.live, acteur.go_live_at, acteur.expire_at) == (True, None, None)

    def test_une_famille_sans_preuve_est_refusee_par_une_phrase(self, client, animatrice):
        reponse = client.post(
            adresse("add"), donnees(famille="societe_ess", **{"action-publish": "1"})
        )
        assert reponse.status_code == 200
        assert "preuve datée" in reponse.content.decode()
        assert Acteur.objects.count() == 0

    def test_un_siret_faux_est_refuse_par_une_phrase(self, client, animatrice):
        reponse = client.post(
            adresse("add"), donnees(siret="80746931700019", **{"action-publish": "1"})
        )
        assert "Ce SIRET n’existe pas" in reponse.content.decode()

    @pytest.mark.parametrize("nom", ["edit", "history", "delete", "usage"])
    def test_chaque_ecran_d_une_fiche_repond(self, client, animatrice, nom):
        acteur = ActeurFactory()
        acteur.save_revision(log_action=True)
        assert client.get(adresse(nom, acteur)).status_code == 200


class TestVieDeLaFiche:
    def noter(self, client, acteur, **champs):
        return client.post(reverse("annuaire_admin:vie", args=[acteur.pk]), champs)

    def test_fermer_verifier_rouvrir_fusionner(self, client, animatrice):
        acteur, cible = ActeurFactory(), ActeurFactory()
        self.noter(client, acteur, fait="verifier", le="2026-01-02")
        acteur.refresh_from_db()
        assert acteur.verifie_le.isoformat() == "2026-01-02"
        self.noter(client, acteur, fait="fermer", le="2026-02-03")
        acteur.refresh_from_db()
        assert (acteur.statut, acteur.ferme_le.isoformat()) == ("ferme", "2026-02-03")
        self.noter(client, acteur, fait="rouvrir")
        acteur.refresh_from_db()
        assert acteur.statut == "en_activite"
        self.noter(client, acteur, fait="fusionner", vers=cible.ref.lower())
        acteur.refresh_from_db()
        assert (acteur.statut, acteur.fusionne_vers) == ("fusionne", cible)

    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"fait": "fermer", "le": "2999-01-01"}, "Cette date est à venir."),
            ({"fait": "fusionner", "vers": "00000000"}, "Aucune fiche ne porte cette référence."),
        ],
    )
    def test_une_saisie_fausse_est_expliquee(self, client, animatrice, champs, phrase):
        reponse = self.noter(client, ActeurFactory(), **champs)
        assert (reponse.status_code, phrase in reponse.content.decode()) == (200, True)

    def test_fusionner_avec_soi_meme_est_explique(self, client, animatrice):
        acteur = ActeurFactory()
        reponse = self.noter(client, acteur, fait="fusionner", vers=acteur.ref)
        assert "Une fiche ne peut pas fusionner avec elle-même." in reponse.content.decode()

    def test_sans_le_droit_de_publier_rien_ne_s_ecrit(self, client):
        compte = Compte.objects.create_user("lecteur@exemple.example", "un mot de passe long")
        client.force_login(compte)
        acteur = ActeurFactory()
        self.noter(client, acteur, fait="fermer")
        acteur.refresh_from_db()
        assert acteur.statut == "en_activite"


@pytest.mark.parametrize("modele", ["domaine", "geste", "public", "reseau", "typelabel", "source"])
def test_chaque_taxonomie_a_sa_liste(client, animatrice, modele):
    assert client.get(reverse(f"wagtailsnippets_annuaire_{modele}:list")).status_code == 200
