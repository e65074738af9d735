"""How often one may: caps on e-mails and forms, counted in the database, on every database.

A window is fixed (it starts at a multiple of its length), so that up to twice the limit may pass
around its end. Keys are stored as a keyed hash whose salt changes every day: no address is kept.
"""

import ipaddress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Debit

COMPTER = """
    INSERT INTO socle_debit (cle, debut, n) VALUES (%s, %s, 1)
    ON CONFLICT (cle, debut) DO UPDATE SET n = socle_debit.n + 1
    RETURNING n
"""
JOUR_S = 24 * 3600
GARDE = timedelta(days=2)


def autoriser(cle, *, limite, fenetre_s):
    """Count one use of *cle*; tell whether it stays within *limite* per *fenetre_s* seconds.

    *cle* says the action and who: « inscription:adresse@exemple.fr ». A refused use counts too.
    Atomic on SQLite and PostgreSQL. Call it outside a transaction: a rollback would forget the use.
    Raises ValueError for a window longer than a day.
    """
    if not 0 < fenetre_s <= JOUR_S:
        raise ValueError("Une fenêtre dure d’une seconde à un jour.")
    instant = int(timezone.now().timestamp())
    debut = datetime.fromtimestamp(instant - instant % fenetre_s, UTC)
    empreinte = salted_hmac(f"debits:{debut:%Y-%m-%d}", cle, algorithm="sha256").hexdigest()
    with connection.cursor() as curseur:
        curseur.execute(COMPTER, [empreinte, connection.ops.adapt_datetimefield_value(debut)])
        return curseur.fetchone()[0] <= limite


def adresse_client(request):
    """Return the client's network address, as text: what a limit per person is counted on.

    ``NOMBRE_DE_MANDATAIRES`` trusted proxies each add the address they saw to X-Forwarded-For: the
    client's is the N-th from the end, and what stands before it was written by the client. An IPv6
    address is cut to its /64, which is one home. "" when there is none.
    """
    adresse = request.META.get("REMOTE_ADDR", "")
    sauts = [saut.strip() for saut in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    nombre = settings.NOMBRE_DE_MANDATAIRES
    if nombre and len(sauts) >= nombre:
        adresse = sauts[-nombre]
    try:
        lue = ipaddress.ip_address(adresse)
    except ValueError:
        return ""
    if lue.version == 4:
        return str(lue)
    if lue.ipv4_mapped:
        return str(lue.ipv4_mapped)
    return str(ipaddress.ip_network((lue, 64), strict=False))


def purger():
    """Delete the counters of past windows. Returns how many."""
    return Debit.objects.filter(debut__lt=timezone.now() - GARDE).delete()[0]
