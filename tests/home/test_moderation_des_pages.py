"""A page goes from who writes to who publishes: who acts, and the e-mails on the way."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from espace.models import Compte
from home import groupes
from tests.home.guide import ajouter_fiche, ajouter_rubrique, publier_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]
NOMS = {
    groupes.REDACTION: ("redactrice", "Marie"),
    groupes.PUBLICATION: ("editrice", "Aïcha"),
    groupes.ANIMATION: ("animatrice", "Inès"),
}


@pytest.fixture
def equipe():
    """``{group: account}``."""
    groupes.charger()
    comptes = {}
    for nom, (debut, prenom) in NOMS.items():
        compte = Compte.objects.create_user(f"{debut}@exemple.example", first_name=prenom)
        compte.groups.add(Group.objects.get(name=nom))
        comptes[nom] = compte
    return comptes


@pytest.fixture
def fiche(equipe):
    fiche = ajouter_fiche(
        ajouter_rubrique(publier_guide()), live=False, owner=equipe[groupes.REDACTION]
    )
    fiche.save_revision(user=equipe[groupes.REDACTION])
    return fiche


def formulaire(fiche, **autres):
    """What the editor's form sends, streams as they are."""
    flux = {}
    for nom in ("corps", "sources", "lois", "lire_aussi"):
        bruts = list(getattr(fiche, nom).raw_data)
        flux[f"{nom}-count"] = len(bruts)
        for rang, brut in enumerate(bruts):
            debut = f"{nom}-{rang}"
            flux |= {f"{debut}-deleted": "", f"{debut}-order": rang, f"{debut}-type": brut["type"]}
            flux |= {f"{debut}-id": brut.get("id") or ""}
            flux |= _valeurs(f"{debut}-value", brut["value"])
    commentaires = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return {
        "title": fiche.title,
        "slug": fiche.slug,
        "chapo": fiche.chapo,
        "resume": fiche.resume,
        "reecrit_le": "",
        **flux,
        **commentaires,
        **autres,
    }


def _valeurs(nom, valeur):
    if isinstance(valeur, dict):
        return {c: v for cle, v in valeur.items() for c, v in _valeurs(f"{nom}-{cle}", v).items()}
    if isinstance(valeur, str) and valeur.startswith("<"):
        texte = {"text": "mot", "key": "a", "type": "unstyled", "depth": 0}
        bloc = {**texte, "inlineStyleRanges": [], "entityRanges": []}
        return {nom: json.dumps({"blocks": [bloc], "entityMap": {}})}
    return {nom: valeur}


def envoyer(client, compte, fiche, **action):
    client.force_login(compte)
    adresse = reverse("wagtailadmin_pages:edit", args=[fiche.pk])
    reponse = client.post(adresse, formulaire(fiche, **action))
    fiche.refresh_from_db()
    return reponse


def decider(client, compte, fiche, action, **donnees):
    client.force_login(compte)
    adresse = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[fiche.pk, action, fiche.current_workflow_task_state.pk],
    )
    reponse = client.post(adresse, donnees)
    fiche.refresh_from_db()
    return reponse


def lignes(courriel):
    """What an e-mail says between the greeting and the foot."""
    dites = [ligne.strip() for ligne in courriel.body.splitlines() if ligne.strip()]
    return dites[1:-1]


def edition(fiche):
    return f"http://testserver/admin/pages/{fiche.pk}/edit/"


def test_submitting_writes_to_who_approves(client, equipe, fiche):
    envoyer(client, equipe[groupes.REDACTION], fiche, **{"action-submit": "oui"})
    (courriel,) = mail.outbox
    assert (fiche.live, courriel.to, courriel.subject, lignes(courriel)) == (
        False,
        ["editrice@exemple.example"],
        "« Question une » attend votre relecture",
        [
            "« Question une » (page) est soumis à l’étape « Relecture par la publication ».",
            f"Relire, approuver ou demander des changements : {edition(fiche)}",
        ],
    )


def test_approving_publishes_and_writes_to_who_submitted(client, equipe, fiche):
    envoyer(client, equipe[groupes.REDACTION], fiche, **{"action-submit": "oui"})
    decider(client, equipe[groupes.PUBLICATION], fiche, "approve")
    approuve = mail.outbox[-1]
    assert (fiche.live, len(mail.outbox), approuve.to, approuve.subject, lignes(approuve)) == (
        True,
        2,
        ["redactrice@exemple.example"],
        "« Question une » est publié",
        [
            "« Question une » (page), que vous aviez soumis, est approuvé et publié.",
            f"Le revoir : {edition(fiche)}",
        ],
    )


def test_asking_for_changes_says_why(client, equipe, fiche):
    envoyer(client, equipe[groupes.REDACTION], fiche, **{"action-submit": "oui"})
    decider(client, equipe[groupes.PUBLICATION], fiche, "reject", comment="Il manque une source.")
    demande = mail.outbox[-1]
    assert (fiche.live, demande.to, demande.subject, lignes(demande)[1:]) == (
        False,
        ["redactrice@exemple.example"],
        "« Question une » : des changements sont demandés",
        ["Ce qui est demandé : Il manque une source.", f"Le reprendre : {edition(fiche)}"],
    )


@pytest.mark.parametrize("role", [groupes.REDACTION, groupes.ANIMATION])
def test_the_others_neither_approve_nor_publish(client, equipe, fiche, role):
    envoyer(client, equipe[groupes.REDACTION], fiche, **{"action-submit": "oui"})
    reponse = decider(client, equipe[role], fiche, "approve")
    envoyer(client, equipe[role], fiche, **{"action-publish": "oui"})
    assert (reponse["Location"], fiche.live) == ("/admin/", False)
