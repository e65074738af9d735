"""Who may enter what the screens of the directory enter."""

from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry

from annuaire.models import Acteur


def peut_ecrire_des_fiches(compte):
    """Whether an account may add or change actors."""
    politique = policy_registry.get_by_type(Acteur)
    return politique.user_has_any_permission(compte, {"add", "change"})


class ReserveeMixin:
    """A view for those who may."""

    def dispatch(self, request, *args, **kwargs):
        if not peut_ecrire_des_fiches(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
