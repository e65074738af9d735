"""The groups, the moderation between them, and the e-mails that it sends."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage
from wagtail.users.forms import GroupForm

from annuaire.models import Acteur, LabelActeur
from espace.models import Compte
from home import groupes
from tests.annuaire.fabriques import ActeurFactory, TypeLabelFactory

pytestmark = pytest.mark.django_db

MOT_DE_PASSE = "un mot de passe long"
CIRCUITS = ("circuit « Publication »", "circuit « Publication des pages »")


@pytest.fixture
def equipe():
    """(somebody who writes, somebody who publishes)."""
    groupes.charger()
    comptes = []
    for nom in (groupes.REDACTION, groupes.ANIMATION):
        compte = Compte.objects.create_user(
            f"{'redactrice' if nom == groupes.REDACTION else 'animatrice'}@exemple.example",
            MOT_DE_PASSE,
            first_name="Marie" if nom == groupes.REDACTION else "Aïcha",
        )
        compte.groups.add(Group.objects.get(name=nom))
        comptes.append(compte)
    return comptes


def droits(nom):
    groupe = Group.objects.get(name=nom)
    return sorted(f"{p.content_type.app_label}.{p.codename}" for p in groupe.permissions.all())


class TestChargement:
    def test_every_right_that_is_named_exists(self):
        groupes.charger()
        for nom, voulus in groupes.DROITS.items():
            attendus = sorted(
                f"{application}.{action}_{modele}"
                for (application, modele), actions in voulus.items()
                for action in actions
            )
            assert droits(nom) == attendus

    def test_the_administration_has_what_the_screen_of_groups_shows(self):
        groupes.charger()
        montres = GroupForm(instance=Group()).registered_permissions
        attendus = sorted(f"{p.content_type.app_label}.{p.codename}" for p in montres)
        assert droits(groupes.ADMINISTRATION) == attendus

    def test_a_second_loading_changes_nothing(self):
        groupes.charger()
        comptes = [modele.objects.count() for modele in (Group, Workflow, GroupApprovalTask)]
        bilan = groupes.charger()
        assert (bilan.crees, bilan.gardes) == ([], [*groupes.GROUPES, *CIRCUITS])
        assert [m.objects.count() for m in (Group, Workflow, GroupApprovalTask)] == comptes

    def test_what_people_took_away_stays_so_unless_forced(self):
        groupes.charger()
        tous = droits(groupes.ANIMATION)
        Group.objects.get(name=groupes.ANIMATION).permissions.clear()
        groupes.charger()
        assert droits(groupes.ANIMATION) == []
        groupes.charger(forcer=True)
        assert droits(groupes.ANIMATION) == tous

    def test_who_approves_is_told_again_when_forced(self):
        groupes.charger()
        taches = {nom: GroupApprovalTask.objects.get(name=nom) for nom in groupes.RELECTEURS}
        taches[groupes.TACHE].groups.clear()
        groupes.charger()
        vides = list(taches[groupes.TACHE].groups.all())
        groupes.charger(forcer=True)
        assert vides == []
        assert {
            nom: set(tache.groups.values_list("name", flat=True)) for nom, tache in taches.items()
        } == {nom: set(relecteurs) for nom, relecteurs in groupes.RELECTEURS.items()}

    def test_pages_and_actors_go_through_theirs(self):
        groupes.charger()
        assert Acteur.get_default_workflow().name == "Publication"
        assert Page.get_first_root_node().get_workflow().name == "Publication des pages"

    def test_a_workflow_that_somebody_chose_stays(self):
        leur = Workflow.objects.create(name="La nôtre")
        racine = Page.get_first_root_node()
        WorkflowPage.objects.update_or_create(page=racine, defaults={"workflow": leur})
        groupes.charger()
        assert racine.get_workflow() == leur

    def test_the_workflow_of_actors_leaves_the_pages_once(self):
        """Pages went through it before « Publication » was there; who puts it back keeps it."""
        acteurs = Workflow.objects.create(name=groupes.WORKFLOW)
        racine = Page.get_first_root_node()
        WorkflowPage.objects.update_or_create(page=racine, defaults={"workflow": acteurs})
        groupes.charger()
        assert Page.get_first_root_node().get_workflow().name == "Publication des pages"
        WorkflowPage.objects.update_or_create(page=racine, defaults={"workflow": acteurs})
        groupes.charger()
        assert Page.get_first_root_node().get_workflow() == acteurs

    def test_the_command_says_what_it_did(self, capsys):
        noms = ", ".join((*groupes.GROUPES, *CIRCUITS))
        call_command("charger_groupes")
        assert capsys.readouterr().out == f"  créés : {noms}\n"
        call_command("charger_groupes", forcer=True)
        assert capsys.readouterr().out == (
            f"  droits remis : {', '.join(groupes.GROUPES)}\n"
            f"  gardés tels quels : {', '.join(CIRCUITS)}\n"
        )


def soumettre(acteur, compte):
    """Submit what the actor has as its latest draft."""
    acteur.save_revision(user=compte, clean=False)
    acteur = Acteur.objects.get(pk=acteur.pk)
    Acteur.get_default_workflow().start(acteur, compte)
    return Acteur.objects.get(pk=acteur.pk)


def lignes(courriel):
    """What an e-mail says between the greeting and the foot."""
    dites = [ligne.strip() for ligne in courriel.body.splitlines() if ligne.strip()]
    return dites[1:-1]


def edition(acteur):
    return f"http://testserver/admin/annuaire/acteurs/edit/{acteur.pk}/"


def agir(client, acteur, action, **donnees):
    chemin = reverse(
        Acteur.snippet_viewset.get_url_name("workflow_action"),
        args=[acteur.pk, action, acteur.current_workflow_task_state.pk],
    )
    return client.post(chemin, donnees, follow=True)


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestModeration:
    def test_writing_submitting_approving(self, client, equipe):
        redactrice, animatrice = equipe
        acteur = ActeurFactory(nom="Le Cabas", brouillon=True)
        acteur = soumettre(acteur, redactrice)
        (courriel,) = mail.outbox
        assert (courriel.to, courriel.subject, lignes(courriel)) == (
            [animatrice.email],
            "« Le Cabas » attend votre relecture",
            [
                "« Le Cabas » (acteur) est soumis à l’étape « Relecture par l’animation ».",
                f"Relire, approuver ou demander des changements : {edition(acteur)}",
            ],
        )
        client.force_login(animatrice)
        agir(client, acteur, "approve")
        acteur.refresh_from_db()
        assert acteur.live
        (_soumis, approuve) = mail.outbox
        assert (approuve.to, approuve.subject, lignes(approuve)) == (
            [redactrice.email],
            "« Le Cabas » est publié",
            [
                "« Le Cabas » (acteur), que vous aviez soumis, est approuvé et publié.",
                f"Le revoir : {edition(acteur)}",
            ],
        )

    def test_asking_for_changes_says_why(self, client, equipe):
        redactrice, animatrice = equipe
        acteur = soumettre(ActeurFactory(nom="Le Cabas", brouillon=True), redactrice)
        client.force_login(animatrice)
        agir(client, acteur, "reject", comment="Il manque l’adresse.")
        acteur.refresh_from_db()
        assert not acteur.live
        demande = mail.outbox[-1]
        assert (demande.to, demande.subject, lignes(demande)) == (
            [redactrice.email],
            "« Le Cabas » : des changements sont demandés",
            [
                "« Le Cabas » (acteur), que vous aviez soumis, n’est pas publié : "
                "des changements sont demandés.",
                "Ce qui est demandé : Il manque l’adresse.",
                f"Le reprendre : {edition(acteur)}",
            ],
        )

    def test_who_writes_neither_approves_nor_publishes(self, client, equipe):
        redactrice, _animatrice = equipe
        acteur = soumettre(ActeurFactory(brouillon=True), redactrice)
        client.force_login(redactrice)
        reponse = agir(client, acteur, "approve")
        acteur.refresh_from_db()
        assert (reponse.redirect_chain[0], acteur.live) == (("/admin/", 302), False)

    def test_a_draft_that_breaks_a_rule_is_not_an_error_page(self, client, equipe):
        redactrice, animatrice = equipe
        acteur = ActeurFactory(nom="Le Cabas", brouillon=True)
        acteur.labels = [LabelActeur(type=TypeLabelFactory(), etat="verifie")]
        acteur = soumettre(acteur, redactrice)
        client.force_login(animatrice)
        reponse = agir(client, acteur, "approve")
        acteur.refresh_from_db()
        assert ([str(m) for m in reponse.context["messages"]], acteur.live) == (
            [
                "La fiche n’est pas publiée. Un label n’est « vérifié » qu’avec une preuve : une "
                "adresse où la lire, ou son numéro et qui l’a délivré."
            ],
            False,
        )
        assert acteur.workflow_in_progress
