"""The two groups of people who keep the portal, and the workflow that goes from one to the other.

« Rédaction » writes and submits; « Animation » publishes, answers and files. Rights are those of
Django and Wagtail: an administrator changes them in Réglages → Groupes.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
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

REDACTION, ANIMATION = "Rédaction", "Animation"
WORKFLOW, TACHE = "Publication", "Relecture par l’animation"
# The workflow that Wagtail's own migrations put on the page tree: ours takes its place.
WORKFLOW_DE_WAGTAIL = "Moderators approval"

TAXONOMIES = ("domaine", "geste", "public", "reseau", "typelabel")
TOUT = ("add", "change", "delete")
# Group → (application, model) → actions.
DROITS = {
    REDACTION: {
        ("wagtailadmin", "admin"): ("access",),
        ("annuaire", "acteur"): ("add", "change"),
        ("socle", "motduglossaire"): ("add", "change"),
        ("home", "temoignage"): ("add", "change"),
    },
    ANIMATION: {
        ("wagtailadmin", "admin"): ("access",),
        # « delete »: to answer a request of withdrawal; plain deletion is the superusers'.
        ("annuaire", "acteur"): (*TOUT, "publish", "lock", "unlock"),
        ("annuaire", "signalement"): ("view", "change"),
        ("annuaire", "source"): ("add", "change"),
        ("search", "synonyme"): TOUT,
        ("socle", "motduglossaire"): TOUT,
        ("socle", "navigation"): TOUT,
        ("socle", "bandeau"): TOUT,
        ("home", "temoignage"): TOUT,
        ("home", "utilite"): ("view",),
        ("wagtailsearchpromotions", "searchpromotion"): TOUT,
        ("wagtailredirects", "redirect"): TOUT,
        **{("annuaire", taxonomie): TOUT for taxonomie in TAXONOMIES},
    },
}
SUR_LES_PAGES = {
    REDACTION: ("add_page", "change_page"),
    ANIMATION: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
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
    """Create the groups and the workflow; return a BilanDesGroupes. All in one transaction.

    What exists is left as people made it, unless *forcer*: then the rights that a group lacks are
    given back, and none is taken away. A workflow that somebody chose for the pages or for the
    actors stays theirs.
    """
    bilan = BilanDesGroupes()
    with transaction.atomic():
        groupes = {}
        for nom in (REDACTION, ANIMATION):
            groupes[nom], cree = Group.objects.get_or_create(name=nom)
            if cree or forcer:
                _donner_les_droits(groupes[nom])
            (bilan.crees if cree else bilan.remis if forcer else bilan.gardes).append(nom)
        _charger_le_workflow(groupes[ANIMATION], bilan)
    return bilan


def _donner_les_droits(groupe):
    condition = Q()
    for (application, modele), actions in DROITS[groupe.name].items():
        codes = [f"{action}_{modele}" for action in actions]
        condition |= Q(content_type__app_label=application, codename__in=codes)
    groupe.permissions.add(*Permission.objects.filter(condition))
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


def _charger_le_workflow(animation, bilan):
    workflow = Workflow.objects.filter(name=WORKFLOW).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW)
        tache = GroupApprovalTask.objects.create(name=TACHE)
        tache.groups.add(animation)
        WorkflowTask.objects.create(workflow=workflow, task=tache)
        bilan.crees.append(WORKFLOW)
    else:
        bilan.gardes.append(WORKFLOW)
    acteurs = ContentType.objects.get_for_model(Acteur, for_concrete_model=False)
    WorkflowContentType.objects.get_or_create(content_type=acteurs, defaults={"workflow": workflow})
    racine = Page.get_first_root_node()
    WorkflowPage.objects.filter(page=racine, workflow__name=WORKFLOW_DE_WAGTAIL).delete()
    WorkflowPage.objects.get_or_create(page=racine, defaults={"workflow": workflow})
