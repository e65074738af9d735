"""Is the index what the table says? Every version of every row by two streams, and a sample of
contents; and how to make it so again.
"""

import json
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.db.models.functions import Greatest

from .expedition import (
    en_retard,
    envoyer,
    expedier,
    panne_en_indisponible,
)
from .models import Document
from .moteurs.elastique import etat as etats
from .moteurs.elastique.client import DELAI_D_ENVOI, client
from .moteurs.elastique.indice import actions, alias

TRANCHE = 2_000
ECHANTILLON = 200
# A document deleted by hand on the server leaves a version there that nothing tells.
MARGE = 100
MONTRES = 5  # keys said of each kind


@dataclass
class Ecarts:
    """How many of each, and the first keys; flat whatever the damage."""

    nombre: int = 0
    cles: list[int] = field(default_factory=list)

    def noter(self, pk):
        self.nombre += 1
        if len(self.cles) < MONTRES:
            self.cles.append(pk)


@dataclass
class Constat:
    """What a verification found.

    ``etat``: of the index (elastique.etat), nothing else is known unless it is « pret ».
    ``manquants``: in the table alone; ``fantomes``: in the index alone; ``anciens`` and
    ``futurs``: the index has an older, or a newer, version; ``differents``: of the sample, same
    version and other content; ``en_attente``: rows that the worker has not shipped yet.
    """

    etat: str
    table: int = 0
    index: int = 0
    compares: int = 0
    en_attente: int = 0
    manquants: Ecarts = field(default_factory=Ecarts)
    fantomes: Ecarts = field(default_factory=Ecarts)
    anciens: Ecarts = field(default_factory=Ecarts)
    futurs: Ecarts = field(default_factory=Ecarts)
    differents: Ecarts = field(default_factory=Ecarts)

    @property
    def egal(self):
        """Whether the index is the table, with nothing left to ship."""
        ecarts = (self.manquants, self.fantomes, self.anciens, self.futurs, self.differents)
        return (
            self.etat == etats.PRET and not self.en_attente and not any(un.nombre for un in ecarts)
        )


def verifier(avancer=lambda nombre: None, hasard=None):
    """Compare the whole index with the table: a Constat. Raises Indisponible.

    ``avancer(n)`` after each slice. *hasard*: a random.Random that chooses the sample.
    """
    with panne_en_indisponible():
        constat = Constat(etats.etat_complet(DELAI_D_ENVOI))
    if constat.etat != etats.PRET:
        return constat
    echantillon = _Echantillon(hasard or random.Random())  # noqa: S311 (no secret: a sample)
    with panne_en_indisponible():
        for lot in _ecarts(constat, echantillon, avancer):
            for pk, en_table, en_index in lot:
                _genre(constat, en_table, en_index).noter(pk)
        _comparer_les_contenus(constat, echantillon.cles)
    constat.en_attente = en_retard()
    return constat


def reparer(avancer=lambda nombre: None):
    """Make the index equal to the table: late rows sent, phantoms removed. Returns how many.

    What the index says to be newer than the table (a database that was restored) gets a newer
    version here first, or it would be refused there. Raises Indisponible.
    """
    repares = expedier()
    with panne_en_indisponible():
        personne = _Echantillon(random.Random(), 0)  # noqa: S311 (nothing is drawn)
        for lot in _ecarts(Constat(etats.PRET), personne, avancer):
            repares += _reparer(lot)
    return repares


def _reparer(lot):
    """Bring these rows to a version that the index has not, and ship them; drop the phantoms."""
    fantomes = []
    for pk, _en_table, en_index in lot:
        # Above what either has: the index takes nothing else. A tombstone is sent again too.
        nouvelle = Greatest("version", en_index or 0) + MARGE
        if not Document.objects.filter(pk=pk).update(version=nouvelle):
            fantomes.append(
                {
                    "_op_type": "delete",
                    "_id": str(pk),
                    "version": en_index + 1,
                    "version_type": "external",
                }
            )
    if fantomes:
        envoyer(fantomes, alias())
    expedier()
    return len(lot)


def _genre(constat, en_table, en_index):
    """The Ecarts of the constat that a pair of versions belongs to."""
    if en_table is None:
        return constat.fantomes
    if en_index is None:
        return constat.manquants
    return constat.anciens if en_index < en_table else constat.futurs


def _ecarts(constat, echantillon, avancer):
    """Slices of [(key, version in the table, in the index)] that differ, by ascending key.

    Both are read again before anything is said, since rows move while the streams are read; what
    is only late is left to shipping. Counts into *constat*, and fills *echantillon* with keys
    that agree.
    """
    client(DELAI_D_ENVOI).indices.refresh(index=alias())
    lot = []
    for pk, en_table, en_index in _face_a_face(avancer):
        constat.table += en_table is not None
        constat.index += en_index is not None
        if en_table == en_index:
            echantillon.proposer(pk)
            continue
        lot.append(pk)
        if len(lot) == TRANCHE:
            yield _relire(lot)
            lot = []
    if lot:
        yield _relire(lot)


def _relire(pks):
    """The same, as they are now: what differs, is not due, and did not move while we read."""
    avant = _lignes(pks)
    lus = client(DELAI_D_ENVOI).mget(index=alias(), ids=list(map(str, pks)), source=False)["docs"]
    apres = _lignes(pks)
    restent = []
    for pk, lu in zip(pks, lus, strict=True):
        ligne = apres.get(pk)
        version, expediee, supprime = ligne or (None, None, None)
        vivante = version if supprime is None else None
        en_index = lu["_version"] if lu.get("found") else None
        if ligne == avant.get(pk) and version == expediee and vivante != en_index:
            restent.append((pk, vivante, en_index))
    return restent


def _lignes(pks):
    """{key: (version, version received, when it was deleted)}"""
    colonnes = ("pk", "version", "version_expediee", "supprime_le")
    lignes = Document.objects.filter(pk__in=pks).values_list(*colonnes)
    return {pk: tuple(reste) for pk, *reste in lignes}


def _face_a_face(avancer) -> Iterator[tuple[int, int | None, int | None]]:
    """(key, version in the table, version in the index) of every document, by ascending key."""
    with closing(_de_l_index(avancer)) as index:
        table = _de_la_table()
        gauche, droite = next(table, None), next(index, None)
        while gauche or droite:
            if droite is None or (gauche and gauche[0] < droite[0]):
                yield gauche[0], gauche[1], None
                gauche = next(table, None)
            elif gauche is None or droite[0] < gauche[0]:
                yield droite[0], None, droite[1]
                droite = next(index, None)
            else:
                yield gauche[0], gauche[1], droite[1]
                gauche, droite = next(table, None), next(index, None)


def _de_la_table():
    dernier = 0
    while lignes := list(
        Document.objects.vivants()
        .filter(pk__gt=dernier)
        .order_by("pk")
        .values_list("pk", "version")[:TRANCHE]
    ):
        yield from lignes
        dernier = lignes[-1][0]


def _de_l_index(avancer):
    """(key, version) of the index as it stands when the reading begins."""
    serveur = client(DELAI_D_ENVOI)
    instant = serveur.open_point_in_time(index=alias(), keep_alive="5m")["id"]
    suite = None
    try:
        while True:
            reponse = serveur.search(
                pit={"id": instant, "keep_alive": "5m"},
                size=TRANCHE,
                sort=[{"id": "asc"}],
                search_after=suite,
                source=False,
                version=True,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
            instant = reponse["pit_id"]
            trouves = reponse["hits"]["hits"]
            if not trouves:
                return
            for trouve in trouves:
                yield int(trouve["_id"]), trouve["_version"]
            suite = trouves[-1]["sort"]
            avancer(len(trouves))
    finally:
        serveur.close_point_in_time(id=instant)


class _Echantillon:
    """Some keys of a stream, each as likely as any other."""

    def __init__(self, hasard, taille=ECHANTILLON):
        self._hasard, self._taille = hasard, taille
        self._vus = 0
        self.cles = []

    def proposer(self, pk):
        self._vus += 1
        if len(self.cles) < self._taille:
            self.cles.append(pk)
        elif (rang := self._hasard.randrange(self._vus)) < self._taille:
            self.cles[rang] = pk


def _comparer_les_contenus(constat, pks):
    """Of the sample, those whose version is the same on both sides and whose content is not."""
    if not pks:
        return
    documents = list(Document.objects.vivants().filter(pk__in=pks).order_by("pk"))
    reponse = client(DELAI_D_ENVOI).mget(
        index=alias(), ids=[str(document.pk) for document in documents]
    )
    for document, ordre, lu in zip(documents, actions(documents), reponse["docs"], strict=True):
        if lu.get("_version") != document.version:
            continue
        constat.compares += 1
        if lu["_source"] != json.loads(json.dumps(ordre["_source"], default=str)):
            constat.differents.noter(document.pk)
