"""« Autour des pages » in the administration: what its forms keep, what they refuse in words."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from espace.models import Compte
from home import groupes
from socle.models import Bandeau, Navigation
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import publier_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]
VIDE = {"page": "", "adresse": "", "libelle": ""}


@pytest.fixture
def guide():
    return publier_guide()


@pytest.fixture
def entrer(client):
    """``entrer("Animation")``: the client of somebody of that group."""
    groupes.charger()

    def _entrer(nom):
        compte = Compte.objects.create_user(email="e@exemple.example")
        compte.groups.add(Group.objects.get(name=nom))
        client.force_login(compte)
        return client

    return _entrer


def adresse(modele, vue, *cles):
    return reverse(modele.snippet_viewset.get_url_name(vue), args=cles)


def formulaire(**champs):
    defauts = {
        "menu": streamfield([]),
        "pied": streamfield([]),
        "suivre": streamfield([]),
        "mention": "",
        "mention_adresse": "",
        "site": "",
    }
    return nested_form_data({**defauts, **champs})


@pytest.mark.parametrize(
    ("groupe", "statut"), [("Rédaction", 302), ("Publication", 200), ("Animation", 200)]
)
def test_who_may_change_what_surrounds_pages(entrer, groupe, statut):
    client = entrer(groupe)
    vues = [client.get(adresse(m, v)) for m in (Navigation, Bandeau) for v in ("list", "add")]
    assert [vue.status_code for vue in vues] == [statut] * 4


def test_a_menu_is_written_in_its_form(entrer, guide):
    lien = {**VIDE, "page": guide.pk, "libelle": "Le guide"}
    colonne = {"titre": "Lire", "liens": streamfield([("lien", lien)])}
    donnees = formulaire(
        menu=streamfield([("lien", lien)]), pied=streamfield([("colonne", colonne)])
    )
    client = entrer("Animation")
    assert client.post(adresse(Navigation, "add"), donnees).status_code == 302
    client.logout()
    html = client.get("/").content.decode()
    assert re.findall(r'<a href="([^"]+)">(Le guide)</a>', html) == [("/guide/", "Le guide")] * 2


def test_a_second_menu_of_a_language_is_refused_in_words(entrer, guide):
    client = entrer("Animation")
    assert client.post(adresse(Navigation, "add"), formulaire()).status_code == 302
    reponse = client.post(adresse(Navigation, "add"), formulaire())
    assert reponse.context["form"].errors == {"site": ["Ce site a déjà un menu dans cette langue."]}
    publier_en_anglais(guide)
    anglais = adresse(Navigation, "add") + "?locale=en"
    assert client.post(anglais, formulaire()).status_code == 302
    langues = Navigation.objects.order_by("pk").values_list("locale__language_code", flat=True)
    assert list(langues) == ["fr", "en"]


def test_a_notice_that_ends_first_is_refused_in_words(entrer, guide):
    donnees = nested_form_data(
        {
            "texte": "Fermé.",
            "lien": streamfield([]),
            "niveau": "alerte",
            "debut": "2026-12-02 10:00",
            "fin": "2026-12-01 10:00",
            "site": "",
        }
    )
    reponse = entrer("Animation").post(adresse(Bandeau, "add"), donnees)
    assert reponse.context["form"].non_field_errors() == ["La fin vient avant le début."]
