"""The editors' guide inside the administration."""

import re

import pytest
from django.urls import reverse

from espace.models import Compte
from home import aide

pytestmark = pytest.mark.django_db


def test_the_pages_for_editors_are_there_and_no_other():
    assert [cle for cle in ("redaction", "animation", "guide") if cle not in aide.pages()] == []
    assert [cle for cle in ("reglages", "theme", "recherche") if cle in aide.pages()] == []


def test_what_is_for_developers_is_left_out():
    pages = aide.pages().values()
    assert [page.cle for page in pages if "For developers" in page.html] == []


def test_every_link_leads_to_a_page_of_the_guide_or_elsewhere():
    html = "".join(page.html for page in aide.pages().values())
    liens = set(re.findall(r'href="([^"]+)"', html))
    internes = {lien.partition("#")[0] for lien in liens if not lien.startswith("https://")}
    connus = {reverse("home_aide:page", args=[cle]) for cle in aide.pages()}
    assert internes - connus == set()
    assert reverse("home_aide:page", args=["guide"]) in internes


def test_every_heading_is_where_its_link_says():
    perdus = [
        (page.cle, rubrique.ancre)
        for page in aide.pages().values()
        for rubrique in page.rubriques
        if f'id="{rubrique.ancre}"' not in page.html
    ]
    assert perdus == []


@pytest.mark.parametrize(
    ("mots", "trouvees"),
    [
        ("verifier avant", [("redaction", ["Vérifier avant de soumettre"])]),
        ("xylophone", []),
    ],
)
def test_headings_are_searched_without_accents(mots, trouvees):
    obtenues = [(page.cle, [r.titre for r in siennes]) for page, siennes in aide.chercher(mots)]
    assert obtenues == trouvees


def test_no_word_gives_everything():
    assert [page.cle for page, _rubriques in aide.chercher("")] == list(aide.pages())


@pytest.mark.usefixtures("gabarits_de_wagtail")
def test_it_is_read_inside_the_administration(client):
    client.force_login(Compte.objects.create_superuser("s@exemple.example", "un mot de passe long"))
    sommaire, page = reverse("home_aide:sommaire"), reverse("home_aide:page", args=["redaction"])
    absente = reverse("home_aide:page", args=["reglages"])
    assert [client.get(a).status_code for a in (sommaire, page, absente)] == [200, 200, 404]
    assert "Rédiger et publier" in client.get(page).content.decode()
