"""The loops that belong to no room: scheduled publishing, old counters, dead sessions."""

from django.core.management import call_command

from . import debits
from .travaux import boucle


@boucle("publication", toutes_les=60)
def publier_l_echu():
    """Publish and withdraw what editors have scheduled."""
    call_command("publish_scheduled", verbosity=0)


@boucle("debits", toutes_les=3600)
def oublier_les_debits():
    debits.purger()


@boucle("sessions", toutes_les=24 * 3600)
def oublier_les_sessions():
    call_command("clearsessions", verbosity=0)
