"""The home page: what is searched, domains with their counts, newest actors, the guide."""

from django.utils.translation import get_language

from annuaire.adresses import adresse_de_la_liste
from annuaire.cartes import cartes
from annuaire.cartes_facettes import termes
from home.arbre_du_guide import arbre_du_site
from search.moteurs import moteur
from search.requetes import Requete

NOUVEAUX = 3


def contexte_d_accueil(page, request):
    """Return what home/home_page.html draws, whatever exists yet. One question to the engine."""
    liste = adresse_de_la_liste(request)
    contexte = {"liste": liste, "domaines": [], "nouveaux": [], "total": 0}
    if liste:
        contexte.update(_annuaire(request))
    contexte["idees"] = [
        (idee, adresse_de_la_liste(request, q=idee)) for idee in page.idees if liste
    ]
    contexte["arbre"] = arbre_du_site(request)
    return contexte


def _annuaire(request):
    """Counts by domain and the newest actors, in one answer."""
    reponse = moteur().chercher(
        Requete(
            locale=get_language(),
            tri="recent",
            par_page=NOUVEAUX,
            facettes_voulues=("domaine",),
        )
    )
    comptes = reponse.facettes.get("domaine", {})
    return {
        "total": reponse.total,
        "domaines": [
            (terme, comptes[terme.cle], adresse_de_la_liste(request, domaine=terme.slug))
            for terme in termes().listes["domaine"]
            if terme.parent is None and comptes.get(terme.cle)
        ],
        "nouveaux": cartes(request, [resultat.objet_id for resultat in reponse.resultats]),
    }
