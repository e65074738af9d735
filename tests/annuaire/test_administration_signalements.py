"""The moderation list: filtered, answered once, and the way to withdraw an entry."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from annuaire import signalements
from annuaire.models import Acteur, RefRetiree, Signalement
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]


@pytest.fixture
def animatrice(client):
    compte = Compte.objects.create_superuser("animatrice@exemple.example", "un mot de passe long")
    client.force_login(compte)
    return compte


@pytest.fixture
def signalement():
    return signalements.deposer(
        ActeurFactory(nom="Le Panier"), "retrait", champ="personne", message="C’est moi"
    )


def adresse(nom, *arguments):
    return reverse(Signalement.snippet_viewset.get_url_name(nom), args=arguments)


def suite(signalement):
    return reverse("annuaire_signalements:suite", args=[signalement.pk])


def messages_montres(reponse):
    return sorted(s.message for s in reponse.context["object_list"])


@pytest.mark.parametrize(
    ("requete", "attendus"),
    [
        ("", ["ancien", "erreur", "retrait"]),
        ("etat=a_traiter", ["erreur", "retrait"]),
        ("genre=retrait", ["retrait"]),
        ("champ=horaires", ["erreur"]),
        ("q=panier", ["ancien", "erreur", "retrait"]),
        ("q=introuvable", []),
        ("etat=zz", ["ancien", "erreur", "retrait"]),
    ],
)
def test_la_liste_se_filtre(client, animatrice, requete, attendus):
    acteur = ActeurFactory(nom="Le Panier")
    signalements.deposer(acteur, "retrait", champ="structure", message="retrait")
    signalements.deposer(acteur, "erreur", champ="horaires", message="erreur")
    ancien = signalements.deposer(acteur, "erreur", champ="nom", message="ancien")
    signalements.traiter(ancien)
    assert messages_montres(client.get(f"{adresse('list')}?{requete}")) == attendus


def test_la_liste_coute_autant_a_un_qu_a_trois(client, animatrice, django_assert_num_queries):
    def ajouter():
        s = signalements.deposer(ActeurFactory(), "erreur", champ="nom", message="x")
        signalements.traiter(s, animatrice)

    ajouter()
    client.get(adresse("list"))
    client.get(adresse("list"))
    with django_assert_num_queries(COUT):
        client.get(adresse("list"))
    ajouter()
    ajouter()
    with django_assert_num_queries(COUT):
        client.get(adresse("list"))


COUT = 9


def test_l_accueil_dit_ce_qui_attend(client, animatrice, signalement):
    def phrases():
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        return re.findall(r"\d+ signalements? à traiter", page)

    assert phrases() == ["1 signalement à traiter"]
    signalements.deposer(signalement.acteur, "erreur", champ="nom", message="x")
    assert phrases() == ["2 signalements à traiter"]
    for attendu in Signalement.objects.all():
        signalements.rejeter(attendu)
    assert phrases() == []


@pytest.mark.parametrize(("choix", "etat"), [("traiter", "traite"), ("rejeter", "rejete")])
def test_donner_suite(client, animatrice, signalement, choix, etat):
    assert client.get(suite(signalement)).status_code == 200
    client.post(suite(signalement), {"suite": choix, "reponse": "Répondu."})
    signalement.refresh_from_db()
    assert (signalement.etat, signalement.traite_par, signalement.reponse) == (
        etat,
        animatrice,
        "Répondu.",
    )
    encore = client.post(suite(signalement), {"suite": "rejeter"})
    assert encore.context["form"].non_field_errors() == ["Ce signalement a déjà reçu une suite."]


def test_retirer_la_fiche_demande_d_en_etre_certain(client, animatrice, signalement):
    ref = signalement.ref
    refus = client.post(suite(signalement), {"suite": "retirer"})
    assert dict(refus.context["form"].errors) == {
        "certain": ["Cochez cette case pour effacer la fiche."]
    }
    assert Acteur.objects.count() == 1
    client.post(suite(signalement), {"suite": "retirer", "certain": "on", "reponse": "Demande"})
    assert (Acteur.objects.count(), RefRetiree.objects.get().ref) == (0, ref)
    signalement.refresh_from_db()
    assert (signalement.acteur, signalement.etat, signalement.message, signalement.reponse) == (
        None,
        "traite",
        "",
        "Demande",
    )
    journal = ModelLogEntry.objects.get(action="annuaire.retirer")
    assert journal.data == {"motif": f"signalement n°\u00a0{signalement.pk}"}
    assert client.get(suite(signalement)).status_code == 200
    assert client.get(adresse("list")).status_code == 200


def test_sans_le_droit_d_effacer_on_repond_sans_retirer(client, signalement):
    compte = Compte.objects.create_user("moderatrice@exemple.example", "un mot de passe long")
    droits = ["access_admin", "change_signalement"]
    compte.user_permissions.set(Permission.objects.filter(codename__in=droits))
    client.force_login(compte)
    reponse = client.get(suite(signalement))
    assert list(reponse.context["form"].fields) == ["suite", "reponse"]
    client.post(suite(signalement), {"suite": "retirer", "certain": "on"})
    assert Acteur.objects.count() == 1


def test_sans_droit_sur_les_signalements_rien_ne_se_lit(client, signalement):
    compte = Compte.objects.create_user("lectrice@exemple.example", "un mot de passe long")
    compte.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(compte)
    reponse = client.get(suite(signalement))
    assert "C’est moi" not in reponse.content.decode()
    client.post(suite(signalement), {"suite": "traiter"})
    assert Signalement.objects.get().etat == "a_traiter"


def test_un_signalement_ne_s_ecrit_ni_ne_se_corrige_ni_ne_se_supprime(
    client, animatrice, signalement
):
    assert client.get(adresse("edit", signalement.pk))["Location"] == suite(signalement)
    for refusee in (adresse("add"), adresse("delete", signalement.pk)):
        client.post(refusee, {})
        assert client.get(refusee).status_code == 302
    assert Signalement.objects.count() == 1


class TestDepuisLaFiche:
    def noter(self, client, acteur, **champs):
        return client.post(reverse("annuaire_admin:vie", args=[acteur.pk]), champs)

    def test_une_demande_recue_autrement_se_note_sur_la_fiche(self, client, animatrice):
        acteur = ActeurFactory()
        refus = self.noter(client, acteur, fait="retirer")
        assert dict(refus.context["form"].errors) == {
            "certain": ["Cochez cette case pour effacer la fiche."]
        }
        reponse = self.noter(client, acteur, fait="retirer", certain="on")
        assert (reponse["Location"], Acteur.objects.count()) == ("/admin/annuaire/acteurs/", 0)

    def test_sans_le_droit_d_effacer_le_retrait_n_est_pas_propose(self, client):
        compte = Compte.objects.create_user("editrice@exemple.example", "un mot de passe long")
        droits = ["access_admin", "publish_acteur", "change_acteur"]
        compte.user_permissions.set(Permission.objects.filter(codename__in=droits))
        client.force_login(compte)
        acteur = ActeurFactory()
        self.noter(client, acteur, fait="retirer", certain="on")
        assert Acteur.objects.count() == 1
