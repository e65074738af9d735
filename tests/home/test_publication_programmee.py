"""What is scheduled is nowhere before its hour, and everywhere after; and who comments is read."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, PageSubscription

from espace.models import Compte
from home import groupes
from home.models import FichePage
from search.models import Document
from socle.boucles import publier_l_echu
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide
from tests.home.test_moderation_des_pages import formulaire

pytestmark = pytest.mark.django_db
MAINTENANT = datetime.datetime(2026, 11, 27, 8, 0, tzinfo=datetime.UTC)
HEURE = datetime.timedelta(hours=1)


@pytest.fixture
def rubrique():
    return ajouter_rubrique(publier_guide())


def programmer(rubrique):
    """A sheet to be published in an hour, and withdrawn in three."""
    fiche = ajouter_fiche(rubrique, "prevue", live=False)
    fiche.go_live_at, fiche.expire_at = MAINTENANT + HEURE, MAINTENANT + 3 * HEURE
    fiche.save_revision().publish()
    return FichePage.objects.get(pk=fiche.pk)


def ou_elle_est(client, fiche):
    """Where a visitor meets the sheet."""
    adresses = {
        "liste": "/guide/",
        "rubrique": "/guide/comprendre/",
        "impression": "/guide/imprimer/",
        "recherche": "/recherche/?q=prevue",
        "suggestions": f"{reverse('search:suggestions')}?q=prevue",
        "accueil": "/",
    }
    vues = {
        nom for nom, a in adresses.items() if "Question prevue" in client.get(a).content.decode()
    }
    vues |= {"document"} if Document.objects.vivants().filter(titre=fiche.title) else set()
    vues |= {"page"} if client.get("/guide/comprendre/prevue/").status_code == 200 else set()
    return vues


def test_it_is_nowhere_before_its_hour_then_everywhere_then_nowhere(client, rubrique):
    with time_machine.travel(MAINTENANT, tick=False) as heure:
        fiche = programmer(rubrique)
        releves = []
        for ecart in (0, 2, 4):
            heure.move_to(MAINTENANT + ecart * HEURE)
            publier_l_echu()
            releves.append(ou_elle_est(client, fiche))
    partout = {"liste", "rubrique", "impression", "recherche", "suggestions", "document", "page"}
    assert releves == [set(), partout, set()]


def test_its_preview_is_for_who_writes(client, rubrique):
    fiche = ajouter_fiche(rubrique, "prevue", live=False)
    for nom in ("view_draft", "preview_on_edit"):
        adresse = reverse(f"wagtailadmin_pages:{nom}", args=[fiche.pk])
        assert client.get(adresse)["Location"].startswith("/admin/login/")


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestCommentaires:
    def test_a_comment_is_sent_to_who_follows_the_page(self, client, rubrique):
        groupes.charger()
        comptes = []
        for nom in ("marie", "aicha"):
            compte = Compte.objects.create_user(f"{nom}@exemple.example", first_name=nom.title())
            compte.groups.add(Group.objects.get(name=groupes.REDACTION))
            comptes.append(compte)
        suit, commente = comptes
        fiche = ajouter_fiche(rubrique, live=False)
        fiche.save_revision()
        PageSubscription.objects.create(page=fiche, user=suit, comment_notifications=True)
        client.force_login(commente)
        champs = {
            "comments-TOTAL_FORMS": 1,
            "comments-0-id": "",
            "comments-0-text": "Une source ?",
            "comments-0-contentpath": "chapo",
            "comments-0-position": "",
            "comments-0-resolved": "",
            "comments-0-replies-TOTAL_FORMS": 0,
            "comments-0-replies-INITIAL_FORMS": 0,
        }
        adresse = reverse("wagtailadmin_pages:edit", args=[fiche.pk])
        client.post(adresse, formulaire(fiche, **champs))
        assert [c.text for c in Comment.objects.all()] == ["Une source ?"]
        (courriel,) = mail.outbox
        assert (courriel.to, courriel.subject) == (
            ["marie@exemple.example"],
            "Aicha a mis à jour des commentaires sur la page «\xa0Question une\xa0»",
        )


def test_the_clock_is_that_of_the_site():
    assert timezone.get_current_timezone_name() == "Europe/Paris"
