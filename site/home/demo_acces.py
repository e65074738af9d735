"""The demonstration's editor: a group with the rights of the newsroom, one account, a password."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from home.groupes import ANIMATION, PUBLICATION

EMAIL = "redaction@tissage.example"
GROUPE = "Rédaction (démonstration)"
FICHIER = "acces-demo.txt"
SUR_LES_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the rights of its own models, also where the site has others
# (``auth_model`` of wagtail.images.get_permission_policy and of the documents').
SUR_LES_MEDIAS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}
APPLICATIONS = ("annuaire", "search", "home")


def ouvrir():
    """Make the editor's account if need be; return ``(email, password, file)``.

    The password is drawn once per installation and kept in a file that only the owner of the
    process reads. When that file is lost, a new password is drawn.
    """
    fichier = Path(settings.DONNEES_VAR) / FICHIER
    compte = get_user_model().objects.filter(email=EMAIL).first()
    motdepasse = _lire(fichier)
    if compte is None or not motdepasse or not compte.check_password(motdepasse):
        motdepasse = secrets.token_urlsafe(12)
        compte = compte or get_user_model()(email=EMAIL, first_name="Rédaction", est_demo=True)
        compte.set_password(motdepasse)
        compte.save()
        _ecrire(fichier, motdepasse)
    compte.groups.add(_groupe(), *Group.objects.filter(name__in=(ANIMATION, PUBLICATION)))
    return EMAIL, motdepasse, fichier


def _lire(fichier):
    """The password kept in the file, or an empty string."""
    if not fichier.exists():
        return ""
    return fichier.read_text(encoding="utf-8").strip().rpartition(" ")[2]


def _ecrire(fichier, motdepasse):
    """Write the sign-in where nobody else reads it, from the first byte."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.unlink(missing_ok=True)
    fichier.touch(mode=0o600)
    fichier.write_text(
        f"Compte de la rédaction\u00a0: {EMAIL}\nMot de passe\u00a0: {motdepasse}\n",
        encoding="utf-8",
    )


def _groupe():
    """The group, with every right of the newsroom: those it lacks are added, none is taken away."""
    groupe, _cree = Group.objects.get_or_create(name=GROUPE)
    droits = Permission.objects.filter(content_type__app_label__in=APPLICATIONS)
    groupe.permissions.add(
        *droits,
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(codename="change_reglagesdusite"),
        Permission.objects.get(codename="change_identitedusite"),
    )
    racine = Page.get_first_root_node()
    for droit in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=SUR_LES_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=groupe, page=racine, permission=droit)
    collection = Collection.get_first_root_node()
    for application, codes in SUR_LES_MEDIAS.items():
        for droit in Permission.objects.filter(
            content_type__app_label=application, codename__in=codes
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=groupe, collection=collection, permission=droit
            )
    return groupe
