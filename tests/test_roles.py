"""Every role × every address of our administration × every state of an actor.

The addresses come from the URL configuration (tests/roles.py): one without a rule fails. A rule
is a pattern of names and one answer a role; the first that matches is the one.
"""

from fnmatch import fnmatch
from itertools import product

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from espace.models import Compte
from home import groupes
from tests.roles import (
    ACTEUR,
    ETATS,
    adresses,
    construire,
    depend_de_l_etat,
    en_moderation,
    peupler,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

# Visitor, account without the administration, one that has it and nothing more, then ours.
ROLES = (
    *("visiteur", "compte", "invite", "redaction", "publication", "organisation"),
    *("animation", "administration", "superutilisateur"),
)
GROUPES = {
    "redaction": groupes.REDACTION,
    "publication": groupes.PUBLICATION,
    "organisation": groupes.ORGANISATION,
    "animation": groupes.ANIMATION,
    "administration": groupes.ADMINISTRATION,
}
# Those for whom the pages of an actor are drawn, and not only decided upon.
DESSINES = ("redaction", "animation", "superutilisateur")
# « refus »: back to the home page of the administration with a sentence. « entree »: sign in.
REFUS, ENTREE = "/admin/", "/admin/login/"


def rang(invite, redaction, animation, superutilisateur=None, **autres):
    """Answers by role; nobody enters without the administration.

    Unless *autres* says so, « Publication » and « Organisation » have nothing to do with the
    directory: they are answered as a guest is. « Administration » is, as « Animation ».
    """
    derniere = animation if superutilisateur is None else superutilisateur
    return {
        **{"visiteur": ENTREE, "compte": ENTREE, "invite": invite, "redaction": redaction},
        **{"publication": invite, "organisation": invite},
        **{"animation": animation, "administration": animation, "superutilisateur": derniere},
        **autres,
    }


TOUS = rang(200, 200, 200)
REDACTION = rang(REFUS, 200, 200)
ANIMATION = rang(REFUS, REFUS, 200)
SUPERUTILISATEUR = rang(REFUS, REFUS, REFUS, 200)
PERSONNE = rang(REFUS, REFUS, REFUS)
# What is of pages, not of the directory: who publishes them has it too.
PUBLICATION = rang(REFUS, REFUS, REFUS, 200, publication=200, administration=200)
LE_GUIDE = rang(REFUS, REFUS, 200, publication=200)
DU_GUIDE = ("home_temoignage", "socle_motduglossaire")
SUITE = "/suite/"  # leads to the screen that answers a report
FAIT = "fait"  # a redirection to where one goes on


def en_cours(pendant, sinon):
    """One answer while the actor is in moderation, another when it is not."""
    return lambda etat: pendant if en_moderation(etat) else sinon


def verrou(etat):
    """Only who locked it, or a superuser, unlocks; what is in moderation has one of its own."""
    return 405 if not en_moderation(etat) else REFUS


# What each address answers to GET.
LIRE = [
    # Postal geography is public; the names of actors and taxonomies are known to who is inside.
    ("choix_*", TOUS),
    ("wagtailsnippetchoosers_*", TOUS),
    # The editors' guide tells nothing that is not public.
    ("home_aide:*", TOUS),
    ("home_redaction:garder_un_modele", PUBLICATION),
    ("home_redaction:*", rang(REFUS, 200, 200, publication=200)),
    ("annuaire_geocodage:suite", rang(REFUS, 405, 405)),
    ("annuaire_geocodage:*", REDACTION),
    ("annuaire_imports:demande", rang(REFUS, 405, 405)),
    # This list was not imported, and comes from nowhere yet: its own screen says so.
    ("annuaire_imports:annuler", rang(REFUS, FAIT, FAIT)),
    ("annuaire_imports:correspondances", rang(REFUS, FAIT, FAIT)),
    ("annuaire_imports:*", REDACTION),
    ("annuaire_rapports:*", REDACTION),
    ("annuaire_verifications:*", REDACTION),
    ("annuaire_saisie:horaires", rang(REFUS, 405, 405)),
    ("annuaire_saisie:*", REDACTION),
    ("annuaire_signalements:suite", ANIMATION),
    ("annuaire_signalements:suivi", rang(REFUS, REFUS, 405)),
    ("annuaire_admin:vie", ANIMATION),
    ("lot:annuaire.acteur.*", ANIMATION),
    ("lot:annuaire.signalement.delete", PERSONNE),
    # Wagtail's own page says, one by one, what one may not delete.
    ("lot:*", TOUS),
    (f"{ACTEUR}:delete", SUPERUTILISATEUR),
    (f"{ACTEUR}:lock", rang(REFUS, REFUS, 405)),
    (f"{ACTEUR}:unlock", rang(REFUS, REFUS, verrou, 405)),
    (f"{ACTEUR}:unpublish", ANIMATION),
    (f"{ACTEUR}:revisions_unschedule", ANIMATION),
    *[
        (f"{ACTEUR}:{nom}", rang(*[en_cours(REFUS, 404)] * 2, en_cours(200, 404)))
        for nom in ("workflow_action", "collect_workflow_action_data")
    ],
    # A sentence of Wagtail’s, which names nothing.
    (f"{ACTEUR}:confirm_workflow_cancellation", TOUS),
    (f"{ACTEUR}:workflow_preview", rang(REFUS, REFUS, en_cours(200, REFUS))),
    (f"{ACTEUR}:workflow_history_detail", rang(REFUS, *[en_cours(200, 404)] * 2)),
    (f"{ACTEUR}:*", REDACTION),
    ("wagtailsnippets_annuaire_signalement:edit", rang(REFUS, REFUS, SUITE)),
    ("wagtailsnippets_annuaire_signalement:add", PERSONNE),
    ("wagtailsnippets_annuaire_signalement:delete", PERSONNE),
    ("wagtailsnippets_annuaire_source:delete", rang(REFUS, REFUS, REFUS, 200, administration=200)),
    *[(f"wagtailsnippets_home_utilite:{nom}", LE_GUIDE) for nom in ("list*", "inspect")],
    ("wagtailsnippets_home_utilite:*", PERSONNE),
    *[(f"wagtailsnippets_{modele}:delete", LE_GUIDE) for modele in DU_GUIDE],
    *[(f"wagtailsnippets_{m}:*", rang(REFUS, 200, 200, publication=200)) for m in DU_GUIDE],
    ("wagtailsnippets_socle_*", LE_GUIDE),
    ("wagtailsnippets_*", ANIMATION),
]

# What writes, to POST.
ECRIRE = [
    ("annuaire_saisie:horaires", REDACTION),
    ("annuaire_geocodage:suite", rang(REFUS, FAIT, FAIT)),
    ("annuaire_geocodage:fichier", rang(REFUS, 400, 400)),
    ("annuaire_signalements:suite", ANIMATION),
    ("annuaire_signalements:suivi", rang(REFUS, REFUS, SUITE)),
    ("annuaire_admin:vie", ANIMATION),
    ("lot:annuaire.acteur.publier", rang(REFUS, REFUS, FAIT)),
    ("lot:annuaire.acteur.delete", rang(REFUS, REFUS, FAIT)),
    ("lot:annuaire.acteur.*", ANIMATION),
    ("lot:annuaire.signalement.delete", PERSONNE),
    (f"{ACTEUR}:delete", rang(REFUS, REFUS, REFUS, FAIT)),
    (f"{ACTEUR}:lock", rang(REFUS, REFUS, FAIT)),
    (f"{ACTEUR}:unlock", rang(REFUS, REFUS, lambda e: REFUS if en_moderation(e) else FAIT, FAIT)),
    (f"{ACTEUR}:unpublish", rang(REFUS, REFUS, FAIT)),
    (f"{ACTEUR}:workflow_action", rang(*[en_cours(REFUS, 404)] * 2, en_cours(FAIT, 404))),
]


TABLES = [("get", LIRE), ("post", ECRIRE)]


def connecter(client, role):
    """Sign *role* in; a visitor stays one."""
    if role == "visiteur":
        return
    compte = Compte.objects.create_user(
        f"{role}@exemple.example",
        "un mot de passe long",
        is_superuser=role == "superutilisateur",
    )
    if role == "invite":
        compte.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    if role in GROUPES:
        compte.groups.add(Group.objects.get(name=GROUPES[role]))
    client.force_login(compte)


def regle(table, nom):
    """The answers that the first rule for this name gives, None when there is no rule."""
    return next((reponses for motif, reponses in table if fnmatch(nom, motif)), None)


def attendue(reponses, role, etat):
    voulue = reponses[role]
    return voulue(etat) if callable(voulue) else voulue


def recue(reponse):
    """The answer in the words of the tables."""
    if reponse.status_code != 302:
        return reponse.status_code
    adresse = reponse["Location"].partition("?")[0]
    if adresse in (REFUS, ENTREE):
        return adresse
    return SUITE if adresse.endswith(SUITE) else FAIT


def demander(client, methode, adresse, *, dessiner):
    """Ask, and put everything back as it was."""
    entetes = {} if dessiner else {"Sans-Dessin": "1"}
    with transaction.atomic():
        reponse = getattr(client, methode)(adresse, headers=entetes)
        transaction.set_rollback(True)
    if reponse.streaming:  # read to its end, a file is closed, and the database is not
        list(reponse.streaming_content)
    return recue(reponse)


def fautes(client, role):
    """[(method, address, state, answer, what it should be)] that are not as the tables say."""
    cles, relevees = peupler(), []
    connecter(client, role)
    for (methode, table), (nom, arguments) in product(TABLES, adresses()):
        reponses = regle(table, nom)
        if reponses is None:
            continue
        for etat in ETATS if depend_de_l_etat(nom) and arguments else ETATS[:1]:
            chemin = construire(nom, arguments, cles, etat)
            # Each page is drawn once for a superuser, and those of an actor for some.
            dessiner = etat == ETATS[0] and (
                role == ROLES[-1] or (role in DESSINES and depend_de_l_etat(nom))
            )
            obtenue = demander(client, methode, chemin, dessiner=dessiner)
            voulue = attendue(reponses, role, etat)
            if obtenue != voulue:
                relevees.append((methode, nom, etat, obtenue, voulue))
    return relevees


@pytest.fixture(autouse=True)
def equipe(petit_pays, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.roles.SansDessin"]
    groupes.charger()


def test_every_address_has_a_rule():
    assert [nom for nom, _arguments in adresses() if regle(LIRE, nom) is None] == []


def test_an_address_without_a_rule_is_seen():
    assert regle(LIRE, "annuaire_nouveaute:liste") is None


def test_every_rule_is_of_an_address():
    noms = [nom for nom, _arguments in adresses()]
    motifs = [motif for motif, _reponses in (*LIRE, *ECRIRE)]
    assert [motif for motif in motifs if not any(fnmatch(nom, motif) for nom in noms)] == []


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_and_writes_what(client, role):
    assert fautes(client, role) == []
