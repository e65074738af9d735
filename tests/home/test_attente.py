"""« À faire »: what each role is told, where it leads, and what it costs."""

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, get_page_models

from annuaire.models import Signalement
from espace.models import Compte
from home import groupes
from home.avancement import modeles_a_traduire
from home.liens_casses import champs_de_texte
from socle.a_faire import AFaire, AFairePanel, a_faire, montrer_ce_qui_est_a_faire
from socle.memoires import tout_oublier
from tests.annuaire.fabriques import ActeurFactory
from tests.home.guide import (
    ajouter_fiche,
    ajouter_rubrique,
    ajouter_temoignage,
    bloc,
    publier_guide,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubrique():
    groupes.charger()
    return ajouter_rubrique(publier_guide())


def compte_de(*roles):
    compte = Compte.objects.create_user(f"{'-'.join(map(str, map(hash, roles)))}@exemple.example")
    compte.groups.add(*Group.objects.filter(name__in=roles))
    return Compte.objects.get(pk=compte.pk)


def demande_de(compte):
    request = RequestFactory().get("/admin/")
    request.user = compte
    return request


def cartes(compte):
    """``{key of a card: [sentences]}``."""
    trouvees = a_faire.cartes(demande_de(compte))
    return {carte.cle: [phrase for phrase, _adresse in carte.lignes] for carte in trouvees}


def peupler(rubrique, nombre, auteur):
    """So many of each thing that waits."""
    for rang in range(nombre):
        soumise = ajouter_fiche(rubrique, f"soumise-{rang}", live=False)
        soumise.save_revision(user=auteur)
        soumise.get_workflow().start(soumise, auteur)
        brouillon = ajouter_fiche(rubrique, f"brouillon-{rang}", live=False)
        lien = f'<p>Voir <a linktype="page" id="{brouillon.pk}">la suite</a>.</p>'
        ajouter_fiche(rubrique, f"cassee-{rang}", corps=[bloc("paragraphe", lien)])
        acteur = ActeurFactory(nom=f"Acteur {rang}", verifie_le="2020-01-01")
        Signalement.objects.create(acteur=acteur, ref=acteur.ref, genre="erreur", champ="nom")
        ajouter_temoignage(accord_le="2020-01-01")


def test_each_role_is_told_what_it_may_act_on(rubrique):
    auteur = compte_de(groupes.REDACTION)
    Locale.objects.get_or_create(language_code="en")
    peupler(rubrique, 1, auteur)
    pages = ["1 lien interne cassé"]
    acteurs = ["1 fiche pas vérifiée depuis un an"]
    traductions = ["Anglais : 5 pages à traduire sur 5"]
    temoignages = ["1 témoignage dont l’accord a plus de trois ans"]
    relecture = ["1 contenu soumis attend votre relecture"]
    communs = {"pages": pages, "traductions": traductions, "temoignages": temoignages}
    assert cartes(auteur) == {**communs, "annuaire": acteurs}
    assert cartes(compte_de(groupes.PUBLICATION)) == {**communs, "relecture": relecture}
    assert cartes(compte_de(groupes.ORGANISATION)) == {}
    assert cartes(compte_de(groupes.ANIMATION)) == {
        **communs,
        "annuaire": ["1 signalement à traiter", *acteurs],
    }


def test_what_came_back_is_told_to_who_submitted(rubrique):
    auteur = compte_de(groupes.REDACTION)
    fiche = ajouter_fiche(rubrique, live=False)
    fiche.save_revision(user=auteur)
    etat = fiche.get_workflow().start(fiche, auteur)
    etat.current_task_state.reject(user=compte_de(groupes.PUBLICATION))
    assert cartes(auteur) == {"relecture": ["1 de vos contenus attend des changements"]}


def test_nothing_that_waits_draws_nothing(rubrique):
    panneaux = []
    montrer_ce_qui_est_a_faire(demande_de(compte_de(groupes.ORGANISATION)), panneaux)
    assert panneaux == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_what_it_costs_does_not_depend_on_what_waits(rubrique, django_assert_num_queries, nombre):
    auteur = compte_de(groupes.REDACTION)
    Locale.objects.get_or_create(language_code="en")
    peupler(rubrique, nombre, auteur)
    compte = compte_de(groupes.PUBLICATION, groupes.ANIMATION)
    autre = type(compte).objects.get(pk=compte.pk)  # whose rights are not read yet
    a_faire.cartes(demande_de(autre))  # reads the types of content, which Django keeps for good
    tout_oublier()
    # One a page type that has a body, one a kind of thing to translate.
    natures = len([m for m in get_page_models() if champs_de_texte(m)]) + len(modeles_a_traduire())
    with django_assert_num_queries(19 + natures):
        a_faire.cartes(demande_de(compte))


@pytest.mark.usefixtures("gabarits_de_wagtail")
def test_every_line_leads_to_a_screen_that_answers(client, rubrique):
    auteur = compte_de(groupes.REDACTION)
    Locale.objects.get_or_create(language_code="en")
    peupler(rubrique, 1, auteur)
    compte = compte_de(groupes.PUBLICATION, groupes.ANIMATION)
    client.force_login(compte)
    liens = [a for carte in a_faire.cartes(demande_de(compte)) for _phrase, a in carte.lignes]
    assert [(a, client.get(a).status_code) for a in liens] == [(a, 200) for a in liens]
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert [a for a in liens if a.replace("&", "&amp;") not in html] == []


class TestRegistre:
    def test_cards_are_in_order_and_the_empty_ones_left_out(self):
        registre = AFaire()
        lignes = {"b": [("Deux", "/b/")], "a": [("Un", "/a/")], "vide": []}
        for ordre, cle in ((20, "b"), (10, "a"), (5, "vide")):
            registre.enregistrer(
                cle, ordre=ordre, titre=cle, icone="tasks", lignes=lambda r, c=cle: lignes[c]
            )
        assert [carte.cle for carte in registre.cartes(None)] == ["a", "b"]
        registre.retirer("a")
        assert [carte.cle for carte in registre.cartes(None)] == ["b"]

    def test_the_panel_comes_before_those_of_wagtail(self):
        assert AFairePanel([]).order == 150
