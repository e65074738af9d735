"""Error pages: in words, in the theme, with a way on."""

import re

import pytest
from django.http import HttpResponse

from socle import erreurs, registres


@pytest.fixture
def annuaire(monkeypatch):
    """A directory to search in, and nothing else in the menu."""
    recherche = registres.Recherche()
    recherche.enregistrer(
        adresse=lambda request: "/annuaire/", suggestions_ou=lambda request: "/territoires/"
    )
    monkeypatch.setattr(registres, "recherche", recherche)
    monkeypatch.setattr(registres, "menu", registres.Liens())


def titre(reponse):
    return re.search(r"<h1>(.*?)</h1>", reponse.content.decode(), re.DOTALL).group(1)


@pytest.mark.parametrize(
    ("chemin", "mots"),
    [
        ("/annuaire/epicerie-coin-comun/", "epicerie coin comun"),
        ("/annuaire/l-epicerie-7K3M9QTX/", "l epicerie"),
        ("/annuaire/atelier-velo.html", "atelier velo"),
        ("/guide/c’est_quoi/", "c’est quoi"),
        ("/annuaire/44000/", "44000"),
        ("/annuaire/12/", "annuaire"),
        ("/", ""),
        ("//", ""),
        ("/%/", ""),
        ("/" + "a" * 300, "a" * 100),
    ],
)
def test_words_are_taken_from_the_address(chemin, mots):
    assert erreurs.mots_de_l_adresse(chemin) == mots


@pytest.mark.parametrize(
    ("chemin", "montre"),
    [("/a/b/", "/a/b/"), ("/a\x00\x1b\u202eb/", "/ab/"), ("/" + "a" * 300, "/" + "a" * 98 + "…")],
)
def test_the_address_shown_is_printable_and_short(chemin, montre):
    assert erreurs.chemin_lisible(chemin) == montre


@pytest.mark.django_db
def test_a_lost_page_offers_to_search_its_words(rf, annuaire):
    reponse = erreurs.introuvable(rf.get("/annuaire/epicerie-coin-comun/"))
    html = reponse.content.decode()
    assert reponse.status_code == 404
    assert titre(reponse) == "Ce fil ne mène nulle part"
    assert '<form class="recherche" role="search" action="/annuaire/" method="get"' in html
    assert 'value="epicerie coin comun"' in html
    assert 'data-suggestions="/territoires/"' in html
    assert html.count("combobox.js") == 1


@pytest.mark.django_db
def test_a_lost_page_without_directory_has_no_search(rf, monkeypatch):
    monkeypatch.setattr(registres, "recherche", registres.Recherche())
    html = erreurs.introuvable(rf.get("/x/")).content.decode()
    assert ("<form" in html, "combobox.js" in html) == (False, False)


@pytest.mark.django_db
def test_the_address_is_escaped(rf, annuaire):
    html = erreurs.introuvable(rf.get("/<script>alert(1)</script>/")).content.decode()
    assert "<script>alert" not in html


@pytest.mark.django_db
def test_what_is_gone_says_what_to_see_instead(rf, annuaire):
    reponse = erreurs.disparu(
        rf.get("/annuaire/ruche-7K3M9QTX/"),
        "La Ruche a fermé",
        texte="Fermée le 3 mars 2026.",
        quoi="bocaux",
        alternatives=[("La Grange", "/annuaire/grange-9PA4GE7W/")],
    )
    html = reponse.content.decode()
    assert (reponse.status_code, titre(reponse)) == (410, "La Ruche a fermé")
    assert '<p class="chapo">Fermée le 3 mars 2026.</p>' in html
    assert '<a class="lien-fleche" href="/annuaire/grange-9PA4GE7W/">La Grange' in html
    assert 'value="bocaux"' in html


@pytest.mark.django_db
def test_what_is_gone_may_have_no_alternative(rf, annuaire):
    html = erreurs.disparu(rf.get("/x/"), "Parti").content.decode()
    assert "à la place" not in html


@pytest.mark.django_db
def test_a_reserved_page_says_so(rf):
    reponse = erreurs.acces_refuse(rf.get("/x/"))
    assert (reponse.status_code, titre(reponse)) == (403, "Cette page est réservée")


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words(rf, caplog):
    reponse = erreurs.origine_refusee(rf.post("/x/"), reason="no origin")
    assert (reponse.status_code, titre(reponse)) == (403, "Ce formulaire n’a pas pu être reçu")
    assert caplog.messages == ["Form refused: no origin (/x/)"]


@pytest.mark.parametrize(
    ("vue", "statut", "phrase"),
    [
        (erreurs.panne, 500, "Un fil a cassé chez nous"),
        (erreurs.requete_refusee, 400, "Nous n’avons pas compris cette demande"),
    ],
)
def test_some_pages_need_neither_database_nor_host(rf, vue, statut, phrase):
    """No django_db mark: a query would fail this test."""
    reponse = vue(rf.get("/x/", headers={"host": "pas un hôte"}))
    assert (reponse.status_code, titre(reponse)) == (statut, phrase)


def test_what_was_wrong_with_a_request_is_said(client):
    corps = client.get("/annuaire/?q=" + "a" * 10_000).content.decode()
    assert corps.count("Cette adresse est trop longue") == 1


def test_an_unknown_host_is_answered_in_words(client, caplog):
    reponse = client.get("/", headers={"host": "ailleurs.example"})
    assert (reponse.status_code, titre(reponse)) == (400, "Nous n’avons pas compris cette demande")


def test_an_error_page_that_cannot_be_drawn_leaves_a_sentence(rf, monkeypatch, caplog):
    def casse(*arguments):
        raise OSError("disk")

    monkeypatch.setattr(erreurs, "render_to_string", casse)
    reponse = erreurs.panne(rf.get("/"))
    assert isinstance(reponse, HttpResponse)
    assert (reponse.status_code, reponse.content.decode()) == (
        500,
        "Le site rencontre une panne. Merci de revenir dans quelques minutes.",
    )
    assert caplog.messages == ["The error page itself cannot be drawn"]


@pytest.mark.django_db
def test_error_pages_are_not_indexed(rf):
    html = erreurs.introuvable(rf.get("/x/")).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
