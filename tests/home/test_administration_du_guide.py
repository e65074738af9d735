"""The menu Guide: who may look at what, and what a form refuses."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from espace.models import Compte
from home import groupes
from home.models import Temoignage, Utilite
from socle.models import MotDuGlossaire
from tests.home.guide import ajouter_mot, ajouter_temoignage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]


@pytest.fixture
def entrer(client):
    """``entrer("Rédaction")``: the client of somebody of that group."""
    groupes.charger()

    def _entrer(nom):
        compte = Compte.objects.create_user(email="e@exemple.example")
        compte.groups.add(Group.objects.get(name=nom))
        client.force_login(compte)
        return client

    return _entrer


def liste(modele):
    return reverse(modele.snippet_viewset.get_url_name("list"))


@pytest.mark.parametrize(
    ("groupe", "attendus"), [("Rédaction", [200, 200, 302]), ("Animation", [200, 200, 200])]
)
def test_who_may_look_at_what(entrer, groupe, attendus):
    ajouter_mot()
    ajouter_temoignage()
    client = entrer(groupe)
    modeles = (MotDuGlossaire, Temoignage, Utilite)
    assert [client.get(liste(modele)).status_code for modele in modeles] == attendus


def test_nobody_is_offered_to_write_a_counter(client):
    client.force_login(Compte.objects.create_superuser("a@exemple.example", "un mot de passe long"))
    page = client.get(liste(Utilite)).content.decode()
    assert re.findall(r'href="[^"]*utilite/[^"]*add[^"]*"', page) == []


def test_withdrawing_a_testimony_in_its_form_erases_the_words(entrer):
    temoignage = ajouter_temoignage()
    adresse = reverse(Temoignage.snippet_viewset.get_url_name("edit"), args=[temoignage.pk])
    champs = {
        "prenom": "Aline",
        "citation": "Le premier hiver.",
        "langue": "fr",
        "accord_le": "2026-01-05",
        "accord_portee": "Sur le portail.",
        "retire_le": "2026-02-01",
    }
    assert entrer("Rédaction").post(adresse, champs).status_code == 302
    assert list(Temoignage.objects.values_list("prenom", "citation")) == [("", "")]
