"""« Signaler une erreur » and « Demander le retrait »: no account, no cookie, a moderation list."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from annuaire import signalements, vie
from annuaire.boucles import effacer_les_vieux_signalements
from annuaire.models import RefRetiree, Signalement
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory

MIDI = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ICI = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def acteur(annuaire):
    return ActeurFactory(nom="Le Panier")


@pytest.fixture
def visiteur():
    """A browser without a cookie, held to the rules of forms."""
    return Client(enforce_csrf_checks=True, headers=ICI)


def adresse(acteur, suite="signaler"):
    return f"/annuaire/{acteur.slug}-{acteur.ref}/{suite}/"


def envoyer(client, acteur, suite="signaler", apres=60, **champs):
    """Open the form, wait *apres* seconds, send it."""
    with time_machine.travel(MIDI, tick=False) as horloge:
        timbre = client.get(adresse(acteur, suite)).context["form"]["timbre"].value()
        horloge.shift(apres)
        donnees = {"champ": "horaires", "message": "Ouvert à 9 h.", "timbre": timbre, **champs}
        return client.post(adresse(acteur, suite), donnees)


def erreurs(reponse):
    return {nom: list(phrases) for nom, phrases in reponse.context["form"].errors.items()}


class TestFormulaire:
    def test_une_erreur_arrive_dans_la_liste_sans_cookie(self, visiteur, acteur):
        reponse = envoyer(visiteur, acteur, courriel="ana@exemple.example")
        assert (reponse.status_code, reponse["Location"]) == (302, adresse(acteur) + "merci/")
        assert list(
            Signalement.objects.values_list("acteur", "ref", "genre", "champ", "message", "etat")
        ) == [(acteur.pk, acteur.ref, "erreur", "horaires", "Ouvert à 9 h.", "a_traiter")]
        assert Signalement.objects.get().courriel == "ana@exemple.example"
        assert visiteur.get(reponse["Location"]).status_code == 200
        assert dict(visiteur.cookies) == {}

    def test_un_retrait_se_demande_sans_s_expliquer(self, visiteur, acteur):
        reponse = envoyer(visiteur, acteur, "retrait", champ="structure", message="")
        assert reponse["Location"] == adresse(acteur, "retrait") + "merci/"
        assert Signalement.objects.values_list("genre", "champ").get() == ("retrait", "structure")

    @pytest.mark.parametrize(
        ("champs", "attendues"),
        [
            ({"champ": ""}, {"champ": ["Choisissez dans la liste."]}),
            ({"message": " "}, {"message": ["Dites en quelques mots ce qu’il faut corriger."]}),
            (
                {"site_web": "http://spam.example"},
                {"site_web": ["Laissez ce champ vide\u202f: il sert à reconnaître les robots."]},
            ),
            (
                {"apres": 1},
                {
                    "__all__": [
                        "Le formulaire est parti très vite\u202f: relisez-le, "
                        "puis envoyez-le de nouveau."
                    ]
                },
            ),
            (
                {"apres": 25 * 3600},
                {
                    "__all__": [
                        "Cette page est restée ouverte trop longtemps\u202f: envoyez-la de nouveau."
                    ]
                },
            ),
        ],
    )
    def test_une_faute_est_dite_a_cote_du_champ(self, visiteur, acteur, champs, attendues):
        reponse = envoyer(visiteur, acteur, **champs)
        assert (reponse.status_code, erreurs(reponse)) == (400, attendues)
        assert Signalement.objects.count() == 0

    def test_un_timbre_perime_est_remplace_et_rien_n_est_perdu(self, visiteur, acteur):
        reponse = envoyer(visiteur, acteur, apres=25 * 3600)
        form = reponse.context["form"]
        assert form["message"].value() == "Ouvert à 9 h."
        with time_machine.travel(MIDI + timedelta(hours=25, seconds=30), tick=False):
            reponse = visiteur.post(adresse(acteur), form.data)
        assert (reponse.status_code, Signalement.objects.count()) == (302, 1)

    def test_le_timbre_d_une_autre_fiche_ne_sert_pas(self, visiteur, acteur):
        autre = envoyer(visiteur, ActeurFactory(), apres=1).context["form"]["timbre"].value()
        assert envoyer(visiteur, acteur, timbre=autre).status_code == 400

    @pytest.mark.parametrize(
        "champs",
        [{"champ": "structure"}, {"message": "x" * 3001}, {"courriel": "pas une adresse"}],
    )
    def test_une_entree_insensee_est_refusee(self, visiteur, acteur, champs):
        assert envoyer(visiteur, acteur, **champs).status_code == 400

    def test_un_autre_site_ne_peut_pas_l_envoyer(self, acteur):
        ailleurs = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
        assert envoyer(ailleurs, acteur).status_code == 403
        assert Signalement.objects.count() == 0

    def test_une_personne_connectee_a_un_jeton(self, acteur):
        client = Client(enforce_csrf_checks=True)
        client.force_login(Compte.objects.create_user("ana@exemple.example", "mot de passe long"))
        assert envoyer(client, acteur).status_code == 403
        jeton = client.get(adresse(acteur)).context["jeton"]
        assert envoyer(client, acteur, csrfmiddlewaretoken=jeton).status_code == 302

    def test_le_sixieme_de_l_heure_est_refuse(self, visiteur, acteur):
        statuts = [envoyer(visiteur, acteur, message=f"n° {n}").status_code for n in range(6)]
        assert statuts == [302] * 5 + [429]
        assert Signalement.objects.count() == 5

    def test_le_meme_deux_fois_n_en_fait_qu_un(self, visiteur, acteur):
        assert [envoyer(visiteur, acteur).status_code for _ in range(2)] == [302, 302]
        assert Signalement.objects.count() == 1

    def test_deux_jumeaux_recus_ensemble_n_arretent_pas_le_suivant(self, acteur):
        premier = signalements.deposer(acteur, "erreur", champ="nom", message="Parti")
        Signalement.objects.filter(pk=premier.pk).update(message="Un autre")
        signalements.deposer(acteur, "erreur", champ="nom", message="Parti")
        Signalement.objects.filter(pk=premier.pk).update(message="Parti")
        assert signalements.deposer(acteur, "erreur", champ="nom", message="Parti") == premier
        assert Signalement.objects.count() == 2

    def test_la_page_coute_autant_quel_que_soit_le_nombre(
        self, client, acteur, django_assert_num_queries
    ):
        client.get(adresse(acteur))
        with django_assert_num_queries(COUT):
            client.get(adresse(acteur))
        for n in range(3):
            signalements.deposer(acteur, "erreur", champ="nom", message=str(n))
        with django_assert_num_queries(COUT):
            client.get(adresse(acteur))


COUT = 1


class TestAdresses:
    @pytest.mark.parametrize("suite", ["signaler", "retrait", "signaler/merci", "retrait/merci"])
    def test_une_seule_adresse_par_formulaire(self, client, acteur, suite):
        reponse = client.get(f"/annuaire/vieux-{acteur.ref.lower()}/{suite}/")
        assert (reponse.status_code, reponse["Location"]) == (302, adresse(acteur, suite))
        assert client.get(adresse(acteur, suite)).status_code == 200

    def test_ce_qui_n_est_pas_public_n_a_pas_de_formulaire(self, client, annuaire):
        cachee = ActeurFactory(brouillon=True)
        RefRetiree.objects.create(ref="7K3M9QTX")
        adresses = [adresse(cachee), "/annuaire/x-00000000/signaler/"]
        adresses += [f"/annuaire/x-7K3M9QTX/{s}/" for s in ("retrait", "retrait/merci")]
        assert [client.get(a).status_code for a in adresses] == [404, 404, 410, 410]

    def test_une_fiche_fermee_peut_encore_etre_retiree(self, client, acteur):
        vie.fermer(acteur)
        page = client.get(f"/annuaire/{acteur.fragment}/").content.decode()
        assert page.count(f'href="{adresse(acteur, "retrait")}"') == 1
        assert client.get(adresse(acteur, "retrait")).status_code == 200

    def test_une_fiche_fusionnee_mene_au_formulaire_de_l_autre(self, client, acteur):
        autre = ActeurFactory()
        vie.fusionner(acteur, autre)
        reponse = client.get(adresse(acteur))
        assert reponse["Location"] == adresse(autre)


class TestSuite:
    def test_traiter_et_rejeter_disent_qui_et_quand(self, acteur):
        auteur = Compte.objects.create_user("ana@exemple.example", "mot de passe long")
        un, deux = (signalements.deposer(acteur, "erreur", champ=c) for c in ("nom", "labels"))
        with time_machine.travel(MIDI, tick=False):
            signalements.traiter(un, auteur, "Corrigé.")
            signalements.rejeter(deux, auteur)
        assert list(
            Signalement.objects.order_by("pk").values_list(
                "etat", "traite_par", "traite_le", "reponse"
            )
        ) == [("traite", auteur.pk, MIDI, "Corrigé."), ("rejete", auteur.pk, MIDI, "")]
        with pytest.raises(ValidationError):
            signalements.rejeter(un, auteur)

    def test_les_donnees_s_effacent_un_an_apres_la_suite(self, acteur):
        for champ, jours in (("nom", 366), ("labels", 364), ("autre", None)):
            signalement = signalements.deposer(
                acteur, "erreur", champ=champ, message="C’est moi", courriel="a@exemple.example"
            )
            if jours:
                with time_machine.travel(datetime.now(UTC) - timedelta(days=jours)):
                    signalements.traiter(signalement)
        effacer_les_vieux_signalements()
        assert list(
            Signalement.objects.order_by("pk").values_list("champ", "message", "courriel")
        ) == [
            ("nom", "", ""),
            ("labels", "C’est moi", "a@exemple.example"),
            ("autre", "C’est moi", "a@exemple.example"),
        ]
        assert signalements.effacer_les_anciens() == 0
