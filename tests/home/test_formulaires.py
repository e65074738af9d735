"""Forms of pages: received without a cookie, kept for a time, and nothing lost on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from espace.models import Compte
from home import formulaires
from home.constructeur import LEURRE, MANQUE, TIMBRE
from home.models import FormulairePage, QuestionDeFormulaire
from socle import identite, timbres
from socle.models import IdentiteDuSite
from socle.travaux import registre
from tests.home.guide import bloc
from tests.home.service import (
    ajouter_contact,
    ajouter_formulaire,
    ajouter_legale,
    ajouter_page,
    publier_accueil,
)

REPONSES = {"votre_nom": "Léa", "votre_courriel": "lea@ici.example", "votre_message": "Bonjour."}
# What a browser says of a form that stands on the page itself.
ICI = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def accueil(db):
    return publier_accueil()


@pytest.fixture
def page(accueil):
    return ajouter_formulaire(accueil)


def timbre(page, age_s=60):
    """The stamp of a form drawn *age_s* seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=age_s), tick=False):
        return timbres.timbrer(f"formulaire:{page.pk}")


def envoyer(client, page, age_s=60, **champs):
    donnees = {**REPONSES, TIMBRE: timbre(page, age_s), **champs}
    return client.post(page.get_url(), donnees, headers=ICI)


def fautes(reponse):
    return {nom: list(phrases) for nom, phrases in reponse.context["pret"].form.errors.items()}


class TestReception:
    def test_an_answer_is_kept_told_and_thanked_for(self, client, page):
        reponse = envoyer(client, page)
        recue = FormSubmission.objects.get()
        assert (reponse.status_code, reponse["Location"]) == (
            302,
            "/sondage/?envoi=recu#formulaire",
        )
        assert (recue.page_id, recue.form_data) == (page.pk, REPONSES)
        merci = client.get(reponse["Location"])
        assert (merci.context["recu"], merci.content.count(b"<form")) == (True, 0)
        (courriel,) = mail.outbox
        assert (courriel.to, courriel.reply_to, courriel.subject) == (
            ["bonjour@fils.example"],
            ["lea@ici.example"],
            "Formulaire «\u00a0Sondage\u00a0»",
        )
        assert courriel.body == (
            "Votre nom\u00a0: Léa\n\nVotre courriel\u00a0: lea@ici.example\n\n"
            "Votre message\u00a0: Bonjour."
        )

    def test_no_cookie_is_left_to_anybody(self, client, page):
        client.get("/sondage/")
        reponse = envoyer(client, page)
        client.get(reponse["Location"])
        assert dict(client.cookies) == {}

    def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(self, client, page):
        reponse = envoyer(client, page, votre_courriel="lea", votre_message="")
        html = reponse.content.decode()
        assert (reponse.status_code, fautes(reponse)) == (
            400,
            {
                "votre_courriel": [
                    "Il manque quelque chose à cette adresse\u00a0: prenom@exemple.fr."
                ],
                "votre_message": ["Écrivez quelques mots ici."],
            },
        )
        assert html.count('value="Léa"') == 1
        assert html.count('aria-describedby="f-votre_courriel-erreur"') == 1
        assert (FormSubmission.objects.count(), len(mail.outbox)) == (0, 0)

    def test_the_chosen_people_are_written_to(self, client, accueil):
        page = ajouter_formulaire(accueil, destinataires="a@ici.example, b@ici.example")
        envoyer(client, page)
        assert mail.outbox[0].to == ["a@ici.example", "b@ici.example"]

    def test_without_anybody_to_write_to_the_answer_is_kept(self, client, page):
        IdentiteDuSite.objects.all().delete()
        identite.oublier()
        envoyer(client, page)
        assert (FormSubmission.objects.count(), len(mail.outbox)) == (1, 0)

    def test_a_mail_server_that_is_down_loses_nothing(self, client, page, settings, caplog):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        reponse = envoyer(client, page)
        assert (reponse.status_code, FormSubmission.objects.count()) == (302, 1)
        assert [r.name for r in caplog.records if r.levelname == "ERROR"] == ["home.formulaires"]

    def test_every_kind_of_question_is_read(self, client, accueil):
        genres = {
            "nombre": ("number", "3,5", "3.5"),
            "site": ("url", "https://ici.example", "https://ici.example"),
            "jour": ("date", "27/11/2026", "2026-11-27"),
            "case": ("checkbox", "on", True),
            "cases": ("checkboxes", ["a", "b"], ["a", "b"]),
            "bouton": ("radio", "a", "a"),
            "liste": ("dropdown", "b", "b"),
        }
        questions = [
            {"label": nom, "field_type": genre, "choices": "a\nb"}
            for nom, (genre, _donne, _lu) in genres.items()
        ]
        page = ajouter_formulaire(accueil, "tout", questions)
        donnees = {nom: donne for nom, (_genre, donne, _lu) in genres.items()}
        donnees[TIMBRE] = timbre(page)
        assert client.get("/tout/").status_code == 200
        assert client.post("/tout/", donnees, headers=ICI).status_code == 302
        assert FormSubmission.objects.get().form_data == {
            nom: lu for nom, (_genre, _donne, lu) in genres.items()
        }

    def test_each_kind_of_question_has_its_sentence(self):
        genres = [genre for genre, _nom in QuestionDeFormulaire.Genre.choices]
        assert sorted(MANQUE) == sorted(genres)


class TestContreLesAbus:
    def test_a_robot_fills_what_people_never_see(self, client, page):
        reponse = envoyer(client, page, **{LEURRE: "https://spam.example"})
        assert (reponse.status_code, list(fautes(reponse))) == (400, [LEURRE])
        assert FormSubmission.objects.count() == 0

    def test_a_form_sent_at_once_may_be_sent_again(self, client, page):
        reponse = envoyer(client, page, age_s=0)
        assert (reponse.status_code, list(fautes(reponse))) == (400, ["__all__"])

    def test_an_old_form_comes_back_with_its_answers_and_a_new_stamp(self, client, page):
        reponse = envoyer(client, page, age_s=timbres.AGE_MAX_S + 60)
        assert (reponse.status_code, list(fautes(reponse))) == (400, ["__all__"])
        html = reponse.content.decode()
        assert html.count('value="Léa"') == 1
        nouveau = html.split(f'name="{TIMBRE}" value="')[1].split('"')[0]
        objet = TimestampSigner(salt=timbres.SEL).unsign(nouveau, max_age=60)
        assert objet == f"formulaire:{page.pk}"

    def test_the_stamp_of_another_form_is_of_no_use(self, client, accueil, page):
        autre = ajouter_formulaire(accueil, "autre")
        assert envoyer(client, page, **{TIMBRE: timbre(autre)}).status_code == 400

    def test_the_sixth_of_an_hour_is_too_many_and_is_not_lost(self, client, page):
        reponses = [envoyer(client, page) for _fois in range(6)]
        assert [r.status_code for r in reponses] == [302] * 5 + [429]
        assert FormSubmission.objects.count() == 5
        assert reponses[-1].content.decode().count('value="Léa"') == 1

    def test_another_site_may_not_send_it(self, client, page):
        donnees = {**REPONSES, TIMBRE: timbre(page)}
        statuts = [
            Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": ou}).post(
                "/sondage/", donnees
            )
            for ou in ("cross-site", "same-origin")
        ]
        assert [reponse.status_code for reponse in statuts] == [403, 302]


class TestCeQuiEstDit:
    def test_the_form_says_what_becomes_of_the_answers(self, client, accueil):
        page = ajouter_formulaire(accueil, garde_jours=90, base_legale="consentement")
        ajouter_legale(accueil, "donnees")
        pret = client.get(page.get_url()).context["pret"]
        assert (pret.mention, pret.donnees) == (
            [
                "Vos réponses servent à vous répondre.",
                "Elles sont lues par Les Fils.",
                "Elles sont effacées au bout de 90 jours.",
                "Ce qui nous y autorise\u00a0: l’accord de la personne (article 6, 1, a).",
            ],
            "/donnees/",
        )

    def test_without_an_identity_its_sentence_is_left_out(self, client, page):
        IdentiteDuSite.objects.get().delete()
        assert len(client.get("/sondage/").context["pret"].mention) == 3

    def test_the_contact_page_gives_the_other_ways(self, client, accueil):
        ajouter_contact(accueil)
        html = client.get("/contact/").content.decode()
        assert html.count("87200 Saint-Junien") == 1
        assert html.count('<a href="mailto:bonjour@fils.example">') == 1
        assert html.count('<a href="tel:+33536490000">') == 1

    def test_what_the_browser_may_fill_in_is_said(self, client, page):
        html = client.get("/sondage/").content.decode()
        assert (html.count('autocomplete="name"'), html.count('autocomplete="email"')) == (1, 1)


class TestPurge:
    def poser(self, page, jours):
        recue = FormSubmission.objects.create(page=page, form_data={"n": jours})
        FormSubmission.objects.filter(pk=recue.pk).update(
            submit_time=timezone.now() - timedelta(days=jours)
        )

    def test_answers_go_when_their_page_says(self, accueil):
        court = ajouter_formulaire(accueil, "court", garde_jours=30)
        long = ajouter_contact(accueil, garde_jours=365)
        for jours in (29, 31, 366):
            self.poser(court, jours)
            self.poser(long, jours)
        assert formulaires.purger() == 3
        restent = FormSubmission.objects.order_by("page", "pk").values_list("page", "form_data")
        assert [(pk, donnees["n"]) for pk, donnees in restent] == [
            (court.pk, 29),
            (long.pk, 29),
            (long.pk, 31),
        ]

    def test_the_worker_does_it_every_day(self, accueil):
        page = ajouter_formulaire(accueil, garde_jours=1)
        self.poser(page, 2)
        boucle = registre.boucles["formulaires"]
        boucle.fonction()
        assert (boucle.toutes_les, FormSubmission.objects.count()) == (86400, 0)


class TestBloc:
    def test_a_form_in_a_page_is_sent_to_its_own(self, client, accueil, page):
        corps = [bloc("formulaire", {"titre": "Dites-nous", "page": page.pk})]
        ajouter_page(accueil, "une", corps=corps)
        html = client.get("/une/").content.decode()
        assert html.count('action="/sondage/"') == 1
        assert html.count("<h2>Dites-nous</h2>") == 1

    def test_the_same_form_twice_has_names_of_its_own(self, client, accueil, page):
        corps = [bloc("formulaire", {"titre": "", "page": page.pk})] * 2
        ajouter_page(accueil, "une", corps=corps)
        html = client.get("/une/").content.decode()
        assert [html.count(f'id="f{n}-votre_nom"') for n in (1, 2)] == [1, 1]

    def test_a_form_that_is_not_published_is_not_there(self, client, accueil, page):
        ajouter_page(accueil, "une", corps=[bloc("formulaire", {"titre": "", "page": page.pk})])
        page.unpublish()
        assert client.get("/une/").content.count(b"<form") == 0


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestAdministration:
    def entrer(self, client):
        client.force_login(Compte.objects.create_superuser("a@b.example", "un mot de passe long"))

    def test_answers_are_listed_and_a_formula_in_one_is_harmless(self, client, page):
        envoyer(client, page, votre_nom="=1+1")
        self.entrer(client)
        liste = client.get(f"/admin/forms/submissions/{page.pk}/").content.decode()
        export = client.get(f"/admin/forms/submissions/{page.pk}/?export=csv")
        lignes = b"".join(export.streaming_content).decode().splitlines()
        assert liste.count("lea@ici.example") == 1
        assert lignes[1].split(",")[1:3] == ["'=1+1", "lea@ici.example"]

    def test_a_page_is_previewed_before_it_is_saved(self, client, accueil, rf):
        page = FormulairePage(title="Essai", slug="essai", finalite="essayer", path="x")
        page.form_fields.add(QuestionDeFormulaire(label="Votre âge", field_type="number"))
        requete = page.make_preview_request()
        assert requete.status_code == 200

    def test_somebody_signed_in_sends_the_token(self, client, page):
        self.entrer(client)
        assert client.get("/sondage/").content.count(b'name="csrfmiddlewaretoken"') == 1


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_form_costs_one_query(client, accueil, django_assert_num_queries, nombre):
    questions = [{"label": f"Question {n}", "field_type": "singleline"} for n in range(nombre)]
    ajouter_formulaire(accueil, "sondage", questions)
    client.get("/sondage/")
    with django_assert_num_queries(2):
        client.get("/sondage/")
