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
from tests.home.guide import ajouter_fiche, ajouter_rubrique, bloc, publier_guide
from tests.home.test_moderation_des_pages import formulaire

pytestmark = pytest.mark.django_db
MAINTENANT = datetime.datetime(2026, 11, 27, 8, 0, tzinfo=datetime.UTC)
HEURE = datetime.timedelta(hours=1)


COMPTES = ("visiteur", *groupes.GROUPES, "superutilisateur")


@pytest.fixture
def rubrique():
    return ajouter_rubrique(publier_guide())


@pytest.fixture
def entrer(client):
    """``entrer("Rédaction")``: sign somebody of that group in; a visitor stays one."""

    def _entrer(nom):
        if nom == "visiteur":
            return
        groupes.charger()
        compte = Compte.objects.create_user(
            "quelqu.un@exemple.example", is_superuser=nom == "superutilisateur"
        )
        compte.groups.set(Group.objects.filter(name=nom))
        client.force_login(compte)

    return _entrer


def programmer(rubrique):
    """A sheet to be published in an hour, and withdrawn in three, between two that are."""
    ajouter_fiche(rubrique, "avant")
    fiche = ajouter_fiche(rubrique, "prevue", live=False)
    fiche.go_live_at, fiche.expire_at = MAINTENANT + HEURE, MAINTENANT + 3 * HEURE
    fiche.save_revision().publish()
    ajouter_fiche(rubrique, "apres", lire_aussi=[bloc("fiche", fiche.pk)])
    return FichePage.objects.get(pk=fiche.pk)


def ou_elle_est(client, fiche):
    """Where one meets the sheet."""
    adresses = {
        "liste": "/guide/",
        "rubrique": "/guide/comprendre/",
        "impression": "/guide/imprimer/",
        "recherche": "/recherche/?q=prevue",
        "suggestions": f"{reverse('search:suggestions')}?q=prevue",
        "accueil": "/",
    }
    textes = {nom: client.get(adresse).content.decode() for nom, adresse in adresses.items()}
    avant, apres = (
        client.get(f"/guide/comprendre/{voisine}/").content.decode()
        for voisine in ("avant", "apres")
    )
    textes["suivante"] = avant.partition('rel="next"')[2]
    textes["precedente"] = apres.partition('rel="prev"')[2]
    textes["lire aussi"] = apres.partition('class="lire-aussi"')[2].partition("</section>")[0]
    vues = {nom for nom, texte in textes.items() if "Question prevue" in texte}
    plan = client.get(reverse("sitemap_fichier", args=["pages", "fr", 1])).getvalue().decode()
    vues |= {"plan"} if "/guide/comprendre/prevue/" in plan else set()
    vues |= {"document"} if Document.objects.vivants().filter(titre=fiche.title) else set()
    vues |= {"page"} if client.get("/guide/comprendre/prevue/").status_code == 200 else set()
    return vues


@pytest.mark.parametrize("compte", COMPTES)
def test_it_is_nowhere_before_its_hour_then_everywhere_then_nowhere(
    client, rubrique, entrer, compte
):
    with time_machine.travel(MAINTENANT, tick=False) as heure:
        entrer(compte)
        fiche = programmer(rubrique)
        releves = []
        for ecart in (0, 2, 4):
            heure.move_to(MAINTENANT + ecart * HEURE)
            publier_l_echu()
            releves.append(ou_elle_est(client, fiche))
    partout = {"liste", "rubrique", "impression", "recherche", "suggestions", "plan", "document"}
    partout |= {"page", "suivante", "precedente", "lire aussi"}
    assert releves == [set(), partout, set()]


@pytest.mark.usefixtures("gabarits_de_wagtail")
@pytest.mark.parametrize("compte", COMPTES)
def test_its_preview_is_for_who_writes(client, rubrique, entrer, compte):
    fiche = ajouter_fiche(rubrique, "prevue", live=False)
    fiche.save_revision()
    entrer(compte)
    refus = {"visiteur": "/admin/login/", groupes.ORGANISATION: "/admin/"}.get(compte, "")
    reponses = [
        client.get(reverse(f"wagtailadmin_pages:{nom}", args=[fiche.pk]))
        for nom in ("view_draft", "preview_on_edit")
    ]
    menes = [r.headers.get("Location", "").partition("?")[0] for r in reponses]
    assert menes == [refus, refus]
    assert ("Question prevue" in reponses[0].content.decode()) is not bool(refus)


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
