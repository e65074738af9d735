"""The editor of the demonstration: what the account may do, without loading the rest."""

import pytest
from django.contrib.auth.models import Group

from espace.models import Compte
from home import demo_acces

pytestmark = pytest.mark.django_db


@pytest.fixture
def compte(settings, tmp_path):
    settings.DONNEES_VAR = tmp_path
    email, _motdepasse, _fichier = demo_acces.ouvrir()
    return Compte.objects.get(email=email)


@pytest.mark.usefixtures("gabarits_de_wagtail")
@pytest.mark.parametrize(
    "adresse",
    [
        "/admin/images/add/",
        "/admin/images/chooser/",
        "/admin/documents/multiple/add/",
        "/admin/documents/chooser/",
    ],
)
def test_il_depose_et_choisit_des_images_et_des_documents(client, compte, adresse):
    client.force_login(compte)
    assert client.get(adresse).status_code == 200


def test_un_groupe_deja_la_recoit_les_droits_qui_lui_manquent(compte):
    groupe = Group.objects.get(name=demo_acces.GROUPE)
    groupe.permissions.clear()
    groupe.collection_permissions.all().delete()
    for _fois in range(2):
        demo_acces.ouvrir()
    codes = groupe.collection_permissions.values_list("permission__codename", flat=True)
    assert sorted(codes) == [
        "add_document",
        "add_image",
        "change_document",
        "change_image",
        "choose_document",
        "choose_image",
    ]
    assert groupe.permissions.filter(codename="change_acteur").count() == 1
