"""The one way into the search tables: producers, indexing, marking, rebuilding.

A room that has something to find registers a producer in ``AppConfig.ready``::

    documents.enregistrer_producteur("acteur", produire, enumerer)

and calls ``indexer("acteur", pks)`` in the transaction that writes those objects (models do it
through ``IndexeMixin``; bulk verbs call it themselves). A producer always re-reads live rows
from the database: it is given keys, never instances, which may carry a draft's values.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from socle.insertions import inserer

from .analyse import cle_de_tri
from .models import ARefaire, Document, Lot
from .ouvertures import Ouvertures, en_json

TAILLE_DE_LOT = 500
CONTENU = (
    "langue",
    "titre",
    "titre_tri",
    "cles",
    "textes",
    "facettes",
    "positions",
    "nouveau_le",
    "poids",
    "visible_de",
    "visible_jusqua",
)
MISE_A_JOUR = [
    *CONTENU,
    *("ouvertures", "ouvertures_le", "empreinte", "sequence", "version", "supprime_le"),
]
CHAMPS_SANS_EFFET = frozenset({"latest_revision", "has_unpublished_changes"})


@dataclass(slots=True)
class Donnees:
    """What a producer says of one object in one locale.

    ``textes`` are plain texts by field name (see ``search.analyse.COLONNES`` for the names that
    weigh more than a description); ``facettes`` maps a facet to string keys; ``positions`` are
    ``(latitude, longitude)`` pairs in degrees; ``cles`` are raw exact names (name, sigle,
    SIRET, SIREN): the analysis normalises them; ``poids`` is a small factor around 1;
    ``ouvertures`` has one ``Ouvertures`` a place, reckoned from today (UTC) on.
    """

    objet_id: int
    locale: str
    langue: str
    titre: str
    cles: Iterable[str] = ()
    textes: dict[str, str] = field(default_factory=dict)
    facettes: dict[str, Iterable[str]] = field(default_factory=dict)
    positions: Iterable[tuple[float, float]] = ()
    ouvertures: Iterable[Ouvertures] = ()
    nouveau_le: datetime | None = None
    poids: float = 1.0
    visible_de: datetime | None = None
    visible_jusqua: datetime | None = None


@dataclass(frozen=True, slots=True)
class Producteur:
    produire: Callable[[list[int]], Iterable[Donnees]]
    enumerer: Callable[[], Iterable[int]]
    facettes: tuple[str, ...] = ()
    ouvertures: Callable[[list[int]], Iterable[tuple[int, list[Ouvertures]]]] | None = None


_producteurs: dict[str, Producteur] = {}


def enregistrer_producteur(type, produire, enumerer, facettes=(), ouvertures=None):
    """Say how documents of ``type`` are made.

    ``produire(pks)`` yields ``Donnees`` for the public ones among ``pks``, read in bulk; a key
    for which nothing comes is no longer public. ``enumerer()`` yields every key in ascending
    order (a queryset iterator). ``facettes`` names the facets that may be counted.
    ``ouvertures(pks)`` yields (key, its ``Ouvertures`` from today on), for types that open.
    """
    _producteurs[type] = Producteur(produire, enumerer, tuple(facettes), ouvertures)


def producteur(type):
    """The producer of ``type``; KeyError when no room registered it."""
    return _producteurs[type]


def types_connus():
    return tuple(sorted(_producteurs))


class IndexeMixin:
    """For a model that is found by search; put it first among the bases.

    ``super().save()`` of a ClusterableModel writes the children, so the document is made after
    them and in the same transaction. Saves that only touch the bookkeeping of drafts (autosave
    makes one every half second) change nothing public and are ignored.
    """

    type_de_document = ""

    def save(self, *args, **kwargs):
        champs = kwargs.get("update_fields")
        if champs is not None and CHAMPS_SANS_EFFET.issuperset(champs):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            resultat = super().save(*args, **kwargs)
            indexer(self.type_de_document, [self.pk])
        return resultat

    def delete(self, *args, **kwargs):
        pk = self.pk
        with transaction.atomic():
            resultat = super().delete(*args, **kwargs)
            indexer(self.type_de_document, [pk])
        return resultat


def indexer(type, pks):
    """Bring the documents of these objects up to date, inside the caller's transaction.

    Returns the number of rows written. Keys that the producer does not answer for become
    tombstones; a document whose content is unchanged is not written.
    """
    pks = sorted({int(pk) for pk in pks})
    ecrits = 0
    with transaction.atomic():
        for lot in _tranches(pks, TAILLE_DE_LOT):
            ecrits += _indexer_lot(type, lot)
    return ecrits


def marquer(type, pks=None):
    """Ask the worker to make these documents again (all of the type when ``pks`` is None)."""
    for lot in _tranches([0] if pks is None else pks, 1_000):
        ARefaire.objects.bulk_create(
            [ARefaire(type=type, objet_id=cle) for cle in lot], ignore_conflicts=True
        )


def refaire_marques(limite=500):
    """Make up to ``limite`` marked documents again; returns how many marks were honoured.

    A mark on a whole type is first spread into one mark an object, so that an interrupted run
    loses nothing. Marks of a type no room produces any more are dropped.
    """
    for general in ARefaire.objects.filter(objet_id=0):
        with transaction.atomic():
            if general.type in _producteurs:
                marquer(general.type, producteur(general.type).enumerer())
                marquer(general.type, _objets_documentes(general.type))
            general.delete()
    Lot.elaguer()
    faits = 0
    with transaction.atomic():
        marques = list(
            ARefaire.objects.select_for_update()
            .order_by("pk")
            .values_list("pk", "type", "objet_id")[:limite]
        )
        # Removed before the rows are read again: a mark put meanwhile comes back as a new one.
        ARefaire.objects.filter(pk__in=[pk for pk, _type, _objet in marques]).delete()
        par_type = {}
        for _pk, type, objet_id in marques:
            par_type.setdefault(type, []).append(objet_id)
        for type, pks in par_type.items():
            if type in _producteurs:
                indexer(type, pks)
            faits += len(pks)
    return faits


def reconstruire(type=None, avancer=lambda nombre: None):
    """Make every document again, in committed slices, with flat memory.

    Rows of objects that are gone become tombstones. The engine's own rows are rewritten even
    where the content did not change, so that a new analysis chain takes effect.
    ``avancer(n)`` is called after each slice; returns the number of objects seen.
    """
    vus = 0
    for nom in [type] if type else types_connus():
        precedent = -1
        for lot in _tranches(producteur(nom).enumerer(), TAILLE_DE_LOT):
            with transaction.atomic():
                disparus = (
                    Document.objects.vivants()
                    .filter(type=nom, objet_id__gt=precedent, objet_id__lte=lot[-1])
                    .exclude(objet_id__in=lot)
                    .values_list("objet_id", flat=True)
                )
                _indexer_lot(nom, lot, forcer=True)
                _enterrer_objets(nom, disparus)
            precedent = lot[-1]
            vus += len(lot)
            avancer(len(lot))
        restes = Document.objects.vivants().filter(type=nom, objet_id__gt=precedent)
        _enterrer_objets(nom, restes.values_list("objet_id", flat=True))
    return vus


def rafraichir_ouvertures(limite=TAILLE_DE_LOT):
    """Reckon again the openings of up to ``limite`` documents that were not since the day began.

    Nothing else of them is made again. Returns how many were looked at: 0 when none is left.
    """
    jour = aujourdhui()
    with transaction.atomic():
        perimes = list(
            Document.objects.vivants()
            .select_for_update()
            .filter(ouvertures_le__lt=jour)
            .order_by("pk")
            .values_list("pk", "type", "objet_id")[:limite]
        )
        if not perimes:
            return 0
        calculees = {}
        for type in {ligne[1] for ligne in perimes}:
            fait = producteur(type).ouvertures if type in _producteurs else None
            objets = {ligne[2] for ligne in perimes if ligne[1] == type}
            if fait:
                calculees.update({(type, pk): en_json(lieux) for pk, lieux in fait(sorted(objets))})
        sequence = Lot.ouvrir()
        for pk, type, objet in perimes:
            ouvertures = calculees.get((type, objet), [])
            Document.objects.filter(pk=pk).update(
                ouvertures=ouvertures,
                ouvertures_le=jour if ouvertures else None,
                sequence=sequence,
                version=F("version") + 1,
            )
    return len(perimes)


def aujourdhui():
    """The day (UTC) from which openings are reckoned."""
    return datetime.now(UTC).date()


def purger(jours=90, expedition=False):
    """Take away tombstones older than ``jours`` days; returns how many.

    ``expedition``: a search server is fed, so only those it has received.
    """
    vieux = Document.objects.filter(supprime_le__lt=timezone.now() - timedelta(days=jours))
    if expedition:
        vieux = vieux.filter(version=F("version_expediee"))
    return vieux.delete()[0]


def _enterrer_objets(type, requete):
    for lot in _tranches(list(requete.distinct()), TAILLE_DE_LOT):
        indexer(type, lot)


def _objets_documentes(type):
    return (
        Document.objects.vivants().filter(type=type).values_list("objet_id", flat=True).iterator()
    )


def _tranches(iterable, taille):
    iterateur = iter(iterable)
    while tranche := list(islice(iterateur, taille)):
        yield tranche


def _indexer_lot(type, pks, forcer=False):
    existants = {
        (ligne[1], ligne[2]): ligne
        for ligne in Document.objects.select_for_update()
        .filter(type=type, objet_id__in=pks)
        .values_list(
            "id", "objet_id", "locale", "version", "empreinte", "supprime_le", "ouvertures"
        )
    }
    nouveaux, changes, inchanges, traduits = [], [], [], set()
    for donnees in producteur(type).produire(pks):
        document = _document(type, donnees)
        ancien = existants.pop((donnees.objet_id, donnees.locale), None)
        if ancien is None or ancien[5] is not None:
            traduits.add(document.objet_id)
        if ancien is None:
            nouveaux.append(document)
            continue
        document.pk, document.version = ancien[0], ancien[3] + 1
        if (*ancien[4:7],) == (document.empreinte, None, document.ouvertures):
            inchanges.append(document)
        else:
            changes.append(document)
    morts = [ligne for ligne in existants.values() if ligne[5] is None]
    traduits.update(ligne[1] for ligne in morts)
    _renvoyer([d for d in inchanges if d.objet_id in traduits])
    _ecrire(nouveaux, changes, inchanges if forcer else [], morts)
    return len(nouveaux) + len(changes) + len(morts)


def _renvoyer(documents):
    """Another locale of these objects came or went: a server that is told, with each document, in
    which others it can be read has to hear it. The content is the same: no number is taken."""
    cles = [d.pk for d in documents if d.locale == settings.LANGUAGE_CODE]
    if cles:
        Document.objects.filter(pk__in=cles).update(version=F("version") + 1)


def _ecrire(nouveaux, changes, a_reecrire, morts):
    from .moteurs import moteur_embarque

    if nouveaux or changes or morts:
        sequence = Lot.ouvrir()
        for document in (*nouveaux, *changes):
            document.sequence = sequence
        _inserer(nouveaux)
        Document.objects.bulk_create(
            changes, update_conflicts=True, unique_fields=["id"], update_fields=MISE_A_JOUR
        )
        _enterrer(morts, sequence)
    elif a_reecrire:
        # The vocabulary that comes with a new analysis is followed through the journal too.
        sequence = Lot.ouvrir()
    else:
        return
    moteur_embarque().oublier([ligne[0] for ligne in morts])
    moteur_embarque().ecrire([*nouveaux, *changes, *a_reecrire], sequence)


def _inserer(nouveaux):
    if not nouveaux:
        return
    inserer(Document, map(vars, nouveaux))
    objets = {document.objet_id for document in nouveaux}
    cles = {
        (objet, locale): pk
        for objet, locale, pk in Document.objects.filter(
            type=nouveaux[0].type, objet_id__in=objets
        ).values_list("objet_id", "locale", "pk")
    }
    for document in nouveaux:
        document.pk = cles[document.objet_id, document.locale]


def _enterrer(morts, sequence):
    maintenant = timezone.now()
    for lot in _tranches(morts, TAILLE_DE_LOT):
        for pk, _objet, _locale, version, *_reste in lot:
            Document.objects.filter(pk=pk).update(
                supprime_le=maintenant,
                ouvertures_le=None,
                sequence=sequence,
                version=version + 1,
            )


def _document(type, donnees):
    document = Document(
        type=type,
        objet_id=donnees.objet_id,
        locale=donnees.locale,
        langue=donnees.langue,
        titre=donnees.titre[:255],
        titre_tri=cle_de_tri(donnees.titre),
        cles=list(dict.fromkeys(cle for cle in donnees.cles if cle)),
        textes={champ: texte for champ, texte in donnees.textes.items() if texte},
        facettes={
            facette: sorted({str(valeur) for valeur in valeurs})
            for facette, valeurs in donnees.facettes.items()
            if valeurs
        },
        positions=[[round(lat, 6), round(lon, 6)] for lat, lon in donnees.positions],
        ouvertures=en_json(donnees.ouvertures),
        nouveau_le=donnees.nouveau_le,
        poids=donnees.poids,
        visible_de=donnees.visible_de,
        visible_jusqua=donnees.visible_jusqua,
    )
    document.ouvertures_le = aujourdhui() if document.ouvertures else None
    # Openings depend on the day and are compared apart: the print says what was written.
    contenu = json.dumps(
        [getattr(document, nom) for nom in CONTENU], sort_keys=True, default=str, ensure_ascii=False
    )
    document.empreinte = hashlib.blake2b(contenu.encode(), digest_size=16).hexdigest()
    return document
