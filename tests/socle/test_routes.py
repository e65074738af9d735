"""Pages from memory: what has been written since must never be missed, nor shown too long."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction, Site

from annuaire.models import AnnuairePage
from home.models import GuidePage, HomePage, RubriquePage
from socle import memoires, routes
from tests.annuaire.fabriques import ActeurFactory
from tests.annuaire.pages import publier_annuaire
from tests.espace.fabriques import CompteFactory


@pytest.fixture
def annuaire(db):
    """The directory, asked for once: everything about it is remembered."""
    annuaire = publier_annuaire()
    assert etat("/annuaire/") == 200
    return annuaire


def etat(adresse, client=None, **entetes):
    """Status of a page, and where it sends when it does."""
    reponse = (client or Client()).get(adresse, headers=entetes)
    return reponse.headers.get("Location") or reponse.status_code


def autre_processus(ecrire):
    """Write as another process would: no signal reaches this one."""
    vider, routes._vider = routes._vider, lambda: None
    try:
        ecrire()
    finally:
        routes._vider = vider


def vieillir(monkeypatch):
    """Let the life of every memory pass."""
    maintenant = memoires.time.monotonic() + memoires.DUREE
    monkeypatch.setattr(memoires.time, "monotonic", lambda: maintenant)


def anglais(annuaire):
    """A live English home page, its directory in draft then published."""
    locale, _cree = Locale.objects.get_or_create(language_code="en")
    for page in (annuaire.get_parent(), annuaire):
        traduite = page.specific.copy_for_translation(locale)
        traduite.save_revision().publish()
    return traduite


# ---------------------------------------------------------------- what is spared
def test_a_remembered_page_is_found_without_a_query(annuaire, rf):
    demande = rf.get("/annuaire/")
    with CaptureQueriesContext(connection) as requetes:
        page, (_vue, _args, _kwargs), _rien = routes._route(
            demande, routes.site_de(demande), "annuaire/"
        )
        restrictions = list(page.get_view_restrictions())
    assert (page, restrictions, len(requetes)) == (annuaire, [], 0)


def test_each_request_has_its_own_copy(annuaire, rf):
    def page():
        demande = rf.get("/annuaire/")
        return routes._route(demande, routes.site_de(demande), "annuaire/").page

    premiere = page()
    premiere.title = "Écrit par une page"
    assert page().title == "Annuaire"


# ---------------------------------------------------------------- in the same process, at once
def test_an_unpublished_page_is_gone_at_once(annuaire):
    AnnuairePage.objects.get().unpublish()
    assert etat("/annuaire/") == 404
    AnnuairePage.objects.get().save_revision().publish()
    assert etat("/annuaire/") == 200


def test_a_deleted_page_is_gone_at_once(annuaire):
    AnnuairePage.objects.get().delete()
    assert etat("/annuaire/") == 404


def test_a_renamed_page_answers_at_its_new_address(annuaire):
    page = AnnuairePage.objects.get()
    page.slug = "repertoire"
    page.save_revision().publish()
    assert [etat(x) for x in ("/annuaire/", "/repertoire/")] == [404, 200]


def test_a_moved_page_leaves_its_address(annuaire):
    racine = annuaire.get_parent().get_parent()
    ailleurs = racine.add_child(instance=HomePage(title="Ailleurs", slug="ailleurs"))
    etat("/annuaire/")
    AnnuairePage.objects.get().move(ailleurs, pos="last-child")
    assert etat("/annuaire/") == 404
    AnnuairePage.objects.get().move(HomePage.objects.get(slug="portail"), pos="last-child")
    assert etat("/annuaire/") == 200


def test_what_is_below_a_renamed_page_follows_it(annuaire):
    guide = annuaire.get_parent().add_child(instance=GuidePage(title="Guide", slug="guide"))
    guide.add_child(instance=RubriquePage(title="Une", slug="une"))
    assert etat("/guide/une/") == 200
    guide = GuidePage.objects.get()
    guide.slug = "manuel"
    guide.save_revision().publish()
    assert [etat(x) for x in ("/guide/une/", "/manuel/une/")] == [404, 200]


def test_a_new_text_is_read_at_once(annuaire):
    page = AnnuairePage.objects.get()
    page.title = "Le répertoire"
    page.save_revision().publish()
    assert Client().get("/annuaire/").context["page"].title == "Le répertoire"


def test_a_draft_stays_a_draft(annuaire):
    page = AnnuairePage.objects.get()
    page.title = "Pas encore"
    page.save_revision()
    assert Client().get("/annuaire/").context["page"].title == "Annuaire"


def test_the_directory_that_is_principal_changes_at_once(annuaire):
    acteur = ActeurFactory(nom="Le Panier")
    assert etat(f"/a/{acteur.ref}/") == f"/annuaire/le-panier-{acteur.ref}/"
    site, page = Site.objects.get(), AnnuairePage.objects.get()
    page.principal_de = None
    page.save()
    assert etat(f"/a/{acteur.ref}/") == 200
    annuaire.get_parent().add_child(
        instance=AnnuairePage(title="Neuf", slug="neuf", principal_de=site)
    )
    assert etat(f"/a/{acteur.ref}/") == f"/neuf/le-panier-{acteur.ref}/"
    assert etat(f"/annuaire/le-panier-{acteur.ref}/") == f"/neuf/le-panier-{acteur.ref}/"


# ---------------------------------------------------------------- restrictions
@pytest.mark.parametrize("sur", ["annuaire", "accueil"])
def test_a_restricted_page_is_closed_at_once_with_its_entries(annuaire, sur):
    adresse = f"/annuaire/{ActeurFactory(nom='Le Panier').fragment}/"
    assert etat(adresse) == 200
    page = annuaire if sur == "annuaire" else annuaire.get_parent()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    fermees = [etat(x) for x in ("/annuaire/", adresse)]
    assert fermees == [f"/_util/login/?next={x}" for x in ("/annuaire/", adresse)]
    restriction.delete()
    assert [etat(x) for x in ("/annuaire/", adresse)] == [200, 200]


def test_who_belongs_to_the_group_passes(annuaire):
    groupe = Group.objects.create(name="Comité")
    restriction = PageViewRestriction.objects.create(page=annuaire, restriction_type="groups")
    restriction.groups.add(groupe)
    client = Client()
    client.force_login(CompteFactory())
    assert etat("/annuaire/", client) == "/_util/login/?next=/annuaire/"
    membre = CompteFactory()
    membre.groups.add(groupe)
    client.force_login(membre)
    assert etat("/annuaire/", client) == 200


# ---------------------------------------------------------------- another process
def test_another_process_is_followed_once_memories_have_aged(annuaire, monkeypatch):
    autre_processus(lambda: AnnuairePage.objects.get().unpublish())
    assert etat("/annuaire/") == 200
    vieillir(monkeypatch)
    assert etat("/annuaire/") == 404


def test_a_restriction_of_another_process_is_obeyed_once_memories_have_aged(annuaire, monkeypatch):
    autre_processus(
        lambda: PageViewRestriction.objects.create(page=annuaire, restriction_type="login")
    )
    assert etat("/annuaire/") == 200
    vieillir(monkeypatch)
    assert etat("/annuaire/") == "/_util/login/?next=/annuaire/"


def test_who_has_a_session_is_answered_from_the_database(annuaire):
    autre_processus(lambda: AnnuairePage.objects.get().unpublish())
    client = Client()
    client.force_login(CompteFactory())
    assert etat("/annuaire/", client) == 404


# ---------------------------------------------------------------- sites and languages
def test_two_sites_do_not_answer_for_each_other(annuaire):
    racine = annuaire.get_parent().get_parent()
    accueil = racine.add_child(instance=HomePage(title="Second", slug="second"))
    site = Site.objects.create(hostname="localhost", port=80, root_page=accueil)
    accueil.add_child(instance=AnnuairePage(title="Second annuaire", slug="annuaire"))

    def titres():
        return [
            Client().get("/annuaire/", headers={"host": hote}).context["page"].title
            for hote in ("testserver", "localhost")
        ]

    assert titres() == ["Annuaire", "Second annuaire"]
    site.delete()
    assert titres() == ["Annuaire", "Annuaire"]


def test_a_site_moved_to_another_root_follows_at_once(annuaire):
    racine = annuaire.get_parent().get_parent()
    site = Site.objects.get()
    site.root_page = racine.add_child(instance=HomePage(title="Neuf", slug="neuf"))
    site.save()
    assert etat("/annuaire/") == 404


def test_the_english_tree_is_another_one(annuaire):
    assert etat("/en/annuaire/") == 404
    traduite = anglais(annuaire)
    assert [etat(x) for x in ("/annuaire/", f"/en/{traduite.slug}/")] == [200, 200]
    assert Client().get(f"/en/{traduite.slug}/").context["page"] == traduite
    traduite.get_parent().specific.unpublish()
    assert [etat(x) for x in ("/annuaire/", f"/en/{traduite.slug}/")] == [200, 404]


def test_a_page_that_does_not_exist_is_not_found_until_it_does(annuaire):
    assert etat("/guide/") == 404
    annuaire.get_parent().add_child(instance=GuidePage(title="Guide", slug="guide"))
    assert etat("/guide/") == 200


def test_without_a_site_nothing_is_remembered(db):
    Site.objects.all().delete()
    assert etat("/annuaire/") == 404
    publier_annuaire()
    assert etat("/annuaire/") == 200
