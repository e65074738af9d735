"""Where results lie: points when there are few, tiles of the map otherwise.

A position is what is counted, not a document: those of documents that have one are read from the
document itself, the others one by one (nested), since nesting every position would double what the
index goes through.
"""

from ...models import Document
from ...requetes import Carte
from ..positions import dans_la_boite
from . import portee

CARREAUX_MAX = 10_000
SEULE, PLUSIEURS = "seule", "plusieurs"


def carreaux(demande, question, zoom):
    """The body that counts positions, and those of each tile of *zoom*."""
    return demande.sans_page(
        question,
        {
            SEULE: _comptes(demande, "position", zoom),
            PLUSIEURS: {
                "nested": {"path": "points"},
                "aggs": {SEULE: _comptes(demande, "points.position", zoom)},
            },
        },
    )


def _comptes(demande, champ, zoom):
    boite = demande.requete.boite
    dedans = portee.dans_la_boite(champ, boite) if boite else {"exists": {"field": champ}}
    par_carreau = {
        "geotile_grid": {"field": champ, "precision": zoom, "size": CARREAUX_MAX},
        "aggs": {"milieu": {"geo_centroid": {"field": champ}}},
    }
    return {"filter": dedans, "aggs": {"carreaux": par_carreau}}


def lire(reponse):
    """(number of positions, [(z, x, y, number, latitude, longitude)])."""
    comptes = reponse["aggregations"]
    total, sommes = 0, {}
    for compte in (comptes[SEULE], comptes[PLUSIEURS][SEULE]):
        total += compte["doc_count"]
        for seau in compte["carreaux"]["buckets"]:
            milieu, nombre = seau["milieu"]["location"], seau["doc_count"]
            somme = sommes.setdefault(seau["key"], [0, 0.0, 0.0])
            somme[0] += nombre
            somme[1] += nombre * milieu["lat"]
            somme[2] += nombre * milieu["lon"]
    return total, [
        (*map(int, cle.split("/")), n, round(latitudes / n, 6), round(longitudes / n, 6))
        for cle, (n, latitudes, longitudes) in sommes.items()
    ]


def carte_de_points(ids, boite):
    """The ``Carte`` of these documents: their positions as our rows have them."""
    trouves = []
    lignes = Document.objects.vivants().filter(pk__in=ids)
    for pk, type, objet, positions in lignes.values_list("id", "type", "objet_id", "positions"):
        trouves += [
            (pk, type, objet, latitude, longitude)
            for latitude, longitude in positions
            if boite is None or dans_la_boite((latitude, longitude), boite)
        ]
    return Carte(len(trouves), tuple(trouves))
