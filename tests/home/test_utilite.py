"""« Utile ? »: counted once a day and a network, without a cookie."""

import pytest

from home.models import Utilite
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db
ADRESSE = "/guide/comprendre/une/"


@pytest.fixture
def fiche():
    return ajouter_fiche(ajouter_rubrique(publier_guide()))


def repondre(client, **donnees):
    return client.post(ADRESSE, donnees, headers={"sec-fetch-site": "same-origin"})


def comptes():
    return list(Utilite.objects.values_list("oui", "non"))


def test_une_reponse_est_comptee_une_fois_par_jour(client, fiche):
    suites = [repondre(client, utile=reponse).headers["Location"] for reponse in ("oui", "non")]
    assert suites == [f"{ADRESSE}?avis=merci#avis-fiche", f"{ADRESSE}?avis=deja#avis-fiche"]
    assert (comptes(), client.cookies) == ([(1, 0)], {})


def test_chaque_fiche_a_ses_comptes(client, fiche):
    ajouter_fiche(fiche.get_parent(), "deux")
    repondre(client, utile="non")
    client.post(
        "/guide/comprendre/deux/", {"utile": "oui"}, headers={"sec-fetch-site": "same-origin"}
    )
    assert sorted(comptes()) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("donnees", [{}, {"utile": "peut-être"}])
def test_ce_qui_n_est_ni_oui_ni_non_n_est_pas_compte(client, fiche, donnees):
    assert repondre(client, **donnees).headers["Location"] == f"{ADRESSE}?avis=vide#avis-fiche"
    assert comptes() == []


def test_une_reponse_venue_d_un_autre_site_est_refusee(client, fiche):
    client.handler.enforce_csrf_checks = True
    reponse = client.post(ADRESSE, {"utile": "oui"}, headers={"sec-fetch-site": "cross-site"})
    assert (reponse.status_code, comptes()) == (403, [])


@pytest.mark.parametrize(
    ("suite", "phrase"),
    [
        ("merci", "Merci\u202f: votre réponse est comptée, et rien d’autre n’est gardé."),
        ("autre", ""),
    ],
)
def test_la_page_dit_ce_qu_il_en_est(client, fiche, suite, phrase):
    assert client.get(f"{ADRESSE}?avis={suite}").context["avis"] == phrase
