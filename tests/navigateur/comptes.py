"""Give the demonstration somebody who writes and does not publish: its own account does both.

``demonstration`` runs it once in a process of its own (a browser test never touches the database).
"""

import sys
from pathlib import Path

REDACTRICE = ("redactrice@tissage.example", "une navette et un peigne")


def ouvrir():
    """Make the account, in the group « Rédaction »."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from home.groupes import REDACTION

    courriel, mot_de_passe = REDACTRICE
    compte = get_user_model().objects.create_user(courriel, mot_de_passe, first_name="Inès")
    compte.groups.add(Group.objects.get(name=REDACTION))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django

    django.setup()
    ouvrir()
