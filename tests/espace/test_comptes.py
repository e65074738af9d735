"""Accounts by e-mail: made by code, by the administration, refused when they are for show."""

import pytest
from django.contrib.auth import authenticate, get_user
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from espace.models import Compte
from espace.verifications import pas_de_compte_de_demonstration
from tests.espace.fabriques import MOT_DE_PASSE, CompteFactory

pytestmark = pytest.mark.django_db


class TestModele:
    def test_l_adresse_est_gardee_en_minuscules(self):
        compte = Compte.objects.create_user("  Lea@Exemple.FR ")
        assert (compte.email, compte.has_usable_password()) == ("lea@exemple.fr", False)
        assert str(compte) == "lea@exemple.fr"
        compte.first_name, compte.last_name = "Léa", "Roux"
        assert str(compte) == "Léa Roux"

    def test_sans_adresse_pas_de_compte(self):
        with pytest.raises(ValueError, match="Un compte a besoin d’une adresse"):
            Compte.objects.create_user(" ")

    def test_une_adresse_un_compte_quelle_que_soit_la_casse(self):
        CompteFactory(email="lea@exemple.fr")
        with pytest.raises(IntegrityError), transaction.atomic():
            CompteFactory(email="LEA@exemple.fr")
        with pytest.raises(ValidationError) as erreur:
            Compte(email="LEA@exemple.fr", password="x").full_clean()
        assert erreur.value.message_dict == {"email": ["Un compte utilise déjà cette adresse."]}

    def test_la_base_refuse_une_majuscule(self):
        compte = CompteFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Compte.objects.filter(pk=compte.pk).update(email="Lea@exemple.fr")
        connection.check_constraints()

    def test_createsuperuser(self):
        call_command("createsuperuser", email="Chef@exemple.fr", interactive=False, verbosity=0)
        compte = Compte.objects.get_by_natural_key("CHEF@exemple.fr")
        assert (compte.email, compte.is_superuser) == ("chef@exemple.fr", True)


class TestConnexion:
    def test_par_mot_de_passe_quelle_que_soit_la_casse(self, rf):
        compte = CompteFactory(email="lea@exemple.fr")
        obtenu = authenticate(rf.get("/"), username=" LEA@exemple.fr", password=MOT_DE_PASSE)
        assert obtenu == compte
        assert authenticate(rf.get("/"), email="lea@exemple.fr", password=MOT_DE_PASSE) == compte
        assert authenticate(rf.get("/"), username="lea@exemple.fr", password="autre") is None
        assert authenticate(rf.get("/"), username=None, password=MOT_DE_PASSE) is None

    @pytest.mark.parametrize(("demo", "entre"), [(True, True), (False, False)])
    def test_un_compte_de_demonstration(self, rf, client, settings, demo, entre):
        settings.DEMO = True
        compte = CompteFactory(est_demo=True)
        client.force_login(compte)  # a session opened while the demo was on
        settings.DEMO = demo
        ouvert = authenticate(rf.get("/"), username=compte.email, password=MOT_DE_PASSE)
        assert (ouvert is not None, get_user(client).is_authenticated) == (entre, entre)

    def test_un_compte_desactive(self, rf):
        compte = CompteFactory(is_active=False)
        acces = {"username": compte.email, "password": MOT_DE_PASSE}
        assert authenticate(rf.get("/"), **acces) is None

    @pytest.mark.ignore_template_errors  # Wagtail's own templates count on missing variables
    def test_par_la_page_de_connexion_sans_jeton(self):
        from django.test import Client

        compte = CompteFactory(admin=True)
        client = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
        adresse = reverse("wagtailadmin_login")
        acces = {"username": compte.email.upper(), "password": MOT_DE_PASSE}
        assert client.post(adresse, acces).status_code == 302
        assert client.get(reverse("wagtailadmin_home")).status_code == 200

    @pytest.mark.ignore_template_errors  # Wagtail's own templates count on missing variables
    def test_sans_groupe_pas_d_administration(self, client):
        client.force_login(CompteFactory())
        assert client.get(reverse("wagtailadmin_home")).status_code == 302


class TestVerification:
    def test_la_demonstration_est_permise_en_demonstration(self, settings):
        CompteFactory(est_demo=True)
        settings.DEMO = True
        assert pas_de_compte_de_demonstration(None) == []

    def test_elle_est_refusee_ailleurs(self, settings):
        settings.DEMO = False
        assert pas_de_compte_de_demonstration(None) == []
        CompteFactory(est_demo=True)
        assert [erreur.id for erreur in pas_de_compte_de_demonstration(None)] == ["espace.E001"]
        with pytest.raises(SystemCheckError, match=r"espace\.E001"):
            call_command("check", "espace", deploy=True, tags=["security"])

    def test_une_base_sans_tables_ne_la_fait_pas_tomber(self, settings):
        settings.DEMO = False
        with transaction.atomic():
            with connection.cursor() as curseur:
                curseur.execute("ALTER TABLE espace_compte RENAME TO espace_ailleurs")
            with transaction.atomic():
                assert pas_de_compte_de_demonstration(None) == []
            transaction.set_rollback(True)


@pytest.mark.ignore_template_errors  # Wagtail's own templates count on missing variables
class TestAdministration:
    @pytest.fixture
    def admin(self, client):
        client.force_login(CompteFactory(admin=True))
        return client

    def test_creer_un_compte(self, admin):
        reponse = admin.post(
            reverse("wagtailusers_users:add"),
            {
                "email": "Nouvelle@Exemple.fr",
                "first_name": "Inès",
                "last_name": "Varenne",
                "password1": MOT_DE_PASSE,
                "password2": MOT_DE_PASSE,
                "groups": [Group.objects.get_or_create(name="Rédaction")[0].pk],
            },
        )
        assert reponse.status_code == 302
        compte = Compte.objects.get(email="nouvelle@exemple.fr")
        assert (compte.check_password(MOT_DE_PASSE), compte.is_active) == (True, True)
        assert [groupe.name for groupe in compte.groups.all()] == ["Rédaction"]

    def test_creer_deux_fois_la_meme_adresse_est_dit(self, admin):
        CompteFactory(email="lea@exemple.fr")
        reponse = admin.post(
            reverse("wagtailusers_users:add"),
            {
                "email": "LEA@exemple.fr",
                "first_name": "L",
                "last_name": "R",
                "password1": MOT_DE_PASSE,
                "password2": MOT_DE_PASSE,
            },
        )
        assert reponse.context["form"].errors == {
            "email": ["Un compte utilise déjà cette adresse."]
        }

    def test_modifier_un_compte(self, admin):
        compte = CompteFactory()
        adresse = reverse("wagtailusers_users:edit", args=[compte.pk])
        assert admin.get(adresse).status_code == 200
        donnees = {
            "email": "Autre@exemple.fr",
            "first_name": "Autre",
            "last_name": "Nom",
            "is_active": "on",
        }
        assert admin.post(adresse, donnees).status_code == 302
        compte.refresh_from_db()
        assert (compte.email, compte.check_password(MOT_DE_PASSE)) == ("autre@exemple.fr", True)

    def test_la_liste_et_son_propre_compte(self, admin):
        assert admin.get(reverse("wagtailusers_users:index")).status_code == 200
        assert admin.get(reverse("wagtailadmin_account")).status_code == 200
