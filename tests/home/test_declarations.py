"""Legal pages as a visitor gets them: what the site says of itself, and no gap."""

import re

import pytest
from wagtail.models import Locale

from home.declarations import valeurs_de_l_audit, valeurs_du_site
from home.models import AccessibilitePage, PageLegale
from home.textes_legaux import DOSSIER, noms
from socle.models import IdentiteDuSite
from tests.home.guide import bloc
from tests.home.service import ajouter_contact, ajouter_legale, publier_accueil

GENRES = PageLegale.Genre.values


@pytest.fixture
def accueil(db):
    return publier_accueil()


def contenu(client, genre):
    html = client.get(f"/{genre}/").content.decode()
    return html.split("<main")[1].split("</main>")[0]


def test_texts_ask_for_what_the_site_knows(rf, accueil):
    connues = {*valeurs_du_site(rf.get("/")), *valeurs_de_l_audit(AccessibilitePage())}
    demandees = {
        chemin.name: noms(*chemin.name.split(".")[:2]) - connues
        for chemin in DOSSIER.glob("*.toml")
    }
    assert {nom: manque for nom, manque in demandees.items() if manque} == {}


@pytest.mark.parametrize("genre", GENRES)
def test_no_kind_of_page_shows_a_gap_when_nobody_has_said_anything(client, accueil, genre):
    IdentiteDuSite.objects.all().delete()
    ajouter_legale(accueil, genre)
    html = contenu(client, genre)
    texte = re.sub(r"<[^>]+>", "\n", html)
    assert [
        signe for signe in ("[", "{", "None", "\u00a0: \n", ", .", " ,", "par ,") if signe in texte
    ] == []
    assert html.count("<h2") > 2


def test_the_legal_notice_says_what_article_1_1_wants(client, accueil):
    ajouter_legale(accueil, "mentions")
    html = contenu(client, "mentions")
    for dit in (
        "est édité par Les Fils, association loi 1901.",
        "Siège\u00a0: 14, quai des Tisserands, 87200 Saint-Junien",
        "SIRET\u00a0: 123 456 789 00012",
        "Téléphone\u00a0: 05\u00a036\u00a049\u00a000\u00a000",
        'Courriel\u00a0: <a href="mailto:bonjour@fils.example">bonjour@fils.example</a>',
        "Directeur ou directrice de la publication\u00a0: Camille Fil.",
        "Ce site est hébergé par La Machine.",
        "Adresse\u00a0: 2, place, 87000 Limoges",
    ):
        assert html.count(dit) == 1, dit


def test_a_missing_field_takes_its_sentence_with_it(client, accueil):
    ajouter_legale(accueil, "mentions")
    avec = contenu(client, "mentions")
    identite = IdentiteDuSite.objects.get()
    identite.hebergeur_telephone = ""
    identite.directeur = ""
    identite.save()
    sans = contenu(client, "mentions")
    assert (avec.count("Téléphone"), sans.count("Téléphone")) == (2, 1)
    assert (avec.count("Qui répond des textes"), sans.count("Qui répond des textes")) == (2, 0)


def test_the_notice_of_personal_data_writes_to_the_publisher_without_another_contact(
    client, accueil
):
    ajouter_legale(accueil, "donnees")
    avant = contenu(client, "donnees").count("mailto:donnees@fils.example")
    identite = IdentiteDuSite.objects.get()
    identite.contact_donnees = ""
    identite.save()
    apres = contenu(client, "donnees")
    assert (avant, apres.count("mailto:bonjour@fils.example")) == (2, 2)
    assert apres.count("mailto:donnees@fils.example") == 0


def test_the_map_is_named_when_there_is_one(client, accueil, settings):
    ajouter_legale(accueil, "donnees")
    settings.CARTE_TUILES = "plan-ign"
    avec = contenu(client, "donnees").count("data.geopf.fr")
    settings.CARTE_TUILES = ""
    assert (avec, contenu(client, "donnees").count("Une carte n’est demandée")) == (1, 0)


def test_open_data_lead_to_files_that_answer(client, accueil):
    ajouter_legale(accueil, "donnees-ouvertes")
    liens = re.findall(r'href="(/annuaire/[^"]*)"', contenu(client, "donnees-ouvertes"))
    assert sorted(set(liens)) == [
        "/annuaire/",
        "/annuaire/export.csv",
        "/annuaire/export.geojson",
        "/annuaire/flux.atom",
    ]
    for lien in liens:
        reponse = client.get(lien)
        assert (reponse.status_code, bool(reponse.getvalue())) == (200, True)


def test_the_contact_page_is_pointed_at_once_it_is_published(client, accueil):
    ajouter_legale(accueil, "mentions")
    avant = contenu(client, "mentions").count("nous écrire par le formulaire")
    ajouter_contact(accueil)
    apres = contenu(client, "mentions")
    assert (avant, apres.count('<a href="/contact/">nous écrire par le formulaire</a>')) == (0, 1)


def test_what_editors_add_comes_after(client, accueil):
    corps = [bloc("intertitre", {"texte": "Nos statuts"}), bloc("paragraphe", "<p>Ici.</p>")]
    ajouter_legale(accueil, "mentions", corps=corps)
    html = contenu(client, "mentions")
    assert html.index(
        'id="t-vos-donnees"' if 'id="t-vos-donnees"' in html else "Droit"
    ) < html.index('<h2 id="t-nos-statuts">Nos statuts</h2>')
    assert html.count('<a href="#t-nos-statuts">Nos statuts</a>') == 1


@pytest.mark.parametrize("genre", GENRES)
def test_a_legal_page_costs_the_same_whatever_is_added(
    client, accueil, django_assert_num_queries, genre
):
    ajouter_legale(accueil, genre, corps=[bloc("paragraphe", "<p>Ici.</p>")] * 3)
    client.get(f"/{genre}/")
    with django_assert_num_queries(0):
        client.get(f"/{genre}/")


def test_an_english_page_has_the_english_text(client, accueil):
    anglais = Locale.objects.create(language_code="en")
    accueil.copy_for_translation(anglais).save_revision().publish()
    page = ajouter_legale(accueil, "mentions").copy_for_translation(anglais)
    page.save_revision().publish()
    reponse = client.get(f"/en/{page.slug}/")
    assert reponse.context["parties"][0].titre == "Who publishes this site"
    # The page's own, and that of the way back to French.
    assert re.findall(r' lang="(\w+)"', reponse.content.decode()) == ["en", "fr"]
