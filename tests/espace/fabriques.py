"""Accounts for tests."""

import factory

from espace.models import Compte

MOT_DE_PASSE = "quatre chevaux agrafés"


class CompteFactory(factory.django.DjangoModelFactory):
    """An account with a password; ``admin=True`` for one with every right."""

    class Meta:
        model = Compte
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_superuser=True)

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    password = factory.django.Password(MOT_DE_PASSE)
