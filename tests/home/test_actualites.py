"""News as a visitor gets them: the list, an item, the feed, the press room, what they cost."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import PageViewRestriction

from home import actualites
from home.blocs_de_presse import ContactBlock
from home.documents import produire
from home.models import ActualitePage, ActualitesPage, HomePage, RubriquePage
from search.models import Document
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import (
    ajouter_document,
    ajouter_fiche,
    ajouter_mot,
    ajouter_rubrique,
    bloc,
    tous_les_blocs,
)
from tests.home.nouvelles import ajouter_nouvelle, ajouter_presse, publier_actualites
from tests.socle.fabriques import ImageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FLUX = "/actualites/flux.atom"


@pytest.fixture
def liste():
    return publier_actualites()


def lire(reponse):
    return re.sub(r"[ \t\n]+", " ", strip_tags(reponse.content.decode()))


def titres(client, adresse="/actualites/"):
    return [nouvelle.titre for nouvelle in client.get(adresse).context["nouvelles"]]


def titres_du_flux(client):
    racine = ElementTree.fromstring(client.get(FLUX).content)  # noqa: S314 (our own feed)
    return [titre.text for titre in racine.findall(f"{ATOM}entry/{ATOM}title")]


def cacher(nouvelle, comment):
    """Make an item one that the public may not read."""
    if comment == "privee":
        PageViewRestriction.objects.create(page=nouvelle, restriction_type="login")
        return
    nouvelle.unpublish()
    if comment == "programmee":
        nouvelle.go_live_at = timezone.now() + timedelta(days=1)
        nouvelle.save_revision().publish()


CACHEES = pytest.mark.parametrize("comment", ["brouillon", "privee", "programmee"])


# ---------------------------------------------------------------- the list
def test_the_newest_come_first(client, liste):
    ajouter_nouvelle(liste, "ancienne", date=date(2025, 1, 2))
    ajouter_nouvelle(liste, "recente", date=date(2026, 5, 6))
    assert titres(client) == ["Nouvelle recente", "Nouvelle ancienne"]
    premiere = client.get("/actualites/").context["nouvelles"][0]
    assert (premiere.adresse, premiere.chapo, premiere.communique) == (
        "/actualites/recente/",
        "Chapô recente.",
        False,
    )


def test_a_year_and_a_kind_keep_some(client, liste):
    ajouter_nouvelle(liste, "a", date=date(2025, 1, 2))
    ajouter_nouvelle(liste, "b", date=date(2026, 1, 2), genre="communique")
    ajouter_nouvelle(liste, "c", date=date(2026, 5, 6))
    assert titres(client, "/actualites/?annee=2026") == ["Nouvelle c", "Nouvelle b"]
    assert titres(client, "/actualites/?annee=2026&genre=communique") == ["Nouvelle b"]
    assert titres(client, "/actualites/?annee=1999") == []
    assert client.get("/actualites/?genre=communique").context["annees"] == [
        (2026, "/actualites/?annee=2026&genre=communique")
    ]
    assert client.get("/actualites/").context["annees"] == [
        (2026, "/actualites/?annee=2026"),
        (2025, "/actualites/?annee=2025"),
    ]


def test_pages_follow_each_other_and_a_page_too_far_is_the_last(client, liste, monkeypatch):
    monkeypatch.setattr(actualites, "PAR_PAGE", 2)
    for rang in range(5):
        ajouter_nouvelle(liste, f"n{rang}", date=date(2026, 1, 1 + rang))
    assert titres(client, "/actualites/?page=2") == ["Nouvelle n2", "Nouvelle n1"]
    assert titres(client, "/actualites/?page=400") == ["Nouvelle n0"]
    pages = client.get("/actualites/?annee=2026&page=2").context["pages"]
    assert (pages.precedente, pages.suivante) == (
        "/actualites/?annee=2026",
        "/actualites/?annee=2026&page=3",
    )


@pytest.mark.parametrize("question", ["annee=hier", "annee=12", "genre=rumeur", "page=0"])
def test_what_makes_no_sense_is_refused_in_words(client, liste, question):
    ajouter_nouvelle(liste)
    reponse = client.get(f"/actualites/?{question}")
    assert (reponse.status_code, len(reponse.context["refus"])) == (400, 1)
    assert reponse.context["refus"][0] in lire(reponse)


def test_an_empty_list_says_so(client, liste):
    assert "Rien pour l’instant\u00a0: revenez bientôt." in lire(client.get("/actualites/"))


@CACHEES
def test_what_the_public_may_not_read_is_nowhere(client, liste, rf, comment):
    ajouter_nouvelle(liste, "ouverte")
    cacher(ajouter_nouvelle(liste, "cachee", genre="communique"), comment)
    ajouter_presse(liste.get_parent())
    vues = titres(client), titres_du_flux(client), titres(client, "/actualites/?genre=communique")
    assert vues == (["Nouvelle ouverte"], ["Nouvelle ouverte"], [])
    assert client.get("/presse/").context["communiques"] == []
    dernieres = actualites.dernieres(rf.get("/"))["nouvelles"]
    assert [nouvelle.titre for nouvelle in dernieres] == ["Nouvelle ouverte"]
    cles = list(ActualitePage.objects.values_list("pk", flat=True))
    assert [donnees.titre for donnees in produire(cles)] == ["Nouvelle ouverte"]


# ---------------------------------------------------------------- an item
def test_an_item_says_its_kind_its_date_and_whose_picture_it_is(client, liste):
    nouvelle = ajouter_nouvelle(
        liste,
        genre="communique",
        image=ImageFactory(credit="Mairie", description="La halle"),
        corps=[bloc("paragraphe", "<p>Une coopérative ouvre.</p>")],
    )
    ajouter_mot("coopérative")
    reponse = client.get(nouvelle.get_url())
    texte = lire(reponse)
    assert "Communiqué de presse Nouvelle une Chapô une. 14 mars 2026" in texte
    assert "© Mairie" in texte
    assert [mot.terme for mot in reponse.context["mots"]] == ["coopérative"]
    assert re.findall(r'<img alt="([^"]*)"', reponse.content.decode()) == ["La halle"]


def test_a_picture_without_agreement_is_shown_nowhere(client, liste):
    nouvelle = ajouter_nouvelle(liste, image=ImageFactory(a_obtenir=True))
    for adresse in ("/actualites/", nouvelle.get_url()):
        assert client.get(adresse).content.count(b"<img") == 0


def test_a_picture_whose_agreement_is_taken_back_is_shown_nowhere_any_more(client, rf, liste):
    image = ImageFactory()
    nouvelle = ajouter_nouvelle(liste, image=image)
    valeurs = {"document": ajouter_document().pk, "apercu": image.pk, "titre": "x"}
    affiches = [bloc("affiche", {**valeurs, "alternative": "y"})]
    ajouter_presse(liste.get_parent(), affiches=affiches)

    def images():
        pages = [client.get(a) for a in ("/actualites/", "/presse/", nouvelle.get_url())]
        a_l_accueil = [n.image for n in actualites.dernieres(rf.get("/"))["nouvelles"]]
        return [page.content.count(b"<img") for page in pages], a_l_accueil

    assert images() == ([1, 1, 1], [image])
    image.accord_personnes = "a_obtenir"
    image.save()
    assert images() == ([0, 0, 0], [None])


def test_an_item_is_found_by_search(client, liste):
    nouvelle = ajouter_nouvelle(liste, corps=[bloc("paragraphe", "<p>Un fournil.</p>")])
    document = Document.objects.get(type="page", objet_id=nouvelle.pk)
    assert document.supprime_le is None
    trouvees = client.get("/recherche/?q=fournil").context["lignes"]
    assert [t.titre for ligne in trouvees for t in ligne["section"].trouvailles] == ["Nouvelle une"]


# ---------------------------------------------------------------- the feed
def test_the_feed_says_what_a_reader_needs(client, liste):
    ajouter_nouvelle(liste, chapo="Vrac & pain.").save_revision().publish()
    nouvelle = ActualitePage.objects.get()
    reponse = client.get(FLUX)
    assert reponse["Content-Type"] == "application/atom+xml; charset=utf-8"
    racine = ElementTree.fromstring(reponse.content)  # noqa: S314 (our own feed)
    (entree,) = racine.findall(f"{ATOM}entry")
    dits = {e.tag.removeprefix(ATOM): e.text or e.attrib for e in entree}
    assert dits == {
        "title": "Nouvelle une",
        "link": {"href": "http://testserver/actualites/une/", "rel": "alternate"},
        "published": "2026-03-14T00:00:00+01:00",
        "updated": nouvelle.last_published_at.isoformat(),
        "id": f"http://testserver/#actualite-{nouvelle.translation_key}-{nouvelle.locale_id}",
        "summary": "Vrac &amp; pain.",
        "category": {"term": "Actualité"},
    }
    assert [e.attrib["href"] for e in racine.findall(f"{ATOM}link")] == [
        "http://testserver/actualites/",
        "http://testserver/actualites/flux.atom",
    ]


def test_nothing_newer_is_said_without_a_feed(client, liste):
    ajouter_nouvelle(liste).save_revision().publish()
    entetes = {"If-Modified-Since": client.get(FLUX)["Last-Modified"]}
    assert client.get(FLUX, headers=entetes).status_code == 304
    le = timezone.now() + timedelta(minutes=1)
    ActualitePage.objects.update(last_published_at=le)
    assert client.get(FLUX, headers=entetes).status_code == 200


def test_the_feed_of_a_private_list_asks_who_you_are(client, liste):
    PageViewRestriction.objects.create(page=liste, restriction_type="login")
    assert client.get(FLUX).status_code == 302


# ---------------------------------------------------------------- the press room
def test_the_press_room_has_its_contacts_its_files_and_its_posters(client, liste):
    ajouter_nouvelle(liste, "lu", genre="communique")
    ajouter_nouvelle(liste, "autre")
    ajouter_presse(
        liste.get_parent(),
        contacts=[
            bloc(
                "contact",
                {"nom": "Nadia", "role": "presse", "telephone": "05 36 49 00 00 (standard)"},
            )
        ],
        dossier=[
            bloc("document", {"document": ajouter_document().pk, "titre": "", "description": ""})
        ],
        affiches=[
            bloc(
                "affiche",
                {
                    "document": ajouter_document().pk,
                    "apercu": image.pk,
                    "titre": "Réparons",
                    "alternative": "Samedi, on répare.",
                },
            )
            for image in (ImageFactory(), ImageFactory(a_obtenir=True))
        ],
    )
    reponse = client.get("/presse/")
    texte = lire(reponse)
    assert [n.titre for n in reponse.context["communiques"]] == ["Nouvelle lu"]
    assert reponse.context["tous_les_communiques"] == "/actualites/?genre=communique"
    assert texte.count("(PDF, 15\u00a0octets)") == 3
    html = reponse.content.decode()
    assert re.findall(r'<img alt="([^"]*)"', html) == ["Samedi, on répare."]
    assert html.count("<p>Samedi, on répare.</p>") == 1
    assert re.findall('<a href="(tel:[^"]*)">', html) == ["tel:+33536490000"]


def test_a_contact_can_be_reached():
    contact = ContactBlock()
    with pytest.raises(ValidationError):
        contact.clean(contact.to_python({"nom": "Nadia", "telephone": "", "courriel": ""}))


# ---------------------------------------------------------------- elsewhere
def test_the_footer_leads_to_what_is_published(client, liste):
    def liens():
        pied = client.get("/").content.decode().split('<footer class="pied">')[1]
        return re.findall(r'<a href="(/(?:actualites|presse)/)"', pied)

    assert liens() == ["/actualites/"]
    ajouter_presse(liste.get_parent())
    assert liens() == ["/actualites/", "/presse/"]
    ActualitesPage.objects.get().unpublish()
    assert liens() == ["/presse/"]


def test_the_home_page_shows_the_three_newest_and_the_sheets_they_need(client, liste):
    vide = client.get("/")
    assert (nouvelles_de_l_accueil(vide), vide.context["feuilles"]) == ([], [])
    for rang in range(4):
        ajouter_nouvelle(liste, f"n{rang}", date=date(2026, 1, 1 + rang))
    pleine = client.get("/")
    assert nouvelles_de_l_accueil(pleine) == [
        "/actualites/n3/",
        "/actualites/n2/",
        "/actualites/n1/",
    ]
    assert pleine.context["feuilles"] == ["socle/css/guide.css", "home/css/actualites.css"]
    for feuille in pleine.context["feuilles"]:
        assert pleine.content.decode().count(f'href="/static/{feuille}"') == 1


def nouvelles_de_l_accueil(reponse):
    return re.findall(r'<h3><a href="(/actualites/[^"]+)"', reponse.content.decode())


def test_in_english_the_list_is_in_english(client, liste):
    publier_en_anglais(liste)
    html = client.get("/en/actualites/").content.decode()
    assert "Nothing yet: come back soon." in html
    assert client.get("/en/actualites/flux.atom").status_code == 200


# ---------------------------------------------------------------- what pages cost
@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_and_the_press_room_cost_the_same_whatever_they_hold(
    client, liste, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        ajouter_nouvelle(liste, f"n{rang}", image=ImageFactory(), genre="communique")
    affiche = {"titre": "x", "alternative": "y"}
    ajouter_presse(
        liste.get_parent(),
        dossier=[
            bloc("document", {"document": ajouter_document().pk, "titre": "", "description": ""})
            for _ in range(nombre)
        ],
        affiches=[
            bloc(
                "affiche",
                {**affiche, "document": ajouter_document().pk, "apercu": ImageFactory().pk},
            )
            for _ in range(nombre)
        ],
    )
    for adresse, requetes in (("/actualites/", 4), ("/presse/", 3), (FLUX, 9)):
        client.get(adresse)
        with django_assert_num_queries(requetes):
            assert client.get(adresse).status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
def test_an_item_with_every_block_costs_the_same(client, liste, django_assert_num_queries, nombre):
    from home.models import GuidePage

    guide = HomePage.objects.get().add_child(instance=GuidePage(title="Guide", slug="guide"))
    ajouter_fiche(ajouter_rubrique(guide), "une")
    visee = RubriquePage.objects.get()
    corps = [b for rang in range(nombre) for b in tous_les_blocs(rang, visee)]
    nouvelle = ajouter_nouvelle(liste, corps=corps, image=ImageFactory())
    client.get(nouvelle.get_url())
    with django_assert_num_queries(17):
        page = client.get(nouvelle.get_url()).content.decode()
    assert page.count('class="citation temoignage') == nombre


def test_the_section_of_the_home_page_costs_nothing_from_memory(
    rf, liste, django_assert_num_queries
):
    for rang in range(3):
        ajouter_nouvelle(liste, f"n{rang}", image=ImageFactory())
    actualites.dernieres(rf.get("/"))
    with django_assert_num_queries(0):
        assert len(actualites.dernieres(rf.get("/"))["nouvelles"]) == 3
