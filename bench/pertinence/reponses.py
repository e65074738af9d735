"""Asks judged queries as ``manage.py chercher --lot`` does. Django must be started."""

import json
from collections import defaultdict

from bench.pertinence.lignes import plier
from bench.pertinence.notes import Reponse


def lot(requetes):
    """Lines of JSON that ``manage.py chercher --lot`` reads."""
    return [
        json.dumps({"id": r.id, "requete": r.texte, "lieu": r.lieu}, ensure_ascii=False)
        for r in requetes
    ]


def interroger(requetes, nom_moteur=None):
    """Return {id: (Reponse, answer)} where *answer* is the dict of annuaire.lots, one a query."""
    from django.conf import settings
    from django.utils import translation

    from annuaire.lots import repondre_au_lot

    with translation.override(settings.LANGUAGE_CODE):
        # The first search of a process reads the whole index: it says nothing of a search.
        list(repondre_au_lot(lot(requetes[:1]), nom_moteur))
        brutes = list(repondre_au_lot(lot(requetes), nom_moteur))
    cles = _cles({resultat["ref"] for brute in brutes for resultat in brute["resultats"]})
    return {brute["id"]: (_reponse(brute, cles), brute) for brute in brutes}


def _cles(refs):
    """{ref: keys of the rows it comes from}: an actor of two lists answers for both."""
    from annuaire.models import IdentifiantExterne

    trouvees = defaultdict(set)
    for ref, source, identifiant in IdentifiantExterne.objects.filter(
        acteur__ref__in=refs
    ).values_list("acteur__ref", "source__nom", "identifiant"):
        trouvees[ref].add((source, identifiant))
    return trouvees


def _reponse(brute, cles):
    """What is only close to the question is shown too, but does not say that something matches."""
    rangs = tuple(
        frozenset(cles.get(resultat["ref"]) or {("", plier(resultat["nom"]))})
        for resultat in brute["resultats"]
    )
    return Reponse(rangs, brute["total"] > 0 and not brute["approche"], brute["ms"])
