"""Links of rich texts, made addresses for a whole body at once."""

import pytest

from socle.liens_riches import deplier
from tests.home.guide import ajouter_document, ajouter_rubrique, publier_guide

pytestmark = pytest.mark.django_db


def test_pages_et_documents_deviennent_des_adresses_en_deux_requetes(django_assert_num_queries):
    rubrique, document = ajouter_rubrique(publier_guide()), ajouter_document()
    html = (
        f'<a linktype="page" id="{rubrique.pk}">une</a> <a id="{rubrique.pk}" linktype="page">'
        f'<b>deux</b></a> <a linktype="document" id="{document.pk}">le règlement</a>'
    )
    deplier(html)  # the root paths of sites are remembered
    with django_assert_num_queries(2):
        deplie = deplier(html)
    assert deplie == (
        '<a href="/guide/comprendre/">une</a> <a href="/guide/comprendre/"><b>deux</b></a> '
        f'<a href="{document.url}">le règlement</a>'
    )


def test_ce_qui_n_est_plus_la_laisse_ses_mots(django_assert_num_queries):
    html = '<p><a linktype="page" id="999">ici</a> <a href="https://x.example/">là</a></p>'
    assert deplier(html) == '<p>ici <a href="https://x.example/">là</a></p>'
    with django_assert_num_queries(0):
        assert deplier("<p>rien</p>") == "<p>rien</p>"
