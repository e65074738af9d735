"""Public references of actors: 8 signs of Crockford's base 32 (no I, L, O, U), 40 bits."""

import secrets

SIGNES = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGUEUR = 8
# Crockford: what people misread is read back as the sign that exists.
_CONFUSIONS = str.maketrans("ILO", "110")


def libre(ref):
    """Return *ref*, or another one when an actor has or had it."""
    from annuaire.models import Acteur, RefRetiree

    while Acteur.objects.filter(ref=ref).exists() or RefRetiree.objects.filter(ref=ref).exists():
        ref = tirer()
    return ref


def nouvelles(nombre):
    """Return *nombre* distinct references never used before, in two queries whatever the number."""
    from annuaire.models import Acteur, RefRetiree

    tirees = set()
    while len(tirees) < nombre:
        lot = {tirer() for _ in range(nombre - len(tirees))}
        lot -= set(Acteur.objects.filter(ref__in=lot).values_list("ref", flat=True))
        lot -= set(RefRetiree.objects.filter(ref__in=lot).values_list("ref", flat=True))
        tirees |= lot
    return list(tirees)


def tirer():
    """Draw eight random signs."""
    bits = secrets.randbits(5 * LONGUEUR)
    return "".join(SIGNES[bits >> 5 * rang & 31] for rang in range(LONGUEUR))


def normaliser(texte):
    """Return *texte* as a reference is written: capitals, misread signs put right."""
    return texte.strip().upper().translate(_CONFUSIONS)
