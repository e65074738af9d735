"""What nobody does by hand in the administration, whatever their group."""

from wagtail.permission_policies import ModelPermissionPolicy


class PolitiqueSans(ModelPermissionPolicy):
    """Wagtail's rights on *model*, less some *actions* ("add", "change", "delete") that nobody has:
    not even a superuser."""

    def __init__(self, model, *actions):
        super().__init__(model)
        self.sans = frozenset(actions)

    def user_has_permission(self, user, action):
        return action not in self.sans and super().user_has_permission(user, action)
