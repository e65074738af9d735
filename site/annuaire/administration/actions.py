"""What an animator does to several actors at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from annuaire import vie
from annuaire.models import Acteur


class ActionSurActeurs(SnippetBulkAction):
    """Shared: rights, and a confirmation page in the administration's own shape."""

    models = [Acteur]
    template_name = "annuaire/administration/confirmer_action.html"

    def check_perm(self, snippet):
        return self.permission_policy.user_has_permission_for_instance(
            self.request.user, "publish", snippet
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, titre=self.display_name, bouton=self.bouton)


class PublierBulkAction(ActionSurActeurs):
    """Publish the selected actors with their latest drafts."""

    display_name = _("Publier")
    bouton = _("Oui, publier")
    aria_label = _("Publier les acteurs choisis")
    action_type = "publier"
    action_priority = 10

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        faits = 0
        for acteur in objects:
            try:
                faits += vie.publier([acteur], user)
            except ValidationError:
                kwargs["self"].refuses = [*getattr(kwargs["self"], "refuses", []), acteur]
        return faits, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        message = ngettext("%(n)d fiche publiée.", "%(n)d fiches publiées.", num_parent_objects) % {
            "n": num_parent_objects
        }
        refuses = getattr(self, "refuses", [])
        if refuses:
            noms = ", ".join(str(acteur) for acteur in refuses)
            message += " " + _("À corriger avant de publier : %(noms)s.") % {"noms": noms}
        return message


class MasquerBulkAction(ActionSurActeurs):
    """Take the selected actors off the site.

    It stands where Wagtail puts « delete » (same ``action_type``): an actor is closed, merged
    or hidden, never deleted by the dozen.
    """

    display_name = _("Masquer")
    bouton = _("Oui, masquer")
    aria_label = _("Masquer les acteurs choisis")
    action_type = "delete"
    action_priority = 20

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        return vie.masquer(objects, user), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext("%(n)d fiche masquée.", "%(n)d fiches masquées.", num_parent_objects) % {
            "n": num_parent_objects
        }
