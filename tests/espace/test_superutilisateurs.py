"""Whoever keeps the accounts is not a superuser, and cannot become one."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from espace.models import Compte
from home import groupes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]
REFUS = "/admin/"


@pytest.fixture
def administratrice(client):
    groupes.charger()
    compte = Compte.objects.create_user("admin@exemple.example", "un mot de passe long")
    compte.groups.add(Group.objects.get(name=groupes.ADMINISTRATION))
    client.force_login(compte)
    return compte


@pytest.fixture
def superutilisatrice():
    return Compte.objects.create_superuser("super@exemple.example", "un mot de passe long")


def champs(email, **autres):
    return {
        "email": email,
        "first_name": "Inès",
        "last_name": "Varenne",
        "password1": "",
        "password2": "",
        "is_active": "on",
        **autres,
    }


def test_an_account_is_made_and_changed(client, administratrice):
    secret = "une phrase de passe assez longue"
    envoi = champs("neuve@exemple.example", password1=secret, password2=secret)
    assert client.post(reverse("wagtailusers_users:add"), envoi)["Location"] != REFUS
    neuve = Compte.objects.get(email="neuve@exemple.example")
    adresse = reverse("wagtailusers_users:edit", args=[neuve.pk])
    client.post(adresse, champs("neuve@exemple.example", first_name="Aline"))
    neuve.refresh_from_db()
    assert (neuve.first_name, neuve.is_superuser) == ("Aline", False)


def test_no_superuser_is_made(client, administratrice):
    secret = "une phrase de passe assez longue"
    envoi = champs("neuve@exemple.example", password1=secret, password2=secret, is_superuser="on")
    assert client.post(reverse("wagtailusers_users:add"), envoi)["Location"] == REFUS
    assert Compte.objects.filter(is_superuser=True).count() == 0


def test_nobody_becomes_one(client, administratrice):
    autre = Compte.objects.create_user("autre@exemple.example")
    for compte in (autre, administratrice):
        adresse = reverse("wagtailusers_users:edit", args=[compte.pk])
        client.post(adresse, champs(compte.email, is_superuser="on"))
    assert Compte.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize("ecran", ["edit", "delete"])
def test_the_account_of_one_is_out_of_reach(client, administratrice, superutilisatrice, ecran):
    adresse = reverse(f"wagtailusers_users:{ecran}", args=[superutilisatrice.pk])
    reponses = [client.get(adresse), client.post(adresse, champs("pris@exemple.example"))]
    assert [reponse["Location"] for reponse in reponses] == [REFUS, REFUS]
    superutilisatrice.refresh_from_db()
    assert superutilisatrice.email == "super@exemple.example"


@pytest.mark.parametrize(
    ("action", "envoi"), [("delete", {}), ("set_active_state", {"mark_as_active": "False"})]
)
def test_nor_in_bulk(client, administratrice, superutilisatrice, action, envoi):
    adresse = reverse("wagtail_bulk_action", args=["espace", "compte", action])
    client.post(f"{adresse}?id={superutilisatrice.pk}", envoi)
    superutilisatrice.refresh_from_db()
    assert superutilisatrice.is_active
