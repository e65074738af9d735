"""What the worker does for search."""

from search.documents import purger, refaire_marques
from socle.travaux import boucle, prolonger


@boucle("recherche", toutes_les=10)
def refaire_les_documents_marques():
    """Make marked documents again, by slices, until none is left or the worker must stop."""
    while refaire_marques() and prolonger():
        pass


@boucle("recherche-purge", toutes_les=24 * 3600)
def oublier_les_vieilles_tombes():
    """Take away tombstones that nobody needs any more."""
    purger()
