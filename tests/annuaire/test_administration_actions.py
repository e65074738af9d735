"""Acting on many actors from the list: what the confirmation says, what is done, who may."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import ModelLogEntry

from annuaire import par_lot, vie
from annuaire.administration import actions
from annuaire.models import Acteur
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

LISTE = "/admin/annuaire/acteurs/"


@pytest.fixture
def animatrice(client):
    compte = Compte.objects.create_superuser("animatrice@exemple.example", "un mot de passe long")
    client.force_login(compte)
    return compte


def adresse(action, *acteurs, **filtres):
    choix = [("id", acteur.pk) for acteur in acteurs] or [("id", "all")]
    requete = "&".join(f"{nom}={valeur}" for nom, valeur in [*choix, *filtres.items()])
    return f"/admin/bulk/annuaire/acteur/{action}/?next={LISTE}&{requete}"


def dits(reponse):
    return [str(message).replace("\u00a0", " ") for message in reponse.context["messages"]]


def publies():
    return sorted(Acteur.objects.publies().values_list("nom", flat=True))


class TestConfirmation:
    def test_it_says_how_many_will_change_and_why_the_others_will_not(self, client, animatrice):
        fusionne = ActeurFactory(nom="Fusionné", brouillon=True)
        acteurs = [
            ActeurFactory(nom="Un", brouillon=True),
            ActeurFactory(nom="Deux", brouillon=True),
            ActeurFactory(nom="Publié"),
            ActeurFactory(nom="Fermé", ferme=True, brouillon=True),
            ActeurFactory(nom="Verrouillé", locked=True, brouillon=True),
            fusionne,
        ]
        vie.fusionner(fusionne, acteurs[2])
        contexte = client.get(adresse("publier", *acteurs)).context
        assert contexte["annonce"] == "2 fiches seront publiées."
        assert [nom for nom, _adresse in contexte["premieres"]] == ["Deux", "Un"]
        assert [(str(raison), n) for raison, n in contexte["laissees"]] == [
            ("rien à changer", 1),
            ("fermées définitivement", 1),
            ("fusionnées avec une autre fiche", 1),
            ("verrouillées par quelqu’un d’autre", 1),
        ]
        assert Acteur.objects.filter(live=True).count() == 1

    def test_it_says_which_drafts_are_to_be_mended(self, client, animatrice):
        fautif = ActeurFactory(nom="Fautif", brouillon=True)
        fautif.siret = "12345678901234"
        fautif.save_revision(clean=False)
        contexte = client.get(adresse("publier", fautif)).context
        assert contexte["a_corriger"] == [
            ("Fautif", "SIRET : Ce SIRET n’existe pas : vérifiez ses quatorze chiffres.")
        ]

    def test_nothing_to_do_offers_no_button(self, client, animatrice):
        page = client.get(adresse("publier", ActeurFactory())).content.decode()
        assert ("Oui, publier" in page, "Revenir à la liste" in page) == (False, True)

    def test_it_costs_as_much_for_three_as_for_one(
        self, client, animatrice, django_assert_num_queries
    ):
        acteurs = [ActeurFactory(brouillon=True) for _ in range(3)]
        client.get(adresse("publier", acteurs[0]))
        with django_assert_num_queries(CONFIRMER):
            client.get(adresse("publier", acteurs[0]))
        with django_assert_num_queries(CONFIRMER):
            client.get(adresse("publier", *acteurs))

    def test_actors_that_are_no_more_are_not_found(self, client, animatrice):
        assert (
            client.get(f"/admin/bulk/annuaire/acteur/publier/?id=99&id={2**64}&id=x").status_code
            == 404
        )


CONFIRMER = 11


class TestFaire:
    def test_publishing_and_hiding(self, client, animatrice):
        acteurs = [
            ActeurFactory(nom="Un", brouillon=True),
            ActeurFactory(nom="Deux", brouillon=True),
        ]
        reponse = client.post(adresse("publier", *acteurs), follow=True)
        assert (publies(), dits(reponse)) == (["Deux", "Un"], ["2 fiches publiées."])
        reponse = client.post(adresse("delete", *acteurs), follow=True)
        assert (publies(), dits(reponse)) == ([], ["2 fiches masquées."])
        assert Acteur.objects.count() == 2

    def test_the_history_of_each_one_says_so(self, client, animatrice):
        acteurs = [ActeurFactory(brouillon=True) for _ in range(3)]
        client.post(adresse("publier", *acteurs))
        for acteur in acteurs:
            page = client.get(f"{LISTE}history/{acteur.pk}/")
            assert [entree.action for entree in page.context["object_list"]] == ["wagtail.publish"]

    def test_what_is_left_is_named(self, client, animatrice):
        fautif = ActeurFactory(nom="Fautif", brouillon=True)
        fautif.siret = "12345678901234"
        fautif.save_revision(clean=False)
        reponse = client.post(adresse("publier", fautif), follow=True)
        assert dits(reponse) == [
            "Aucune fiche n’a changé.",
            "1 fiche laissée, brouillon à corriger : Fautif "
            "(SIRET : Ce SIRET n’existe pas : vérifiez ses quatorze chiffres.)",
        ]

    def test_all_are_those_of_the_list_as_it_is_searched_and_filtered(self, client, animatrice):
        for nom in ("Vélo un", "Vélo deux", "Fournil"):
            ActeurFactory(nom=nom, brouillon=True)
        ActeurFactory(nom="Vélo vérifié", brouillon=True, verifie_le="2026-01-02")
        client.post(adresse("publier", q="vélo", verifie="false"))
        assert publies() == ["Vélo deux", "Vélo un"]

    def test_a_long_job_stops_and_goes_on_where_it_was(self, client, animatrice, monkeypatch):
        monkeypatch.setattr(par_lot, "TAILLE", 2)
        monkeypatch.setattr(actions, "DUREE_S", -1)
        for nom in "ABCDE":
            ActeurFactory(nom=nom, brouillon=True)
        chemin = adresse("publier", live="false")
        faits, reponse = [], client.post(chemin)
        while reponse.status_code == 200:
            contexte = reponse.context
            faits.append((contexte["conclusion"], contexte["restantes"]))
            suite = {nom: contexte["form"][nom].value() for nom in ("apres", "faits", "confirmer")}
            reponse = client.post(chemin, suite)
        assert faits == [("2 fiches publiées.", 3), ("4 fiches publiées.", 1)]
        assert (publies(), dits(client.get(LISTE))) == ([*"ABCDE"], ["5 fiches publiées."])


class TestEtiqueter:
    def test_what_is_typed_is_confirmed_then_done(self, client, animatrice):
        acteur = ActeurFactory(nom="Épicerie")
        acteur.etiquettes.set(["ancien"])
        acteur.save()
        chemin = adresse("etiqueter", acteur)
        page = client.get(chemin)
        assert page.context["form"].fields["retirer"].choices == [("ancien", "ancien (1)")]
        choix = {"ajouter": " vrac,  circuit court, vrac", "retirer": "ancien"}
        relu = client.post(chemin, choix)
        assert [(str(quoi), noms) for quoi, noms in relu.context["resume"]] == [
            ("Ajouter", "vrac, circuit court"),
            ("Retirer", "ancien"),
        ]
        assert sorted(acteur.etiquettes_posees.values_list("tag__name", flat=True)) == ["ancien"]
        reponse = client.post(chemin, {**choix, "confirmer": "1"}, follow=True)
        noms = sorted(acteur.etiquettes_posees.values_list("tag__name", flat=True))
        assert (dits(reponse), noms) == (["1 fiche étiquetée."], ["circuit court", "vrac"])

    @pytest.mark.parametrize(
        ("ajouter", "phrase"),
        [
            ("", "Dites quelle étiquette ajouter ou retirer."),
            (" , ,", "Dites quelle étiquette ajouter ou retirer."),
            ("x" * 101, "Une étiquette compte cent signes au plus."),
            (",".join(f"e{n}" for n in range(21)), "Vingt étiquettes au plus à la fois."),
        ],
    )
    def test_what_makes_no_sense_is_explained(self, client, animatrice, ajouter, phrase):
        reponse = client.post(adresse("etiqueter", ActeurFactory()), {"ajouter": ajouter})
        fautes = [faute for fautes in reponse.context["form"].errors.values() for faute in fautes]
        assert fautes == [phrase]


class TestRanger:
    def test_what_is_chosen_is_confirmed_then_done(self, client, animatrice):
        domaine, acteur = DomaineFactory(slug="mobilite"), ActeurFactory()
        chemin = adresse("ranger", acteur)
        choix = {"domaine": domaine.pk, "place": "principal"}
        relu = client.post(chemin, choix)
        assert [str(quoi) for quoi, _noms in relu.context["resume"]] == ["Domaine", "Place"]
        reponse = client.post(chemin, {**choix, "confirmer": "1"}, follow=True)
        acteur.refresh_from_db()
        assert (dits(reponse), acteur.domaine_principal) == (["1 fiche rangée."], domaine)

    def test_a_domain_is_asked_for(self, client, animatrice):
        reponse = client.post(adresse("ranger", ActeurFactory()), {"place": "autre"})
        assert [*reponse.context["form"].errors] == ["domaine"]


class TestQui:
    @pytest.mark.parametrize("action", ["publier", "delete", "etiqueter", "ranger"])
    def test_who_may_not_publish_has_neither_the_boxes_nor_the_page(self, client, action):
        compte = Compte.objects.create_user("redactrice@exemple.example", "un mot de passe long")
        droits = ["access_admin", "add_acteur", "change_acteur", "delete_acteur"]
        compte.user_permissions.set(Permission.objects.filter(codename__in=droits))
        client.force_login(compte)
        acteur = ActeurFactory(brouillon=True)
        assert "data-bulk-action-checkbox" not in client.get(LISTE).content.decode()
        for reponse in (
            client.get(adresse(action, acteur)),
            client.post(adresse(action, acteur), {"ajouter": "vrac", "confirmer": "1"}),
        ):
            assert (reponse.status_code, reponse["Location"]) == (302, "/admin/")
        assert ModelLogEntry.objects.filter(object_id=str(acteur.pk)).count() == 0
