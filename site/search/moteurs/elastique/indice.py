"""The index: its names, settings and mapping, and what a ``Document`` becomes in it.

Words are those of ``search.analyse``, analysed once in Python as for every other engine, and the
server parts them at spaces: a question finds the same documents whatever the engine. Raise
``VERSION`` whenever settings, mapping or bodies change: an index of another version is rebuilt.
"""

import time
from math import ceil

from django.conf import settings

from ...analyse import COLONNES, cles
from ...ouvertures import SANS_FIN
from ..colonnes import colonnes
from .client import DELAI_DE_TRAVAUX, client
from .moments import jours_ouverts

VERSION = 1
# First letters longer than this are looked for as a prefix: nobody types so many.
DEBUT_MAX = 20

ANALYSES = {
    "filter": {
        # Folds accents, œ and æ, on both sides: titles and what is being typed.
        "plier": {"type": "asciifolding", "preserve_original": False},
        "debuts": {"type": "edge_ngram", "min_gram": 1, "max_gram": DEBUT_MAX},
    },
    "analyzer": {
        "jetons": {"type": "custom", "tokenizer": "whitespace"},
        "mots": {"type": "custom", "tokenizer": "whitespace", "filter": ["lowercase", "plier"]},
        "debuts_de_mots": {
            "type": "custom",
            "tokenizer": "whitespace",
            "filter": ["lowercase", "plier", "debuts"],
        },
        "entier": {"type": "custom", "tokenizer": "keyword", "filter": ["lowercase", "plier"]},
        "debut_d_entier": {
            "type": "custom",
            "tokenizer": "keyword",
            "filter": ["lowercase", "plier", "debuts"],
        },
    },
}

MOT_CLE = {"type": "keyword"}
# Spans of minutes since 1970 (see search.ouvertures). Without values by document: reading the
# forty spans of each one found takes ten times longer than going through the tree of spans.
PLAGES = {"type": "long_range", "doc_values": False}
HORAIRE = {"fuseau": MOT_CLE, "ouvert": PLAGES, "ouvert_le": MOT_CLE, "doute": PLAGES}


def _colonne(nom):
    """A column of weighted words: where they are matters in ``tout`` and ``noms`` only."""
    copies = ["tout", "noms"] if nom in ("nom", "autres_noms") else ["tout"]
    return {"type": "text", "analyzer": "jetons", "index_options": "freqs", "copy_to": copies}


CHAMPS = {
    "id": {"type": "long"},
    "type": MOT_CLE,
    "objet_id": {"type": "long"},
    "locale": MOT_CLE,
    # The other locales that this object has documents in (see search.moteurs.elastique.portee).
    "traduit": MOT_CLE,
    "tri": {
        "type": "keyword",
        "fields": {
            "mots": {"type": "text", "analyzer": "mots", "norms": False},
            "debuts": {
                "type": "text",
                "analyzer": "debuts_de_mots",
                "search_analyzer": "mots",
                "norms": False,
                "index_options": "docs",
            },
            "entier": {
                "type": "text",
                "analyzer": "debut_d_entier",
                "search_analyzer": "entier",
                "norms": False,
                "index_options": "docs",
            },
        },
    },
    "cles": MOT_CLE,
    **{nom: _colonne(nom) for nom in COLONNES},
    # What matches is decided on one field; how well, on the columns.
    "tout": {"type": "text", "analyzer": "jetons", "norms": False},
    "noms": {"type": "text", "analyzer": "jetons", "norms": False},
    "facettes": {"type": "object", "dynamic": True},
    "positions": {"type": "geo_point"},
    # Those of the map, where each is counted: one of its own, or each of several.
    "position": {"type": "geo_point"},
    "points": {"type": "nested", "properties": {"position": {"type": "geo_point"}}},
    "nouveau": {"type": "long"},  # microseconds since 1970
    "poids": {"type": "double"},
    # Whole minutes when the public may find it; ``toujours`` when nothing bounds them.
    "visible": {"type": "long_range"},
    "toujours": {"type": "boolean"},
    # The hours of a document whose places keep the same; of the others, place by place.
    **HORAIRE,
    "places": {
        "type": "nested",
        "properties": {
            **HORAIRE,
            "position": {"type": "geo_point"},
            "territoires": MOT_CLE,
        },
    },
    # « inconnus », « communs » (one schedule) or « divers ».
    "horaires": MOT_CLE,
}

MAPPING = {
    "dynamic": "strict",
    "_meta": {"version": VERSION},
    "dynamic_templates": [{"facettes": {"path_match": "facettes.*", "mapping": MOT_CLE}}],
    "properties": CHAMPS,
}


def reglages():
    """Index settings. Shards and replicas are those of the site."""
    return {
        "number_of_shards": settings.ELASTICSEARCH_FRAGMENTS,
        "number_of_replicas": settings.ELASTICSEARCH_COPIES,
        # Said, so that an index nobody searched for a while does not make the next one wait.
        "refresh_interval": "1s",
        # How long the version of what was deleted is remembered: an old bulk that comes late, after
        # an outage, must not bring it back.
        "gc_deletes": "1h",
        "analysis": ANALYSES,
    }


def alias():
    """The name that searches and shipping use."""
    return f"{settings.ELASTICSEARCH_PREFIXE}-documents"


def nouveau_nom():
    """The name of an index to be made: none has it."""
    return f"{alias()}-v{VERSION}-{time.time_ns()}"


def creer(nom, **remplaces):
    """Make an empty index; *remplaces* are settings of its own (« refresh_interval » …)."""
    client(DELAI_DE_TRAVAUX).indices.create(
        index=nom, settings={**reglages(), **remplaces}, mappings=MAPPING
    )


def action(document, traduit=()):
    """The bulk action that brings the index to this ``Document``, tombstones included.

    Versions are external: what arrives late never replaces what is newer.
    """
    commun = {
        "_id": str(document.pk),
        "version": document.version,
        "version_type": "external",
    }
    if document.supprime_le is not None:
        return {"_op_type": "delete", **commun}
    return {"_op_type": "index", **commun, "_source": corps(document, traduit)}


def corps(document, traduit=()):
    """The body of a live ``Document``.

    *traduit*: the other locales in which the same object has a live document, read *after* the
    document itself (see ``traductions``); only those of the default locale need it.
    """
    return {
        "id": document.pk,
        "type": document.type,
        "objet_id": document.objet_id,
        "locale": document.locale,
        "traduit": sorted(traduit),
        "tri": document.titre_tri,
        "cles": cles([document.titre, *document.cles]),
        **{nom: flux for nom, flux in colonnes(document).items() if flux},
        "facettes": document.facettes,
        **_positions(document.positions),
        "nouveau": _microsecondes(document.nouveau_le),
        "poids": document.poids,
        **_visibilite(document),
        **_horaires(document.ouvertures),
    }


def traductions(documents):
    """``{(type, objet_id, locale): other locales}`` of the documents in the default locale, to be
    read after them: an addition made meanwhile makes a newer version, which is shipped later."""
    from ...models import Document

    objets = {}
    for document in documents:
        if document.locale == settings.LANGUAGE_CODE and document.supprime_le is None:
            objets.setdefault(document.type, []).append(document.objet_id)
    trouvees = {}
    for type, cles_d_objets in objets.items():
        lignes = (
            Document.objects.vivants()
            .filter(type=type, objet_id__in=cles_d_objets)
            .exclude(locale=settings.LANGUAGE_CODE)
            .values_list("objet_id", "locale")
        )
        for objet, locale in lignes:
            cle = (type, objet, settings.LANGUAGE_CODE)
            trouvees.setdefault(cle, set()).add(locale)
    return trouvees


def actions(documents):
    """The bulk actions of a list of ``Document`` instances."""
    autres = traductions(documents)
    return [action(d, autres.get((d.type, d.objet_id, d.locale), ())) for d in documents]


def _positions(positions):
    points = [[longitude, latitude] for latitude, longitude in positions]
    if len(points) > 1:
        return {"positions": points, "points": [{"position": point} for point in points]}
    return {"positions": points, "position": points[0]} if points else {}


def _microsecondes(instant):
    return int(instant.timestamp() * 1_000_000) if instant else 0


def _visibilite(document):
    """Whole minutes, within the bounds: nothing is ever found outside them."""
    de, jusqua = document.visible_de, document.visible_jusqua
    if de is None and jusqua is None:
        return {"toujours": True}
    bornes = {}
    if de is not None:
        bornes["gte"] = ceil(de.timestamp() / 60)
    if jusqua is not None:
        bornes["lt"] = int(jusqua.timestamp() // 60)
        if bornes["lt"] <= bornes.get("gte", bornes["lt"] - 1):
            return {"toujours": False}
    return {"toujours": False, "visible": bornes}


def _horaires(ouvertures):
    """No hours known, one schedule, or one a place."""
    if not ouvertures:
        return {"horaires": "inconnus"}
    if len(ouvertures) == 1:
        return {"horaires": "communs", **_horaire(ouvertures[0])}
    return {"horaires": "divers", "places": [_place(element) for element in ouvertures]}


def _horaire(element):
    if not element["fuseau"]:
        return {}
    return {
        "fuseau": element["fuseau"],
        "ouvert": _plages(element["ouvert"]),
        "ouvert_le": jours_ouverts(element["fuseau"], tuple(element["ouvert"])),
        "doute": _plages(element["doute"]),
    }


def _place(element):
    place = _horaire(element)
    if "position" in element:
        latitude, longitude = element["position"]
        place["position"] = [longitude, latitude]
    if element.get("territoires"):
        place["territoires"] = element["territoires"]
    return place


def _plages(bornes):
    return [
        {"gte": debut} if fin >= SANS_FIN else {"gte": debut, "lt": fin}
        for debut, fin in zip(bornes[::2], bornes[1::2], strict=True)
    ]
