"""Accounts: people who sign in, by e-mail."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def normaliser_email(email):
    """Return *email* trimmed and in lower case: the one form in which addresses are kept."""
    return (email or "").strip().lower()


class CompteManager(BaseUserManager):
    """Accounts are made by e-mail; without a password they can only use sign-in links."""

    use_in_migrations = True

    def get_by_natural_key(self, username):
        return self.get(email=normaliser_email(username))

    def create_user(self, email, password=None, **champs):
        """Create an account. Raises ValueError without an address; no password, none usable."""
        email = normaliser_email(email)
        if not email:
            raise ValueError("Un compte a besoin d’une adresse électronique.")
        compte = self.model(email=email, **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte

    def create_superuser(self, email, password=None, **champs):
        """Create an account with every right. Needed by ``createsuperuser``."""
        return self.create_user(email, password, is_superuser=True, **champs)


class Compte(AbstractUser):
    """A person who signs in. Access to the administration comes from groups only."""

    username = None
    is_staff = None
    email = models.EmailField(
        _("adresse électronique"),
        unique=True,
        error_messages={"unique": _("Un compte utilise déjà cette adresse.")},
    )
    est_demo = models.BooleanField(
        _("compte de démonstration"),
        default=False,
        editable=False,
        help_text=_("Refusé à la connexion hors démonstration."),
    )

    objects = CompteManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="compte_email_minuscule",
                violation_error_message=_("L’adresse s’écrit en minuscules."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = normaliser_email(self.email)

    def save(self, *args, **kwargs):
        self.email = normaliser_email(self.email)
        super().save(*args, **kwargs)
