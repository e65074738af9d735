"""Models that editors make: offered once published, and never on the site."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from espace.models import Compte
from home import groupes
from home.avancement import avancement
from home.liens_casses import liens_casses
from home.modeles import creer, dossier_des_modeles, garder, modeles, modeles_des_editeurs
from home.models import ActualitePage, ActualitesPage, FichePage, ModelesPage
from search.models import Document
from socle.models import Navigation
from tests.annuaire.fabriques import locale_source
from tests.annuaire.site_anglais import publier_en_anglais
from tests.home.guide import (
    ajouter_fiche,
    ajouter_rubrique,
    bloc,
    publier_guide,
    tous_les_blocs,
)
from tests.home.nouvelles import ajouter_nouvelle
from tests.home.service import ajouter_page, ajouter_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]
DEPUIS = "home_redaction:depuis_un_modele"
# The word that only the model says.
MOT = "zibeline"


def compte_de(role):
    compte = Compte.objects.create_user(f"{groupes.GROUPES.index(role)}@exemple.example")
    compte.groups.add(Group.objects.get(name=role))
    return Compte.objects.get(pk=compte.pk)


@pytest.fixture
def rubrique():
    groupes.charger()
    return ajouter_rubrique(publier_guide())


@pytest.fixture
def publicatrice(rubrique):
    return compte_de(groupes.PUBLICATION)


@pytest.fixture
def redactrice(rubrique):
    return compte_de(groupes.REDACTION)


@pytest.fixture
def garder_la_fiche(rubrique, publicatrice, django_capture_on_commit_callbacks):
    """``garder_la_fiche(corps=[…])`` → the model made of a sheet, kept as « Une recette »."""

    def _garder(**champs):
        corps = [bloc("paragraphe", f"<p>Une {MOT}.</p>")]
        fiche = ajouter_fiche(rubrique, "recette", **{"live": False, "corps": corps, **champs})
        with django_capture_on_commit_callbacks(execute=True):
            return garder(fiche, "Une recette", "Ce qui se mange", publicatrice)

    return _garder


def offerts():
    return [(modele.nom, modele.usage, modele.type) for modele in modeles_des_editeurs()]


class TestGarder:
    def test_a_page_that_is_kept_is_offered_after_those_of_the_house(self, garder_la_fiche):
        modele = garder_la_fiche()
        assert (modele.get_parent().specific_class, modele.locale) == (
            ModelesPage,
            locale_source(),
        )
        assert offerts() == [("Une recette", "Ce qui se mange", FichePage)]
        assert [m.page for m in modeles()] == [None, None, None, modele.pk]

    def test_its_last_draft_is_kept_and_it_does_not_change(self, rubrique, publicatrice):
        fiche = FichePage.objects.get(pk=ajouter_fiche(rubrique, "une").pk)
        fiche.chapo = "Le brouillon."
        fiche.save_revision()
        modele = garder(Page.objects.get(pk=fiche.pk), "Une recette", "Manger", publicatrice)
        fiche.refresh_from_db()
        assert (modele.chapo, fiche.chapo, fiche.live) == (
            "Le brouillon.",
            "Réponse courte.",
            True,
        )

    def test_there_is_one_folder(self, rubrique, publicatrice):
        for slug in ("une", "deux"):
            garder(ajouter_fiche(rubrique, slug), "Une recette", "Manger", publicatrice)
        assert ModelesPage.objects.count() == 1
        assert [m.slug for m in dossier_des_modeles().get_children()] == [
            "une-recette",
            "une-recette-2",
        ]

    @pytest.mark.parametrize("role", [groupes.REDACTION, groupes.ANIMATION, groupes.ORGANISATION])
    def test_who_may_not_publish_keeps_nothing(self, rubrique, role):
        with pytest.raises(PermissionError):
            garder(ajouter_fiche(rubrique), "Une recette", "Manger", compte_de(role))
        assert ModelesPage.objects.count() == 0

    def test_neither_a_question_nor_a_model_is_kept(self, rubrique, publicatrice, garder_la_fiche):
        for page in (rubrique, garder_la_fiche()):
            with pytest.raises(PermissionError):
                garder(page, "Encore", "Manger", publicatrice)

    def test_what_an_editor_proposes_is_offered_once_it_is_published(
        self, client, garder_la_fiche, redactrice, publicatrice
    ):
        garder_la_fiche()
        dossier = dossier_des_modeles()
        propose = dossier.add_child(
            instance=FichePage(title="Proposé", slug="propose", live=False, owner=redactrice)
        )
        droits = [propose.permissions_for_user(c).can_publish() for c in (redactrice, publicatrice)]
        avant = [nom for nom, _usage, _type in offerts()]
        propose.save_revision().publish()
        apres = [nom for nom, _usage, _type in offerts()]
        assert (droits, avant, apres) == (
            [False, True],
            ["Une recette"],
            ["Une recette", "Proposé"],
        )


class TestCreer:
    def test_the_draft_has_every_word_of_the_model_and_is_a_page_of_its_own(
        self, garder_la_fiche, redactrice, rubrique
    ):
        modele = garder_la_fiche(corps=tous_les_blocs(1, rubrique), resume="En bref.")
        modele.locked, modele.locked_by = True, redactrice
        modele.save()
        (offert,) = modeles_des_editeurs()
        page = FichePage.objects.get(pk=creer(offert, rubrique, "La soupe", redactrice).pk)
        assert (page.title, page.slug, page.live, page.owner, page.locked) == (
            *("La soupe", "la-soupe", False, redactrice, False),
        )
        assert (page.resume, page.search_description) == ("En bref.", "")
        modele = FichePage.objects.get(pk=modele.pk)
        assert [b.block_type for b in page.corps] == [b.block_type for b in modele.corps]
        assert page.translation_key != modele.translation_key
        assert page.get_latest_revision_as_object().title == "La soupe"

    def test_a_news_item_made_from_a_model_is_of_today(self, rubrique, publicatrice, redactrice):
        liste = (
            rubrique.get_parent()
            .get_parent()
            .add_child(instance=ActualitesPage(title="Actualités", slug="actualites"))
        )
        garder(ajouter_nouvelle(liste), "Un communiqué", "La presse", publicatrice)
        (offert,) = modeles_des_editeurs()
        creee = creer(offert, liste, "Ce matin", redactrice)
        creee = ActualitePage.objects.get(pk=creee.pk)
        assert (creee.date, creee.live) == (timezone.localdate(), False)

    def test_the_form_offers_it_to_who_writes(self, client, garder_la_fiche, redactrice, rubrique):
        modele = garder_la_fiche()
        client.force_login(redactrice)
        choix = client.get(reverse(DEPUIS)).context["form"].fields["modele"].choices
        assert choix[-1] == (f"page-{modele.pk}", "Une recette : Ce qui se mange")
        envoi = {"modele": f"page-{modele.pk}", "parent": rubrique.pk, "titre": "La soupe"}
        reponse = client.post(reverse(DEPUIS), envoi)
        page = FichePage.objects.get(slug="la-soupe")
        assert reponse["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert client.get(reponse["Location"]).status_code == 200

    def test_a_model_is_no_place_for_another(self, client, garder_la_fiche, redactrice):
        garder_la_fiche()
        accueil = Site.objects.get().root_page
        garder_une_page = garder(
            ajouter_page(accueil), "Une page", "Dire", compte_de(groupes.ADMINISTRATION)
        )
        client.force_login(redactrice)
        places = client.get(reverse(DEPUIS)).context["form"].fields["parent"].queryset
        assert garder_une_page not in list(places)
        assert dossier_des_modeles().pk not in places.values_list("pk", flat=True)


class TestEcran:
    def test_who_publishes_keeps_a_page_in_two_clicks(self, client, rubrique, publicatrice):
        fiche = ajouter_fiche(rubrique)
        adresse = reverse("home_redaction:garder_un_modele", args=[fiche.pk])
        client.force_login(publicatrice)
        editeur = client.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk])).content.decode()
        assert editeur.count(f'href="{adresse}"') == 1
        assert client.get(adresse).context["form"].initial["nom"] == "Question une"
        reponse = client.post(adresse, {"nom": "Une recette", "usage": "Manger"})
        modele = FichePage.objects.get(slug="une-recette")
        assert reponse["Location"] == reverse("wagtailadmin_pages:edit", args=[modele.pk])
        assert client.get(reponse["Location"]).status_code == 200

    def test_who_only_writes_is_neither_shown_it_nor_let_in(self, client, rubrique, redactrice):
        fiche = ajouter_fiche(rubrique)
        adresse = reverse("home_redaction:garder_un_modele", args=[fiche.pk])
        client.force_login(redactrice)
        editeur = client.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk])).content.decode()
        assert editeur.count(adresse) == 0
        assert client.post(adresse, {"nom": "x", "usage": "x"})["Location"] == "/admin/"
        assert ModelesPage.objects.count() == 0

    @pytest.mark.parametrize("genre", ["fiche", "page", "nouvelle"])
    def test_its_preview_is_drawn(self, client, rubrique, publicatrice, genre):
        accueil = Site.objects.get().root_page
        actualites = ActualitesPage(title="Actualités", slug="actualites")
        page = {
            "fiche": lambda: ajouter_fiche(rubrique),
            "page": lambda: ajouter_page(accueil),
            "nouvelle": lambda: ajouter_nouvelle(accueil.add_child(instance=actualites)),
        }[genre]()
        modele = garder(page, "Un modèle", "Essayer", publicatrice)
        client.force_login(publicatrice)
        reponse = client.get(reverse("wagtailadmin_pages:view_draft", args=[modele.pk]))
        assert (reponse.status_code, reponse.content.decode().count("<h1>Un modèle</h1>")) == (
            200,
            1,
        )


class TestNullePart:
    """A visitor, a robot and a reader of feeds never meet a model."""

    @pytest.fixture
    def modele(self, garder_la_fiche, rubrique):
        ajouter_plan(Site.objects.get().root_page)
        return garder_la_fiche()

    def test_it_has_no_address(self, client, modele):
        dossier = dossier_des_modeles()
        assert (modele.get_url(), dossier.get_url()) == (None, None)
        chemins = [modele.url_path, dossier.url_path, f"/{dossier.slug}/"]
        chemins += [f"/{dossier.slug}/{modele.slug}/", f"/en/{dossier.slug}/"]
        assert [client.get(chemin).status_code for chemin in chemins] == [404] * 5

    def test_a_site_that_would_start_at_the_folder_shows_nothing(
        self, client, modele, publicatrice
    ):
        Site.objects.update(root_page=dossier_des_modeles().pk)
        Site.clear_site_root_paths_cache()
        assert client.get("/")["Location"] == "/_util/login/?next=/"
        client.force_login(publicatrice)
        assert client.get("/").status_code == 404

    def test_nothing_lists_it(self, client, modele):
        adresses = ["/", "/guide/", "/guide/imprimer/", "/plan/", f"/recherche/?q={MOT}"]
        adresses += [f"{reverse('search:suggestions')}?q=recette", "/sitemap-pages-fr-1.xml"]
        reponses = {adresse: client.get(adresse) for adresse in adresses}
        assert {reponse.status_code for reponse in reponses.values()} == {200}
        dites = [
            adresse
            for adresse, reponse in reponses.items()
            if re.search("Une recette|une-recette", b"".join(reponse).decode())
        ]
        assert dites == []

    def test_the_news_and_their_feed_do_not_list_it(self, client, rubrique, publicatrice):
        accueil = Site.objects.get().root_page
        liste = accueil.add_child(instance=ActualitesPage(title="Actualités", slug="actualites"))
        garder(ajouter_nouvelle(liste, live=False), "Une recette", "La presse", publicatrice)
        html = "".join(
            client.get(adresse).content.decode()
            for adresse in ("/actualites/", "/actualites/flux.atom", "/")
        )
        assert (html.count("Une recette"), html.count("Actualités") > 0) == (0, True)

    def test_search_never_reads_it_even_opened(self, client, modele):
        PageViewRestriction.objects.all().delete()
        modele.specific.save_revision().publish()
        assert list(Document.objects.vivants().filter(titre="Une recette")) == []

    def test_an_opened_folder_is_closed_again_when_it_is_saved(self, modele):
        PageViewRestriction.objects.all().delete()
        dossier_des_modeles().save()
        assert [r.restriction_type for r in PageViewRestriction.objects.all()] == ["login"]

    def test_a_menu_that_names_it_does_not_show_it(self, client, modele):
        lien = {"type": "lien", "value": {"page": modele.pk, "libelle": "Caché", "adresse": ""}}
        Navigation.objects.create(locale=locale_source(), menu=[lien])
        assert client.get("/").content.decode().count("Caché") == 0

    def test_a_link_to_it_is_a_broken_link(self, modele, rubrique):
        lien = f'<p>Voir <a id="{modele.pk}" linktype="page">la suite</a>.</p>'
        ajouter_fiche(rubrique, "une", corps=[bloc("paragraphe", lien)])
        assert [(c.page_titre, c.cible) for c in liens_casses()] == [
            ("Question une", "Une recette")
        ]

    def test_it_is_not_to_be_translated(self, modele):
        annuaire = Site.objects.get().root_page.get_children().get(slug="annuaire").specific
        publier_en_anglais(annuaire)
        (fait,) = avancement()
        # Home page, directory, guide, question, plan.
        assert (fait.pages.faits, fait.pages.total) == (2, 5)
