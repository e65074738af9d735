"""Titles by their words, the last one begun: from the first letters kept in the index."""

from .indice import DEBUT_MAX
from .mots import et, ou


def suggestion(mots, filtres, limite):
    """The body for these folded *mots*, or None when there is none: a title that begins so first,
    then by weight, then in order."""
    if not mots:
        return None
    entier = " ".join(mots)
    *pleins, debut = mots
    commence = _debut("tri.entier", "tri", entier)
    a_les_mots = et(
        [*({"term": {"tri.mots": mot}} for mot in pleins), _debut("tri.debuts", "tri.mots", debut)]
    )
    return {
        "query": {
            "bool": {
                "filter": [*filtres, ou([commence, a_les_mots])],
                "should": [{"constant_score": {"filter": commence}}],
                "minimum_should_match": 0,
            }
        },
        "sort": [{"_score": "desc"}, {"poids": "desc"}, {"tri": "asc"}, {"id": "asc"}],
        "size": limite,
        "track_total_hits": False,
        "_source": False,
        "docvalue_fields": ["type", "objet_id", "tri"],
    }


def _debut(champ_des_debuts, champ, texte):
    if len(texte) <= DEBUT_MAX:
        return {"term": {champ_des_debuts: texte}}
    return {"prefix": {champ: texte}}
