"""Forms without a cookie: what browsers of every age send, and what is refused."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

import portail.urls
from socle.csrf import jeton
from tests.espace.fabriques import CompteFactory

ICI = "http://testserver"


def recevoir(request):
    return HttpResponse("reçu")


def donner(request):
    return HttpResponse(jeton(request))


urlpatterns = [
    path("formulaire/", recevoir),
    path("libre/", csrf_exempt(recevoir)),
    path("jeton/", donner),
    *portail.urls.urlpatterns,
]
handler403 = "socle.erreurs.acces_refuse"


pytestmark = pytest.mark.ignore_template_errors  # the page drawn is another room's


@pytest.fixture(autouse=True)
def adresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def navigateur():
    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entetes", "statut"),
    [
        # Chrome, Firefox, Safari of today, over https
        ({"Sec-Fetch-Site": "same-origin", "Origin": ICI}, 200),
        # the same, through a gateway that hides the origin
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        # Safari 12.5, Chrome 80 over plain http: no Sec-Fetch-Site
        ({"Origin": ICI}, 200),
        # another site
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://ailleurs.example"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://autre.testserver"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://ailleurs.example"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:8080"}, 403),
        ({"Origin": "http://testserver.ailleurs.example"}, 403),
        ({"Origin": "http://[mauvaise"}, 403),
        # nothing to go by
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": ICI + "/formulaire/"}, 403),
    ],
)
def test_un_formulaire_sans_session(navigateur, entetes, statut):
    reponse = navigateur.post("/formulaire/", {"nom": "x"}, headers=entetes)
    assert reponse.status_code == statut
    assert dict(reponse.cookies) == {}


@pytest.mark.django_db
def test_une_origine_de_confiance_est_acceptee(navigateur, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://portail.example"]
    entetes = {"Origin": "https://portail.example"}
    assert navigateur.post("/formulaire/", headers=entetes).status_code == 200


@pytest.mark.django_db
def test_le_refus_est_une_phrase(navigateur, monkeypatch):
    dites = []
    monkeypatch.setattr(
        "django.middleware.csrf._get_failure_view",
        lambda: lambda request, reason: dites.append(str(reason)) or HttpResponse(status=403),
    )
    navigateur.post("/formulaire/")
    navigateur.post("/formulaire/", headers={"Origin": "https://ailleurs.example"})
    assert dites == [
        "Votre navigateur ne dit pas d’où vient ce formulaire\xa0: rouvrez la page et envoyez-le "
        "de nouveau, sans mode de confidentialité renforcé.",
        "Ce formulaire a été envoyé depuis un autre site.",
    ]


@pytest.mark.django_db
class TestSession:
    @pytest.fixture
    def redaction(self, navigateur):
        navigateur.force_login(CompteFactory())
        return navigateur

    def test_l_origine_ne_suffit_pas_il_faut_le_jeton(self, redaction):
        entetes = {"Sec-Fetch-Site": "same-origin", "Origin": ICI}
        assert redaction.post("/formulaire/", headers=entetes).status_code == 403

    def test_le_jeton_suffit(self, redaction):
        valeur = redaction.get("/jeton/").content.decode()
        reponse = redaction.post("/formulaire/", {"csrfmiddlewaretoken": valeur})
        assert reponse.status_code == 200

    def test_un_jeton_d_ailleurs_est_refuse(self, redaction):
        redaction.get("/jeton/")
        autre = get_token(RequestFactory().get("/"))
        reponse = redaction.post("/formulaire/", {"csrfmiddlewaretoken": autre})
        assert reponse.status_code == 403


def test_un_visiteur_ne_recoit_ni_jeton_ni_temoin(db, navigateur):
    reponse = navigateur.get("/jeton/")
    assert (reponse.content, dict(reponse.cookies)) == (b"", {})


def test_une_vue_qui_verifie_elle_meme_est_laissee_libre(db, navigateur):
    assert navigateur.post("/libre/").status_code == 200
    assert navigateur.head("/formulaire/").status_code == 200
