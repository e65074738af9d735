"""Who may import, put lists on line, and undo: the one place where it is said."""

from wagtail.permissions import policy_registry

from annuaire.models import Acteur, DepotImport


def _peut(compte, action):
    return policy_registry.get_by_type(Acteur).user_has_permission(compte, action)


def peut_importer(compte):
    """Whether an account may upload lists: who may add actors."""
    return _peut(compte, "add")


def peut_exporter(compte):
    """Whether an account may take the list away to edit it: who may change actors."""
    return _peut(compte, "change")


def peut_publier(compte):
    """Whether an account may change what the site shows."""
    return _peut(compte, "publish")


def peut_engager(compte, depot):
    """Whether an account may import *depot*, or undo it.

    Without the right to publish, only drafts may come in: no entry that is there may change.
    """
    if not peut_importer(compte):
        return False
    if depot.profil == DepotImport.Profil.RETOUCHE:
        return peut_exporter(compte) and peut_publier(compte)
    touches = depot.compte.get("etats", {}).get("modifie", 0)
    return peut_publier(compte) or (depot.brouillon and not touches)
