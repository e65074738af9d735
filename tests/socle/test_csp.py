"""The policy sent: strict for visitors, Wagtail's needs for the administration, nothing more."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from socle.csp import PolitiqueMiddleware

PUBLIQUE = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
}


def politique(chemin):
    reponse = PolitiqueMiddleware(lambda request: HttpResponse(""))(RequestFactory().get(chemin))
    return set(reponse.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("chemin", ["/", "/annuaire/", "/en/", "/administration/"])
def test_les_pages_publiques_n_admettent_que_nous(chemin):
    assert politique(chemin) == PUBLIQUE


def test_l_administration_a_la_sienne():
    directives = politique(reverse("wagtailadmin_home"))
    assert {"default-src 'none'", "script-src 'self' 'unsafe-inline'"} <= directives
    assert [d for d in directives if "unsafe-eval" in d or "*" in d or "https:" in d] == []
