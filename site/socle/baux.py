"""Leases: one worker at a time runs a job, and another takes over when it dies.

Clocks are the workers' own: keep them on NTP, and leases longer than their drift.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from .models import Bail

PRENDRE = """
    INSERT INTO socle_bail (nom, titulaire, jusqua, prochain) VALUES (%s, %s, %s, %s)
    ON CONFLICT (nom) DO UPDATE SET titulaire = excluded.titulaire, jusqua = excluded.jusqua
    WHERE socle_bail.jusqua <= %s AND (socle_bail.prochain <= %s OR %s)
    RETURNING nom
"""


def prendre(nom, titulaire, *, secondes, meme_avant_l_heure=False):
    """Take the lease *nom* for *secondes*. False when another holds it or when it is not due yet.

    One statement, atomic on SQLite and PostgreSQL. *meme_avant_l_heure* skips the second condition.
    """
    maintenant = timezone.now()
    instant, fin = (
        connection.ops.adapt_datetimefield_value(valeur)
        for valeur in (maintenant, maintenant + timedelta(seconds=secondes))
    )
    with connection.cursor() as curseur:
        curseur.execute(
            PRENDRE,
            [nom, titulaire, fin, instant, instant, instant, bool(meme_avant_l_heure)],
        )
        return curseur.fetchone() is not None


def prolonger(nom, titulaire, *, secondes):
    """Keep the lease for *secondes* more. False when it was lost: stop at once."""
    fin = timezone.now() + timedelta(seconds=secondes)
    return Bail.objects.filter(nom=nom, titulaire=titulaire).update(jusqua=fin) == 1


def rendre(nom, titulaire, *, dans):
    """Give the lease back; the job is due again in *dans* seconds. False when it was lost."""
    maintenant = timezone.now()
    suivant = maintenant + timedelta(seconds=dans)
    return (
        Bail.objects.filter(nom=nom, titulaire=titulaire).update(
            titulaire="", jusqua=maintenant, prochain=suivant
        )
        == 1
    )
