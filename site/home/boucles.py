"""What the worker does for pages."""

from home import formulaires
from socle.travaux import boucle


@boucle("formulaires", toutes_les=24 * 3600)
def effacer_les_reponses_trop_vieilles():
    """Answers to forms, once kept as many days as their page says."""
    formulaires.purger()
