"""What stands behind the alias: our index, complete and of this version, or something else.

Searches ask it now and then, shipping and verifying at every pass: an index that somebody deleted,
closed or made by accident must neither answer nor swallow what is sent to it.
"""

import re

from .client import client
from .indice import VERSION, alias

DELAI_D_ETAT = 0.3  # seconds: a search may wait for this one too
PRET, ABSENT, INTRUS, FERME = "pret", "absent", "intrus", "ferme"
INACHEVE, PERIME, ROUGE = "inacheve", "perime", "rouge"
EN_CLAIR = {
    PRET: "l’index est prêt",
    ABSENT: "l’index n’existe pas",
    INTRUS: "un autre index a pris sa place",
    FERME: "l’index est fermé",
    INACHEVE: "l’index est inachevé",
    PERIME: "l’index est d’une autre version du portail",
    ROUGE: "une partie de l’index est perdue ou n’est pas encore là",
}
UTILE = "*.mappings._meta,*.settings.index.uuid,*.settings.index.verified_before_close"


def etat(delai=DELAI_D_ETAT):
    """One of the names above. Raises what the client raises when the server does not answer."""
    from elasticsearch import NotFoundError

    try:
        reponse = client(delai).indices.get(index=alias(), filter_path=UTILE)
    except NotFoundError:
        return ABSENT
    if len(reponse) != 1:
        return INTRUS
    ((nom, fiche),) = reponse.items()
    meta = fiche.get("mappings", {}).get("_meta", {})
    if not est_des_notres(nom) or "version" not in meta:
        return INTRUS
    if "verified_before_close" in fiche["settings"]["index"]:
        return FERME
    if meta["version"] != VERSION:
        return PERIME
    return PRET if meta.get("complet") else INACHEVE


def etat_complet(delai):
    """The same, or ``ROUGE``: a shard is missing. It may come back by itself, so that only a person
    decides to build the index anew."""
    dit = etat(delai)
    if dit == PRET and client(delai).cluster.health(index=alias())["status"] == "red":
        return ROUGE
    return dit


def est_des_notres(nom):
    """Whether an index was made by ``indice.nouveau_nom`` for this site."""
    return re.fullmatch(rf"{re.escape(alias())}-v\d+-\d+", nom) is not None


def chantier():
    """The alias of the index that is being built, if any: shipping feeds it too."""
    return f"{alias()}-chantier"


def raison(erreur):
    """Why, in a few words, without addresses nor bodies: what people type stays out of logs."""
    statut = getattr(erreur, "status_code", None)
    return " ".join(map(str, filter(None, (type(erreur).__name__, statut))))
