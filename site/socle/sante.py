"""Can the site answer? « ok » or « ko » for anyone; what each part says, for those who keep it.

A room adds a part in ``AppConfig.ready``. « ko » is said when the database does not answer, since
nothing works without it: a search server that is down is in the details, and the site goes on.
"""

import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.crypto import constant_time_compare

_parties = {}


def enregistrer(nom, constater):
    """``constater()`` returns what *nom* says of itself, ready for JSON, in a second at most.

    It raises nothing but DatabaseError. A name given again replaces the first.
    """
    _parties[nom] = constater


def base_repond():
    """Whether the database answers the simplest question."""
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
            return curseur.fetchone() == (1,)
    except DatabaseError:
        return False


def peut_lire_les_details(request):
    """Whether this request comes from somebody of the team, or shows the token of the settings."""
    genre, _blanc, jeton = request.headers.get("Authorization", "").partition(" ")
    if settings.SANTE_JETON and genre.lower() == "bearer":
        return constant_time_compare(jeton.strip(), settings.SANTE_JETON)
    try:
        return request.user.has_perm("wagtailadmin.access_admin")
    except DatabaseError:
        return False


def details():
    """{part: what it says}; the database first. A part whose reading fails says so."""
    debut = time.perf_counter()
    trouves = {"base": {"repond": base_repond(), "moteur": connection.vendor}}
    trouves["base"]["ms"] = round((time.perf_counter() - debut) * 1000, 1)
    for nom, constater in sorted(_parties.items()):
        try:
            trouves[nom] = constater()
        except DatabaseError as erreur:
            trouves[nom] = {"erreur": type(erreur).__name__}
    return trouves
