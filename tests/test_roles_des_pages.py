"""Every role × every page type × every action on a page.

Page types come from the models (tests/pages_de_chaque_type.py): a new one is held to the same
table, unless it has one of its own here.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from espace.models import Compte
from home import groupes
from home.models import HomePage
from tests.pages_de_chaque_type import peupler, types_de_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

ACTIONS = ("creer", "modifier", "soumettre", "publier", "depublier", "effacer", "verrouiller")
ECRIRE = {"creer", "modifier", "soumettre"}
TABLE = {
    groupes.REDACTION: ECRIRE,
    groupes.PUBLICATION: set(ACTIONS),
    groupes.ORGANISATION: set(),
    groupes.ANIMATION: ECRIRE,
    groupes.ADMINISTRATION: set(ACTIONS),
}
# Page types whose organisers act on them: {model label: {role: actions}}.
PARTICULIERS = {}
REFUS = "/admin/"


@pytest.fixture
def pages():
    groupes.charger()
    return peupler()


def compte_de(role):
    compte = Compte.objects.create_user(f"{groupes.GROUPES.index(role)}@exemple.example")
    compte.groups.add(Group.objects.get(name=role))
    return Compte.objects.get(pk=compte.pk)


def permises(page, compte):
    """The actions that Wagtail's own rule, which every view asks, lets an account do."""
    parent = page.get_parent().specific
    sur, dessus = page.permissions_for_user(compte), parent.permissions_for_user(compte)
    dites = {
        "creer": "add" in dessus.permissions,
        "modifier": sur.can_edit(),
        "soumettre": sur.can_edit() and sur.can_submit_for_moderation(),
        "publier": sur.can_publish(),
        "depublier": sur.can_unpublish(),
        "effacer": sur.can_delete(),
        "verrouiller": sur.can_lock(),
    }
    return {action for action, permise in dites.items() if permise}


@pytest.mark.parametrize("role", groupes.GROUPES)
def test_who_may_do_what_on_each_page_type(pages, role):
    compte = compte_de(role)
    trouvees = {modele._meta.label: permises(page, compte) for modele, page in pages.items()}
    attendues = {nom: PARTICULIERS.get(nom, {}).get(role, TABLE[role]) for nom in sorted(trouvees)}
    assert trouvees == attendues


@pytest.mark.parametrize("role", groupes.GROUPES)
def test_the_screens_say_the_same(client, pages, role):
    """One leaf of each type: what answers its page, and what sends back home."""
    client.force_login(compte_de(role))
    trouvees, attendues = {}, {}
    for modele, page in pages.items():
        nom, actions = modele._meta.label, TABLE[role]
        actions = PARTICULIERS.get(nom, {}).get(role, actions)
        parent = page.get_parent()
        ecrans = {
            "creer": ("wagtailadmin_pages:add", [modele._meta.app_label, modele._meta.model_name]),
            "modifier": ("wagtailadmin_pages:edit", []),
            "depublier": ("wagtailadmin_pages:unpublish", []),
            "effacer": ("wagtailadmin_pages:delete", []),
        }
        for action, (adresse, debut) in ecrans.items():
            cle = parent.pk if action == "creer" else page.pk
            reponse = client.get(reverse(adresse, args=[*debut, cle]))
            trouvees[nom, action] = reponse.status_code
            # Of some types there is one, and it is there.
            possible = action != "creer" or modele.can_create_at(parent.specific)
            attendues[nom, action] = 200 if action in actions and possible else 302
        reponse = client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
        page.refresh_from_db()
        trouvees[nom, "verrouiller"] = page.locked
        attendues[nom, "verrouiller"] = "verrouiller" in actions
    assert trouvees == attendues


def test_every_page_type_is_there():
    assert HomePage in types_de_page()
    assert [m for m in types_de_page() if not m.allowed_parent_page_models()] == []
