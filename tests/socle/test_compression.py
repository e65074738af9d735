"""What is compressed, for whom; and that no page with a token ever is."""

import gzip
from contextlib import closing

import pytest
from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from socle.compression import CompressionMiddleware

TEXTE = "Un fil, puis un autre. " * 50


def repondre(reponse=None, *, cookies=(), accepte="gzip, br", **entetes):
    """What the middleware makes of ``reponse`` for a browser that has these cookies."""
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepte, **entetes})
    request.COOKIES = dict.fromkeys(cookies, "x")
    reponse = HttpResponse(TEXTE) if reponse is None else reponse
    return CompressionMiddleware(lambda _request: reponse)(request)


def codage(reponse):
    return reponse.get("Content-Encoding")


def test_a_visitor_gets_a_page_compressed_and_whole():
    reponse = repondre()
    assert (codage(reponse), reponse["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(reponse.content).decode() == TEXTE
    assert int(reponse["Content-Length"]) == len(reponse.content)


def test_the_same_page_is_the_same_bytes_for_everybody():
    assert repondre().content == repondre().content


def test_a_browser_that_does_not_ask_gets_the_text_and_caches_know_why():
    reponse = repondre(accepte="identity")
    assert (codage(reponse), reponse["Vary"]) == (None, "Accept-Encoding")
    assert reponse.content.decode() == TEXTE


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_nothing_is_compressed_for_somebody_who_has_a_token(cookie):
    assert codage(repondre(cookies=[cookie])) is None
    donne = HttpResponse(TEXTE)
    donne.set_cookie(cookie, "x")
    assert codage(repondre(donne)) is None


def test_cookies_of_others_change_nothing():
    assert codage(repondre(cookies=["langue_d_un_autre_outil"])) == "gzip"


@pytest.mark.parametrize(
    ("type_", "attendu"),
    [
        ("text/html; charset=utf-8", "gzip"),
        ("text/css", "gzip"),
        ("text/javascript", "gzip"),
        ("application/javascript", "gzip"),
        ("application/json", "gzip"),
        ("application/geo+json", "gzip"),
        ("application/rss+xml; charset=utf-8", "gzip"),
        ("image/svg+xml", "gzip"),
        ("image/jpeg", None),
        ("font/woff2", None),
        ("application/zip", None),
        ("application/octet-stream", None),
    ],
)
def test_texts_alone_are_compressed(type_, attendu):
    assert codage(repondre(HttpResponse(TEXTE, content_type=type_))) == attendu


def test_what_is_compressed_already_goes_through():
    deja = HttpResponse(b"octets" * 100, headers={"Content-Encoding": "gzip"})
    assert repondre(deja).content == b"octets" * 100


def test_a_part_of_a_file_stays_as_it_is():
    partie = HttpResponse(TEXTE, status=206, headers={"Content-Range": "bytes 0-9/99"})
    assert codage(repondre(partie)) is None


def test_a_file_is_compressed_as_it_is_read(tmp_path):
    (tmp_path / "feuille.css").write_text(TEXTE)
    with (tmp_path / "feuille.css").open("rb") as fichier:
        reponse = repondre(FileResponse(fichier))
        assert gzip.decompress(b"".join(reponse.streaming_content)).decode() == TEXTE


@pytest.mark.django_db
def test_the_sign_in_page_and_its_token_are_never_compressed(gabarits_de_wagtail):
    """On the site as it is set up: the page that carries a token, the first time and the next."""
    client = Client(headers={"Accept-Encoding": "gzip"})
    for _fois in range(2):
        reponse = client.get(reverse("wagtailadmin_login"))
        assert (codage(reponse), b"csrfmiddlewaretoken" in reponse.content) == (None, True)


@pytest.mark.django_db
def test_the_site_compresses_its_pages_and_its_sheets():
    client = Client(headers={"Accept-Encoding": "gzip"})
    # Nothing is published: the 404 page, of a few kilobytes.
    assert codage(client.get("/annuaire/")) == "gzip"
    with closing(client.get("/static/socle/css/tissage.css")) as feuille:
        assert codage(feuille) == "gzip"
