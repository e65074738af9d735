"""The groups of people who keep the portal, and the workflows that go from one to the other.

« Rédaction » writes and submits, « Publication » publishes pages, « Animation » keeps the
directory, « Organisation » the events and the prize, « Administration » the site itself. Rights
are those of Django and Wagtail: an administrator changes them in Réglages → Groupes.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail import hooks
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from annuaire.models import Acteur

REDACTION, PUBLICATION, ORGANISATION = "Rédaction", "Publication", "Organisation"
ANIMATION, ADMINISTRATION = "Animation", "Administration"
GROUPES = (REDACTION, PUBLICATION, ORGANISATION, ANIMATION, ADMINISTRATION)
# Workflow, its only task. The first is that of actors, the second that of pages.
WORKFLOW, TACHE = "Publication", "Relecture par l’animation"
WORKFLOW_DES_PAGES, TACHE_DES_PAGES = "Publication des pages", "Relecture par la publication"
# Who approves at each task; « Administration », which may do everything, does too.
RELECTEURS = {TACHE: (ANIMATION, ADMINISTRATION), TACHE_DES_PAGES: (PUBLICATION, ADMINISTRATION)}
# The workflow that Wagtail's own migrations put on the page tree: ours takes its place.
WORKFLOW_DE_WAGTAIL = "Moderators approval"

TAXONOMIES = ("domaine", "geste", "public", "reseau", "typelabel")
TOUT = ("add", "change", "delete")
# What every group needs: to come in, and to ask for a translation of what it may change.
ENTRER = {("wagtailadmin", "admin"): ("access",)}
TRADUIRE = {("wagtail_localize", "translation"): ("submit",)}
LE_GUIDE = {
    ("socle", "motduglossaire"): TOUT,
    ("home", "temoignage"): TOUT,
    ("home", "utilite"): ("view",),
}
CE_QUI_MENE_AUX_PAGES = {
    ("wagtailsearchpromotions", "searchpromotion"): TOUT,
    ("wagtailredirects", "redirect"): TOUT,
}
LE_CADRE = {("socle", "navigation"): TOUT, ("socle", "bandeau"): TOUT}
# Group → (application, model) → actions. « Administration » has every right that Wagtail shows in
# Réglages → Groupes: whatever an application adds to that screen is theirs.
DROITS = {
    REDACTION: {
        **ENTRER,
        **TRADUIRE,
        ("annuaire", "acteur"): ("add", "change"),
        ("socle", "motduglossaire"): ("add", "change"),
        ("home", "temoignage"): ("add", "change"),
    },
    PUBLICATION: {**ENTRER, **TRADUIRE, **LE_GUIDE, **LE_CADRE, **CE_QUI_MENE_AUX_PAGES},
    ORGANISATION: ENTRER,
    ANIMATION: {
        **ENTRER,
        **TRADUIRE,
        **LE_GUIDE,
        **LE_CADRE,
        **CE_QUI_MENE_AUX_PAGES,
        # « delete »: to answer a request of withdrawal; plain deletion is the superusers'.
        ("annuaire", "acteur"): (*TOUT, "publish", "lock", "unlock"),
        ("annuaire", "signalement"): ("view", "change"),
        ("annuaire", "source"): ("add", "change"),
        ("search", "synonyme"): TOUT,
        **{("annuaire", taxonomie): TOUT for taxonomie in TAXONOMIES},
    },
}
ECRIRE = ("add_page", "change_page")
PUBLIER = (*ECRIRE, "publish_page", "lock_page", "unlock_page")
SUR_LES_PAGES = {
    REDACTION: ECRIRE,
    PUBLICATION: PUBLIER,
    ORGANISATION: (),  # those of events and of the prize come with them
    ANIMATION: ECRIRE,
    ADMINISTRATION: (*PUBLIER, "bulk_delete_page"),
}
# Wagtail asks for the rights of its own models, also where the site has others.
SUR_LES_MEDIAS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


@dataclass
class BilanDesGroupes:
    """What the loading did: names of what was created, of what was given its rights again."""

    crees: list = field(default_factory=list)
    remis: list = field(default_factory=list)
    gardes: list = field(default_factory=list)


def charger(*, forcer=False):
    """Create the groups and the workflows; return a BilanDesGroupes. All in one transaction.

    What exists is left as people made it, unless *forcer*: then the rights that a group lacks are
    given back, and none is taken away. A workflow that somebody chose for the pages or for the
    actors stays theirs.
    """
    bilan = BilanDesGroupes()
    with transaction.atomic():
        groupes = {}
        for nom in GROUPES:
            groupes[nom], cree = Group.objects.get_or_create(name=nom)
            if cree or forcer:
                _donner_les_droits(groupes[nom])
            (bilan.crees if cree else bilan.remis if forcer else bilan.gardes).append(nom)
        _moderer_les_acteurs(bilan)
        _moderer_les_pages(bilan)
        if forcer:
            for tache in GroupApprovalTask.objects.filter(name__in=RELECTEURS):
                _donner_a_relire(tache)
    return bilan


def droits_de(nom):
    """The Permissions that the group of that name is given, those on the page tree apart."""
    if nom == ADMINISTRATION:
        montres = [Q(pk__in=montrer()) for montrer in hooks.get_hooks("register_permissions")]
        return Permission.objects.filter(_l_un_de(montres))
    conditions = []
    for (application, modele), actions in DROITS[nom].items():
        codes = [f"{action}_{modele}" for action in actions]
        conditions.append(Q(content_type__app_label=application, codename__in=codes))
    return Permission.objects.filter(_l_un_de(conditions))


def _l_un_de(conditions):
    reunies = Q(pk__in=[])
    for condition in conditions:
        reunies |= condition
    return reunies


def _donner_les_droits(groupe):
    groupe.permissions.add(*droits_de(groupe.name))
    racine = Page.get_first_root_node()
    for droit in _droits("wagtailcore", SUR_LES_PAGES[groupe.name]):
        GroupPagePermission.objects.get_or_create(group=groupe, page=racine, permission=droit)
    collection = Collection.get_first_root_node()
    for application, codes in SUR_LES_MEDIAS.items():
        for droit in _droits(application, codes):
            GroupCollectionPermission.objects.get_or_create(
                group=groupe, collection=collection, permission=droit
            )


def _droits(application, codes):
    return Permission.objects.filter(content_type__app_label=application, codename__in=codes)


def _donner_a_relire(tache):
    tache.groups.add(*Group.objects.filter(name__in=RELECTEURS[tache.name]))


def _workflow(nom, tache, bilan):
    """(the workflow of that name, whether it was created with its task)."""
    dit = f"circuit « {nom} »"
    workflow = Workflow.objects.filter(name=nom).first()
    if workflow is not None:
        bilan.gardes.append(dit)
        return workflow, False
    workflow = Workflow.objects.create(name=nom)
    tache = GroupApprovalTask.objects.create(name=tache)
    _donner_a_relire(tache)
    WorkflowTask.objects.create(workflow=workflow, task=tache)
    bilan.crees.append(dit)
    return workflow, True


def _moderer_les_acteurs(bilan):
    workflow, _cree = _workflow(WORKFLOW, TACHE, bilan)
    acteurs = ContentType.objects.get_for_model(Acteur, for_concrete_model=False)
    WorkflowContentType.objects.get_or_create(content_type=acteurs, defaults={"workflow": workflow})


def _moderer_les_pages(bilan):
    """Put the workflow of pages on the tree, unless somebody chose another one for it."""
    workflow, cree = _workflow(WORKFLOW_DES_PAGES, TACHE_DES_PAGES, bilan)
    racine = Page.get_first_root_node()
    # Ours took that of actors for pages too, before « Publication » was there.
    remplaces = [WORKFLOW_DE_WAGTAIL, *([WORKFLOW] if cree else [])]
    WorkflowPage.objects.filter(page=racine, workflow__name__in=remplaces).delete()
    WorkflowPage.objects.get_or_create(page=racine, defaults={"workflow": workflow})
