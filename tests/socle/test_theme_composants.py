"""The components and the page that shows them."""

import json
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from socle import demonstration, urls, views

GABARITS = Path(demonstration.__file__).parent / "templates" / "composants"


def test_every_component_has_an_example():
    assert sorted(chemin.stem for chemin in GABARITS.glob("*.html")) == sorted(
        demonstration.EXEMPLES
    )


@pytest.mark.parametrize("nom", sorted(demonstration.EXEMPLES))
def test_a_component_opens_with_its_parameters_and_draws_its_examples(nom):
    assert demonstration.mode_d_emploi(nom) != ""
    for exemple in demonstration.EXEMPLES[nom]("x"):
        assert render_to_string(f"composants/{nom}.html", exemple).strip() != ""


@pytest.mark.django_db
def test_the_page_shows_every_component_in_both_themes(rf):
    reponse = views.composants(rf.get("/composants/"))
    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert html.count('<div class="clair echantillon">') == len(demonstration.EXEMPLES)
    assert html.count('<div class="sombre echantillon">') == len(demonstration.EXEMPLES)


def test_the_page_does_not_exist_in_production():
    toujours = [adresse.name for adresse in urls.adresses(avec_composants=False)]
    assert toujours == [
        *("favicon", "sante", "robots", "humans", "security_txt"),
        *("manifeste", "sitemap", "sitemap_fichier"),
    ]
    assert [adresse.name for adresse in urls.adresses(avec_composants=True)] == [
        *toujours,
        "composants",
        "composants_suggestions",
    ]


def test_the_habitual_address_of_the_icon_answers(client):
    reponse = client.get("/favicon.ico")
    assert (reponse.status_code, reponse["Location"]) == (302, "/static/socle/img/favicon.ico")


@pytest.mark.parametrize(
    ("requete", "noms"),
    [
        ({"q": "Épicerie c"}, ["épicerie coopérative"]),
        ({"q": "zzz"}, []),
        ({}, []),
        ({"q": "x" * 101}, []),
    ],
)
def test_example_suggestions(rf, requete, noms):
    reponse = views.suggestions(rf.get("/composants/suggestions/", requete))
    assert [s["libelle"] for s in json.loads(reponse.content)["suggestions"]] == noms


# ---------------------------------------------------------------- fields
class Formulaire(forms.Form):
    courriel = forms.EmailField(label="Courriel", help_text="Par exemple")
    accord = forms.BooleanField(label="J’accepte")
    jours = forms.MultipleChoiceField(
        choices=[("sa", "Samedi")], widget=forms.CheckboxSelectMultiple, label="Jours"
    )
    jeton = forms.CharField(widget=forms.HiddenInput, required=False)


def champ(nom, donnees=None):
    return render_to_string("composants/champ.html", {"champ": Formulaire(donnees)[nom]})


def test_a_field_is_tied_to_its_help():
    assert (
        '<input type="email" name="courriel" maxlength="320" class="saisie" '
        'aria-describedby="id_courriel-aide" required id="id_courriel">'
    ) in champ("courriel")


def test_a_field_in_error_says_so_once_and_is_tied_to_its_error():
    html = champ("courriel", {"courriel": "nadia"})
    assert html.count("aria-describedby=") == 1
    assert 'aria-describedby="id_courriel-erreur id_courriel-aide"' in html
    assert html.count('aria-invalid="true"') == 1
    assert '<p class="champ__erreur" id="id_courriel-erreur">' in html


def test_a_checkbox_stands_before_its_label():
    assert '<label class="coche" for="id_accord"><input type="checkbox"' in champ("accord")


def test_a_group_of_boxes_is_a_fieldset():
    html = champ("jours")
    assert '<legend class="legende">Jours</legend>' in html
    assert '<label class="coche" for="id_jours_0">' in html


def test_a_hidden_field_draws_its_input_alone():
    assert champ("jeton") == '<input type="hidden" name="jeton" id="id_jeton">\n'


def test_text_from_people_is_escaped():
    html = render_to_string("composants/badge.html", {"libelle": "<script>"})
    assert html == '<span class="badge">&lt;script&gt;</span>\n'


def test_a_single_page_draws_no_pagination():
    pages = demonstration.Pages(1, 1, lambda n: f"?page={n}")
    assert render_to_string("composants/pages.html", {"pages": pages}).strip() == ""
