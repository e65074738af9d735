"""What the worker does for search."""

import logging

from search import expedition, reconstruction
from search.documents import purger, refaire_marques
from search.moteurs.elastique import etat as etats
from socle.travaux import boucle, prolonger

journal = logging.getLogger(__name__)
patience = expedition.Patience()


@boucle("recherche", toutes_les=10)
def refaire_les_documents_marques():
    """Make marked documents again, by slices, until none is left or the worker must stop."""
    while refaire_marques() and prolonger():
        pass


@boucle("recherche-expedition", toutes_les=2)
def expedier_les_documents():
    """Feed the search server, if the site has one; make its index when there is none."""
    if not expedition.est_servi() or not patience.est_venue():
        return
    try:
        _tenir_a_jour()
    except expedition.Indisponible as erreur:
        patience.echouer()
        if patience.echecs == 1:
            journal.warning("Elasticsearch ne prend rien (%s) : rien n’est perdu.", erreur)
        return
    if patience.echecs:
        journal.warning("Elasticsearch a reçu ce qu’il avait manqué.")
    patience.reussir()


def _tenir_a_jour():
    etat = expedition.etat_de_l_index()
    if etat == etats.PRET:
        expedition.expedier(prolonger)
        return
    journal.warning("Reconstruction de l’index : %s.", etats.EN_CLAIR[etat])
    try:
        reconstruction.reconstruire(lambda _nombre: prolonger())
    except reconstruction.DejaEnCours:
        return  # the command, or another worker, does it
    expedition.expedier(prolonger)


@boucle("recherche-chantiers", toutes_les=600)
def oublier_les_chantiers_abandonnes():
    """Take away what a rebuild that was killed left on the server."""
    if expedition.est_servi() and patience.est_venue():
        try:
            reconstruction.abandonner_les_restes()
        except expedition.Indisponible:
            journal.info("Elasticsearch ne répond pas : le ménage attendra.")


@boucle("recherche-purge", toutes_les=24 * 3600)
def oublier_les_vieilles_tombes():
    """Take away tombstones that nobody needs any more."""
    purger(expedition=expedition.est_servi())
