"""Accounts in the administration: only a superuser makes, changes or removes a superuser.

Wagtail asks for the right on accounts, and for nothing more: whoever may change them could tick
« Administrateur » for themselves, or set a superuser's password.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from wagtail import hooks


@hooks.register("before_create_user")
def ne_pas_creer_de_superutilisateur(request):
    """Refuse what another than a superuser sends with that box ticked."""
    if not request.user.is_superuser and request.POST.get("is_superuser"):
        raise PermissionDenied


@hooks.register("before_edit_user")
def ne_pas_toucher_aux_superutilisateurs(request, compte):
    """Refuse a superuser's account to who is not one, and that box to everybody else."""
    ne_pas_creer_de_superutilisateur(request)
    _refuser(request, [compte])


@hooks.register("before_delete_user")
def ne_pas_effacer_de_superutilisateur(request, compte):
    """Refuse it to who is not one."""
    _refuser(request, [compte])


@hooks.register("before_bulk_action")
def ne_pas_agir_en_lot_sur_eux(request, _type, objets, action):
    """The same for what is done to several accounts at once."""
    if action.model is get_user_model():
        _refuser(request, objets)


def _refuser(request, comptes):
    if not request.user.is_superuser and any(compte.is_superuser for compte in comptes):
        raise PermissionDenied
