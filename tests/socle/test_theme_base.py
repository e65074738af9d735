"""The frame of every page: head, header, footer."""

import re

import pytest
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.utils.translation import override
from wagtail.models import Site

from socle import contexte, registres
from socle.models import ReglagesDuSite
from tests.socle.fabriques import ImageFactory

PAGE = (
    '{% extends "socle/base.html" %}{% block titre %}Essai{% endblock %}'
    "{% block contenu %}<h1>Essai</h1>{% endblock %}"
)


@pytest.fixture
def liens(monkeypatch):
    """Empty registries, so that what the apps register does not show."""
    for nom in ("menu", "pied_trouver", "pied_participer", "pied_reutiliser", "pied_bas"):
        monkeypatch.setattr(registres, nom, registres.Liens())
    monkeypatch.setattr(registres, "recherche", registres.Recherche())
    return registres


def dessiner(request, **variables):
    return engines["django"].from_string(PAGE).render(variables, request)


@pytest.mark.django_db
def test_the_skip_link_is_the_first_link_and_leads_to_the_content(rf, liens):
    html = dessiner(rf.get("/"))
    assert re.findall(r"<a [^>]*>", html)[0] == '<a class="evitement" href="#contenu">'
    assert '<main id="contenu" tabindex="-1">' in html


@pytest.mark.django_db
def test_nothing_inline_and_nothing_from_elsewhere(rf, liens):
    html = dessiner(rf.get("/"))
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", html) == []
    assert re.findall(r'(?:src|href)="(https?:)?//(?!testserver)', html) == []


@pytest.mark.django_db
def test_the_canonical_address_has_no_query_string(rf, liens):
    html = dessiner(rf.get("/annuaire/?q=pain&page=2"))
    assert re.findall(r'<link rel="canonical" href="([^"]*)"', html) == [
        "http://testserver/annuaire/"
    ]


@pytest.mark.django_db
def test_a_site_without_links_draws_neither_menu_nor_search(rf, liens):
    html = dessiner(rf.get("/"))
    assert (html.count("<nav"), html.count("entete__chercher"), html.count("pied__bas")) == (
        0,
        0,
        0,
    )


@pytest.mark.django_db
def test_menu_search_and_footer_show_what_is_registered(rf, liens):
    liens.menu.enregistrer("a", ordre=1, libelle="Annuaire", adresse=lambda r: "/annuaire/")
    liens.pied_trouver.enregistrer("b", ordre=1, libelle="Guide", adresse=lambda r: "/guide/")
    liens.pied_bas.enregistrer("c", ordre=1, libelle="Mentions", adresse=lambda r: "/mentions/")
    liens.recherche.enregistrer(adresse=lambda r: "/annuaire/")
    html = dessiner(rf.get("/annuaire/"))
    assert '<li><a href="/annuaire/" aria-current="page">Annuaire</a></li>' in html
    assert '<a class="entete__chercher" href="/annuaire/">' in html
    assert '<li><a href="/guide/">Guide</a></li>' in html
    assert '<a href="/mentions/">Mentions</a>' in html


@pytest.mark.django_db
def test_the_site_has_a_name_before_anybody_gives_it_one(rf, liens):
    html = dessiner(rf.get("/"))
    assert re.findall(r"<title>(.*?)</title>", html) == ["Essai · Tissage"]
    assert re.findall(r'name="description" content="(.*?)"', html) == [
        "L’annuaire et le guide de l’économie sociale et solidaire."
    ]


@pytest.mark.django_db
def test_editors_name_the_site(rf, liens):
    ReglagesDuSite.objects.create(
        site=Site.objects.get(is_default_site=True),
        nom="Le Métier",
        territoire="Pays de Retz",
        adresse="1, quai des Tisserands",
        courriel="contact@exemple.fr",
    )
    html = dessiner(rf.get("/"))
    assert "<b>Le Métier</b><span>Pays de Retz</span>" in html
    assert "<p>1, quai des Tisserands</p>" in html
    assert '<a href="mailto:contact@exemple.fr">contact@exemple.fr</a>' in html


@pytest.mark.django_db
def test_a_logo_takes_the_place_of_the_mark(rf, liens):
    ReglagesDuSite.objects.create(
        site=Site.objects.get(is_default_site=True), logo=ImageFactory.create()
    )
    html = dessiner(rf.get("/"))
    assert len(re.findall(r'<img alt="" class="marque__logo"[^>]*>', html)) == 1
    assert html.count('<rect width="44"') == 0


@pytest.mark.django_db
def test_the_frame_costs_six_queries_then_none(rf, liens, django_assert_num_queries):
    """Settings, menu and footer, notices; the home pages and, for their addresses, the sites and
    their home pages."""
    ReglagesDuSite.objects.create(site=Site.objects.get(is_default_site=True))
    request = rf.get("/")
    Site.find_for_request(request)  # Wagtail's routing has done it before any page is drawn
    with django_assert_num_queries(6):
        dessiner(request)
    with django_assert_num_queries(0):
        dessiner(request)


@pytest.mark.django_db
def test_settings_just_saved_are_drawn_at_once(rf, liens):
    reglages = ReglagesDuSite.objects.create(site=Site.objects.get(is_default_site=True), nom="Un")
    dessiner(rf.get("/"))
    reglages.nom = "Deux"
    reglages.save()
    assert "<b>Deux</b>" in dessiner(rf.get("/"))


def test_a_fragment_without_a_frame_costs_no_query(rf, liens, django_assert_num_queries):
    gabarit = engines["django"].from_string("<p>fragment</p>")
    assert gabarit.render({}, rf.get("/")) == "<p>fragment</p>"


@pytest.mark.django_db
@pytest.mark.parametrize(("langue", "accueil"), [("fr", "/"), ("en", "/en/")])
def test_the_brand_leads_to_the_home_page_of_the_language(rf, liens, langue, accueil):
    with override(langue):
        html = dessiner(rf.get(accueil))
    assert f'<html lang="{langue}">' in html
    assert f'<a class="marque" href="{accueil}" aria-current="page">' in html


@pytest.mark.django_db
def test_messages_are_announced(rf, liens):
    html = dessiner(rf.get("/"), messages=[Message(25, "Fiche envoyée."), Message(40, "Refusé.")])
    assert re.findall(r'<div class="avis ([\w-]+)" role="(\w+)">', html) == [
        ("avis--reussite", "status"),
        ("avis--erreur", "alert"),
    ]


def test_the_frame_without_database_has_a_name_and_no_link():
    portail = contexte.PortailSansBase()
    assert (portail.nom, portail.territoire, portail.logo) == ("Tissage", "", None)
    assert (portail.menu, portail.pied, portail.pied_bas) == ((), (), ())
