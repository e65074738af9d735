"""Who may sign in with a password."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from .models import normaliser_email


class CompteBackend(ModelBackend):
    """E-mail and password; a demo account is refused wherever ``DEMO`` is off."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        adresse = username or kwargs.get("email")
        return super().authenticate(request, username=normaliser_email(adresse), password=password)

    def user_can_authenticate(self, user):
        if user.est_demo and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user and self.user_can_authenticate(user) else None
