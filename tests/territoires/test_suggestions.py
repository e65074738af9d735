import pytest
from django.urls import reverse

from territoires.suggestions import suggerer

pytestmark = pytest.mark.django_db


def libelles(texte):
    return [lieu.libelle for lieu in suggerer(texte)]


def test_le_nom_exact_puis_les_plus_peuples_viennent_d_abord(petit_pays):
    assert libelles("nantes")[:2] == ["Nantes", "Nantes Métropole"]
    assert libelles("St-Den")[:2] == ["Saint-Denis", "Saint-Denis"]
    assert [lieu.detail for lieu in suggerer("St-Den")][:2] == [
        "La Réunion (974)",
        "Seine-Saint-Denis (93)",
    ]


def test_un_mot_du_milieu_se_trouve_aussi(petit_pays):
    assert libelles("goulaine") == ["Basse-Goulaine", "Haute-Goulaine"]


def test_une_ancienne_commune_se_propose_avec_la_presente(petit_pays):
    assert libelles("belli") == ["Belligné (Loireauxence)"]


def test_des_chiffres_proposent_le_departement_et_les_codes_postaux(petit_pays):
    assert libelles("4433") == ["44330"]
    assert libelles("44")[:2] == ["Loire-Atlantique", "44000"]
    assert len(libelles("44")) == 8


@pytest.mark.parametrize("court", ["", "n", " ", "-", "4", "é"])
def test_une_seule_lettre_ne_suggere_rien(petit_pays, court):
    assert suggerer(court) == []


def test_la_vue_repond_en_json_qui_se_met_en_cache(client, petit_pays, django_assert_num_queries):
    with django_assert_num_queries(0):
        reponse = client.get(reverse("territoires:suggestions"), {"q": "vertou"})
    assert reponse.json() == {
        "suggestions": [
            {"libelle": "Vertou", "detail": "Loire-Atlantique (44)", "valeur": "commune:44215"}
        ]
    }
    assert reponse["Cache-Control"] == "public, max-age=86400"
    assert reponse.cookies.output() == ""


def test_sans_texte_la_vue_ne_suggere_rien(client, petit_pays):
    assert client.get(reverse("territoires:suggestions")).json() == {"suggestions": []}


def test_un_texte_demesure_est_refuse_avec_une_phrase(client, petit_pays):
    reponse = client.get(reverse("territoires:suggestions"), {"q": "a" * 101})
    assert reponse.status_code == 400
    assert list(reponse.json()) == ["erreur", "suggestions"]


def test_un_caractere_nul_est_refuse(client, petit_pays):
    assert client.get(reverse("territoires:suggestions"), {"q": "nan\x00"}).status_code == 400
