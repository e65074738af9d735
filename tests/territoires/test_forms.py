import pytest
from django import forms

from territoires.forms import OuField, question
from territoires.lieux import resoudre

pytestmark = pytest.mark.django_db


class Recherche(forms.Form):
    ou = OuField()


def test_une_commune_devient_un_lieu(petit_pays):
    form = Recherche({"ou": " st herblain "})
    assert form.is_valid() is True
    assert form.cleaned_data["ou"].lieu.valeur == "commune:44162"


def test_rien_ne_se_demande_nulle_part(petit_pays):
    form = Recherche({"ou": "  "})
    assert form.is_valid() is True
    assert form.cleaned_data["ou"] is None


def test_des_homonymes_ne_sont_pas_une_erreur_mais_une_question(petit_pays):
    form = Recherche({"ou": "Saint-Denis"})
    assert form.is_valid() is True
    reponse = form.cleaned_data["ou"]
    assert [c.valeur for c in reponse.candidats][:2] == ["commune:97411", "commune:93066"]
    assert question(reponse) == ("Quel lieu nommé «\xa0Saint-Denis\xa0» cherchez-vous\u202f?")


def test_une_faute_est_une_erreur_qui_propose(petit_pays):
    form = Recherche({"ou": "Vertoux"})
    assert form.errors == {
        "ou": [
            "Nous ne connaissons pas de lieu nommé «\xa0Vertoux\xa0». Vouliez-vous dire\xa0: "
            "Vertou (Loire-Atlantique (44))\u202f?"
        ]
    }


def test_un_lieu_inconnu_est_une_erreur_qui_aide(petit_pays):
    form = Recherche({"ou": "xyzzyx"})
    assert form.errors == {
        "ou": [
            "Nous ne connaissons pas de lieu nommé «\xa0xyzzyx\xa0»\xa0: essayez une commune, "
            "un code postal ou un département."
        ]
    }


def test_un_texte_demesure_est_refuse(petit_pays):
    assert Recherche({"ou": "a" * 201}).is_valid() is False


def test_une_valeur_d_url_se_reprend(petit_pays):
    valeur = resoudre("Nantes").lieu.valeur
    assert Recherche({"ou": valeur}).is_valid() is True
