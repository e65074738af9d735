"""How fast one may ask: limits on reading, counted in the cache and never in the database.

In memory each process counts for itself, so that a site of N processes lets N times as much pass;
with Redis they count together. What must hold exactly (mail, forms) is in ``socle.debits``.
"""

from time import time

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def permettre(cle, *, limite, fenetre_s):
    """Count one use of *cle*; tell whether it stays within *limite* per *fenetre_s* seconds.

    *cle* says the action and who; only its keyed hash is kept, for one window. When the cache
    fails nobody is refused.
    """
    fenetre = int(time() // fenetre_s)
    empreinte = salted_hmac(f"cadences:{fenetre}", cle, algorithm="sha256").hexdigest()[:32]
    nom = f"cadence:{empreinte}"
    cache.add(nom, 0, timeout=2 * fenetre_s)
    try:
        return cache.incr(nom) <= limite
    except ValueError:  # evicted since
        return True
