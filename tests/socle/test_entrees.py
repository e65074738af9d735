"""What cannot be read gets a 400 in words, on any address, before anything else looks at it."""

import io

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language, override
from hypothesis import given
from hypothesis import strategies as st

from socle import entrees
from socle.entrees import EntreeRefusee, EntreesMiddleware, verifier

FORMULAIRE = "application/x-www-form-urlencoded"


def motif_de_refus(requete):
    """The sentence with which *requete* is refused; "" when it goes through."""
    try:
        verifier(requete)
    except EntreeRefusee as refus:
        return str(refus)
    return ""


def brute(methode="GET", corps=b"", **environ):
    """A request as the server hands it, its parts not encoded by a client."""
    environ.setdefault("wsgi.input", io.BytesIO(corps))
    return RequestFactory().generic(methode, "/", corps, **environ)


ABIMEE = "Cette adresse n’est pas lisible."
INTERDITE = "Cette adresse contient un caractère interdit."
ILLISIBLE = "Ce formulaire n’est pas lisible ou il est trop gros."
PAS_UTF8 = "Ce formulaire n’est pas en UTF-8."


@pytest.mark.parametrize(
    ("environ", "phrase"),
    [
        ({}, ""),
        ({"PATH_INFO": "/é".encode().decode("latin-1")}, ""),
        ({"PATH_INFO": "/\x00"}, ABIMEE),
        ({"PATH_INFO": "/a\nb"}, ABIMEE),
        ({"PATH_INFO": "/a\tb"}, ABIMEE),
        ({"PATH_INFO": "/\xff"}, ""),
        ({"PATH_INFO": "/" + "a" * 2_000}, ABIMEE),
        ({"QUERY_STRING": "q=%C3%A9t%C3%A9&page=2"}, ""),
        ({"QUERY_STRING": "q=a%0D%0Ab%09c"}, ""),
        ({"QUERY_STRING": "q=%00"}, INTERDITE),
        ({"QUERY_STRING": "%1b=1"}, INTERDITE),
        ({"QUERY_STRING": "q=%ff"}, ABIMEE),
        ({"QUERY_STRING": "q=" + "a" * 7_998}, ""),
        (
            {"QUERY_STRING": "q=" + "a" * 7_999},
            "Cette adresse est trop longue\xa0: raccourcissez la recherche.",
        ),
        ({"HTTP_COOKIE": "sessionid=abcdefgh"}, ""),
        (
            {"HTTP_COOKIE": 'sessionid="abcdefgh\\000"'},
            "Un témoin de connexion est abîmé\xa0: effacez-le et revenez.",
        ),
        ({"HTTP_HOST": "ailleurs.example"}, "Ce site ne répond pas à ce nom."),
        ({"HTTP_HOST": "[::1"}, "Ce site ne répond pas à ce nom."),
        ({"HTTP_HOST": "a b"}, "Ce site ne répond pas à ce nom."),
    ],
)
def test_une_adresse(environ, phrase):
    assert motif_de_refus(brute(**environ)) == phrase


def test_trop_de_parametres(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    phrase = motif_de_refus(brute(QUERY_STRING="a=1&b=2&c=3&d=4"))
    assert phrase == "Cette adresse porte trop de paramètres."


@pytest.mark.parametrize(
    ("type_", "corps", "phrase"),
    [
        (FORMULAIRE, b"q=%C3%A9", ""),
        (FORMULAIRE + "; charset=UTF-8", b"q=1", ""),
        (FORMULAIRE + '; charset="utf-8"', b"q=1", ""),
        (FORMULAIRE + "; charset=utf-16", b"q=1", PAS_UTF8),
        (FORMULAIRE + "; charset=n-existe-pas", b"q=1", PAS_UTF8),
        ("multipart/form-data; boundary=b; charset=utf-7", b"", PAS_UTF8),
        ("multipart/form-data", b"", ILLISIBLE),
        ("multipart/form-data; boundary=" + "b" * 300, b"", ILLISIBLE),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\nabcde\r\n--b--\r\n",
            "",
        ),
        (FORMULAIRE, b"q=%00", "Ce formulaire contient un caractère interdit."),
        (FORMULAIRE, b"%00=1", "Ce formulaire contient un caractère interdit."),
        (FORMULAIRE, b"texte=coll%C3%A9%0B", ""),
        ("application/json; charset=utf-16", b"\xff\xfe", ""),
        ("n’importe quoi", b"\xff", ""),
    ],
)
def test_un_formulaire(type_, corps, phrase):
    type_ = type_.encode().decode("latin-1")
    assert motif_de_refus(brute("POST", corps, CONTENT_TYPE=type_)) == phrase


def test_un_formulaire_trop_gros(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert motif_de_refus(brute("POST", b"q=" + b"a" * 20, CONTENT_TYPE=FORMULAIRE)) == ILLISIBLE


def test_trop_de_champs_ou_de_fichiers(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert motif_de_refus(brute("POST", b"a=1&b=2&c=3", CONTENT_TYPE=FORMULAIRE)) == ILLISIBLE


class Coupee(io.BytesIO):
    def read(self, *args):
        raise OSError("connexion coupée")

    readline = read


def test_un_envoi_coupe_n_est_pas_une_panne():
    requete = brute("POST", CONTENT_TYPE=FORMULAIRE, CONTENT_LENGTH="5")
    requete.environ["wsgi.input"] = requete._stream = Coupee()
    assert motif_de_refus(requete) == ILLISIBLE


def test_le_refus_dit_pourquoi_dans_la_langue_du_site(monkeypatch):
    monkeypatch.setattr(
        entrees.erreurs,
        "requete_refusee",
        lambda request, exception: HttpResponse(f"{get_language()} {exception}", status=400),
    )
    with override("en"):
        reponse = EntreesMiddleware(lambda request: HttpResponse("lu"))(brute(QUERY_STRING="%ff"))
    assert reponse.content.decode() == f"fr {ABIMEE}"


def test_ce_qui_se_lit_passe():
    assert EntreesMiddleware(lambda request: HttpResponse("lu"))(brute()).content == b"lu"


ADRESSES = [
    ("GET", "/%00", {}),
    ("GET", "/a%0ab/", {}),
    ("GET", "/admin/%00", {}),
    ("GET", "/static/%00", {}),
    ("GET", "/media/%00", {}),
    ("GET", "/documents/1/%00", {}),
    ("GET", "/?q=%00", {}),
    ("GET", "/?q=%ff", {}),
    ("GET", "/?q=" + "a" * 10_000, {}),
    ("GET", "/en/?q=%00", {}),
    ("GET", "/", {"HTTP_HOST": "ailleurs.example"}),
    ("GET", "/", {"HTTP_HOST": "[mauvais"}),
    ("GET", "/admin/", {"HTTP_COOKIE": 'sessionid="abcdefgh\\000"'}),
    ("POST", "/", {"CONTENT_TYPE": FORMULAIRE + "; charset=utf-16"}),
    ("POST", "/admin/login/", {"CONTENT_TYPE": FORMULAIRE + "; charset=utf-16"}),
    ("POST", "/admin/login/", {"CONTENT_TYPE": "multipart/form-data"}),
    ("PUT", "/%00", {}),
]


@pytest.mark.ignore_template_errors  # the page drawn is another room's
@pytest.mark.django_db
@pytest.mark.parametrize(("methode", "adresse", "environ"), ADRESSES)
def test_le_site_repond_400_en_phrase(methode, adresse, environ):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    reponse = client.generic(methode, adresse, b"a=1", **environ)
    assert reponse.status_code == 400
    assert reponse.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in reponse.headers["Content-Security-Policy"]


@pytest.mark.ignore_template_errors  # the page drawn is another room's
@pytest.mark.django_db
@pytest.mark.parametrize(
    "adresse",
    [
        "/%2e%2e/%2e%2e/etc/passwd",
        "/" + "a/" * 500,
        "/;a=b",
        "/%F0%9F%90%9D/",
        "/\\",
        "/%25",
    ],
)
def test_une_adresse_etrange_mais_lisible_est_introuvable(adresse):
    client = Client(raise_request_exception=False)
    assert client.generic("GET", adresse).status_code == 404


@pytest.mark.ignore_template_errors  # the page drawn is another room's
@pytest.mark.django_db
def test_un_chemin_qui_ressemble_a_un_hote_est_introuvable():
    client = Client(raise_request_exception=False)
    assert client.get("/", PATH_INFO="//[").status_code == 404


@given(
    chemin=st.binary(max_size=30),
    question=st.binary(max_size=30),
    corps=st.binary(max_size=40),
    type_=st.sampled_from([FORMULAIRE, "multipart/form-data; boundary=b", "text/plain", "\xff"]),
)
def test_rien_de_ce_qui_entre_ne_casse(chemin, question, corps, type_):
    requete = brute(
        "POST",
        corps,
        CONTENT_TYPE=type_,
        PATH_INFO="/" + chemin.decode("latin-1"),
        QUERY_STRING=question.decode("latin-1"),
    )
    refusee = motif_de_refus(requete) != ""
    if not refusee:  # then all of this may be read without a thought
        textes = [requete.path_info, *requete.GET, *requete.GET.values(), *requete.POST.values()]
        assert [texte for texte in textes if "\0" in texte] == []
