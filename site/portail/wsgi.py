"""WSGI entry point; production settings unless the environment says otherwise."""

import logging
import os

from django.core import checks
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portail.settings.base")
application = get_wsgi_application()

from search.moteurs import moteur  # noqa: E402 (once Django is ready)
from search.verifications import ETIQUETTE  # noqa: E402 (idem)

# Commands say these by themselves; a server of requests runs no check.
for message in checks.run_checks(tags=[ETIQUETTE]):
    logging.getLogger("search").warning(message)
# The first visitor does not wait for the client to be read.
moteur()
