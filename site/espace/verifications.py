"""Deployment checks: a demo account must not survive into production."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, transaction


@register(Tags.security, deploy=True)
def pas_de_compte_de_demonstration(app_configs, **_):
    """Fail ``manage.py check --deploy`` while demo accounts exist and ``DEMO`` is off."""
    from .models import Compte  # checks load before models

    if settings.DEMO:
        return []
    try:
        # A savepoint: PostgreSQL refuses everything after an error in an open transaction.
        with transaction.atomic():
            nombre = Compte.objects.filter(est_demo=True).count()
    except DatabaseError:  # not migrated yet: nothing to find
        return []
    if not nombre:
        return []
    return [
        Error(
            f"{nombre} compte(s) de démonstration dans une installation qui n’en est pas une.",
            hint="Supprimez-les : Compte.objects.filter(est_demo=True).delete()",
            id="espace.E001",
        )
    ]
