"""The one way to write an actor outside the editors' form: imports, contributions, claims, merges.

``appliquer`` changes the live row and its parts under a lock, makes the same change in the
draft if there is one, notes who wrote each field, and rewrites the search document, all in
one transaction. ``appliquer_lot`` is the same for hundreds of actors at once.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from annuaire import journal, refs
from annuaire.etiquettes import etiquettes_connues, etiquettes_de
from annuaire.models import (
    Acteur,
    Contact,
    EtiquetteActeur,
    IdentifiantExterne,
    Source,
)
from annuaire.positions import (
    avec_les_positions_gardees,
    ecrire_positions,
    peut_placer,
    reporter_les_positions,
)
from annuaire.provenances import (
    CHAMPS_CONTACT,
    CLES,
    CONTACTS,
    MULTIPLES,
    PARTIES,
    REDACTION,
    SIMPLES,
    TOUS,
    marque,
    peut_ecrire,
    photographier,
    photographier_brouillon,
    positions_de,
)
from search.documents import indexer
from socle.insertions import inserer


@dataclass
class Ecriture:
    """One actor to write. ``acteur`` is its primary key, None to create it.

    ``champs``: part of a photograph (see provenances), ``identifiant``: its name in the source.
    """

    champs: dict
    acteur: int | None = None
    identifiant: str = ""


@dataclass
class Bilan:
    """What a write did. ``etat``: cree, modifie or inchange.

    Of a known actor: ``avant``, field → (value, note of provenance or None) of before; ``apres``,
    field → value written. They are what ``retablir_lot`` needs.
    """

    acteur: int
    etat: str
    changes: list = field(default_factory=list)
    gardes: list = field(default_factory=list)
    conflits: list = field(default_factory=list)
    avant: dict = field(default_factory=dict)
    apres: dict = field(default_factory=dict)


def appliquer(acteur, champs, source, auteur=None):
    """Write *champs* on *acteur* (an Acteur or its key) and return its Bilan.

    *source*: a Source, or ``provenances.REDACTION`` / ``PROPRIETAIRE``. Fields that belong to
    somebody of a higher rank are left and named in ``gardes``; fields that the draft also
    changed are named in ``conflits``. Raises KeyError for an unknown field.
    """
    pk = getattr(acteur, "pk", acteur)
    return appliquer_lot([Ecriture(champs, acteur=pk)], source, auteur)[0]


def appliquer_lot(ecritures, source, auteur=None, *, live=True):
    """Write many actors in one transaction; return their Bilans in the same order.

    New ones are published when *live*. Memory and queries depend on the length of the list
    alone: pass chunks of a few hundred.
    """
    for ecriture in ecritures:
        inconnus = set(ecriture.champs) - set(TOUS)
        if inconnus:
            raise KeyError(f"Champs inconnus : {', '.join(sorted(inconnus))}")
    with transaction.atomic():
        bilans = [None] * len(ecritures)
        nouvelles = [i for i, e in enumerate(ecritures) if e.acteur is None]
        connues = [i for i, e in enumerate(ecritures) if e.acteur is not None]
        for i, bilan in zip(
            nouvelles, _creer([ecritures[i] for i in nouvelles], source, live), strict=True
        ):
            bilans[i] = bilan
        for i, bilan in zip(
            connues, _modifier([ecritures[i] for i in connues], source, auteur), strict=True
        ):
            bilans[i] = bilan
        a_indexer = {b.acteur for b in bilans if b.etat != "inchange"}
        if a_indexer:
            indexer("acteur", sorted(a_indexer))
    return bilans


def cle_de(source):
    """Return what ``provenance`` keeps of a source: its primary key, or the role's name."""
    return source.pk if isinstance(source, Source) else source


# ------------------------------------------------------------------ creating
def _creer(ecritures, source, live):
    if not ecritures:
        return []
    note = marque(cle_de(source))
    nouvelles = refs.nouvelles(len(ecritures))
    inserer(
        Acteur,
        [
            {
                "ref": ref,
                "live": live,
                "has_unpublished_changes": not live,
                "source_id": source.pk if isinstance(source, Source) else None,
                "provenance": dict.fromkeys(e.champs, note),
                **{c: v for c, v in e.champs.items() if c in SIMPLES or c in CLES},
                **_deduits(e.champs.get("nom", ""), e.champs.get("siret", "")),
            }
            for e, ref in zip(ecritures, nouvelles, strict=True)
        ],
    )
    cles = dict(Acteur.objects.filter(ref__in=nouvelles).order_by().values_list("ref", "pk"))
    couples = [(cles[ref], e) for ref, e in zip(nouvelles, ecritures, strict=True)]
    _creer_parties(couples)
    _attacher(couples, source)
    return [Bilan(acteur, "cree", changes=list(e.champs)) for acteur, e in couples]


def normaliser(acteur):
    """Put on *acteur* what follows from other fields (see `_deduits`)."""
    for champ, valeur in _deduits(acteur.nom, acteur.siret).items():
        setattr(acteur, champ, valeur)


def _deduits(nom, siret):
    """The slug from the name; the SIREN from the SIRET, when there is one."""
    deduits = {"slug": slugify(nom)[:80].strip("-") or "acteur"}
    return deduits | {"siren": siret[:9]} if siret else deduits


def _creer_parties(couples):
    """Insert the parts of new actors: *couples* of key and Ecriture."""
    for champ in MULTIPLES:
        relation = Acteur._meta.get_field(champ)
        lien = relation.m2m_reverse_field_name() + "_id"
        passage = relation.remote_field.through
        inserer(
            passage,
            (
                {"acteur_id": acteur, lien: cle}
                for acteur, e in couples
                for cle in e.champs.get(champ, ())
            ),
        )
    for champ in PARTIES:
        inserer(
            Acteur._meta.get_field(champ).related_model,
            (
                {"acteur_id": acteur, "sort_order": i, **valeurs}
                for acteur, e in couples
                for i, valeurs in enumerate(e.champs.get(champ, ()))
            ),
        )
    _creer_contacts(couples)
    _poser_etiquettes(couples)


def _creer_contacts(couples):
    inserer(
        Contact,
        (
            {
                "acteur_id": acteur,
                "sort_order": 10 * n + i,
                "genre": champ.partition(".")[2],
                **valeurs,
            }
            for acteur, e in couples
            for n, champ in enumerate(CONTACTS)
            for i, valeurs in enumerate(e.champs.get(champ, ()))
        ),
    )


def _poser_etiquettes(couples):
    noms = {nom for _acteur, e in couples for nom in e.champs.get("etiquettes", ())}
    etiquettes = etiquettes_de(noms)
    inserer(
        EtiquetteActeur,
        (
            {"content_object_id": acteur, "tag_id": cle}
            for acteur, e in couples
            for cle in {etiquettes[nom.lower()].pk for nom in e.champs.get("etiquettes", ())}
        ),
    )


def _attacher(couples, source):
    IdentifiantExterne.objects.bulk_create(
        [
            IdentifiantExterne(acteur_id=acteur, source=source, identifiant=e.identifiant)
            for acteur, e in couples
            if e.identifiant and isinstance(source, Source)
        ],
        ignore_conflicts=True,
    )


# ------------------------------------------------------------------ changing
def _modifier(ecritures, source, auteur):
    if not ecritures:
        return []
    pks = sorted({e.acteur for e in ecritures})
    acteurs = {a.pk: a for a in Acteur.objects.select_for_update().filter(pk__in=pks)}
    photos = photographier(pks)
    connues = etiquettes_connues({nom for e in ecritures for nom in e.champs.get("etiquettes", ())})
    bilans, notes = [], []
    for ecriture in ecritures:
        acteur = acteurs[ecriture.acteur]
        champs = _avec_les_noms_des_etiquettes(ecriture.champs, connues)
        photo = photos[acteur.pk]
        champs = avec_les_positions_gardees(champs, photo, acteur.provenance, cle_de(source))
        bilan = _modifier_un(acteur, photo, champs, source, auteur)
        nouveaux = {c: champs[c] for c in bilan.changes}
        notes.append((acteur, {**photo}, nouveaux))
        photo.update(nouveaux)
        _accorder_les_positions(photo, bilan.changes)
        bilans.append(bilan)
    journal.noter(notes, source, auteur)
    _attacher([(e.acteur, e) for e in ecritures], source)
    return bilans


def _accorder_les_positions(photo, changes):
    """Places and positions are two sides of one thing: what one write changed, the other says."""
    if "positions" in changes:
        lieux = zip(photo["lieux"], photo["positions"], strict=True)
        photo["lieux"] = [{**lieu, **position} for lieu, position in lieux]
    elif "lieux" in changes:
        photo["positions"] = positions_de(photo["lieux"])


def _avec_les_noms_des_etiquettes(champs, connues):
    """*champs*, each tag under the name it now bears: a renamed tag is not a change."""
    if "etiquettes" not in champs:
        return champs
    noms = [
        connues[nom.lower()].name if nom.lower() in connues else nom for nom in champs["etiquettes"]
    ]
    return {**champs, "etiquettes": noms}


def _modifier_un(acteur, photo, champs, source, auteur):
    cle = cle_de(source)
    bilan = Bilan(acteur.pk, "inchange")
    for champ, valeur in champs.items():
        if comparable(champ, photo[champ]) == comparable(champ, valeur):
            continue
        if champ == "positions":
            libre = peut_placer(cle, photo[champ], valeur, acteur.provenance)
        else:
            libre = peut_ecrire(cle, champ, photo[champ], acteur.provenance)
        (bilan.changes if libre else bilan.gardes).append(champ)
    if bilan.changes:
        bilan.etat = "modifie"
        nouveaux = {champ: champs[champ] for champ in bilan.changes}
        bilan.avant = {c: (photo[c], acteur.provenance.get(c)) for c in nouveaux}
        bilan.apres = nouveaux
        bilan.conflits = _ecrire_partout(acteur, photo, nouveaux, cle, auteur)
    return bilan


def _ecrire_partout(acteur, photo, champs, cle, auteur):
    """Write on the live row and in the draft, if there is one; return the draft's conflicts."""
    brouillon = acteur.get_latest_revision_as_object() if acteur.has_unpublished_changes else None
    ecrire_champs(acteur, champs, cle)
    if brouillon is None or brouillon is acteur:
        return []
    return reporter_au_brouillon(brouillon, photo, champs, auteur)


def retablir_lot(retours, auteur=None):
    """Put back what was there before a write; return the Bilans, in the same order.

    *retours*: [(key of a known actor, {field: value}, {field: note of provenance, or None})]. Who
    may write is not asked: the caller knows that nobody wrote since. Drafts follow as in
    ``appliquer``, provenance is that of before, and documents are rewritten.
    """
    with transaction.atomic():
        pks = sorted({pk for pk, _champs, _notes in retours})
        acteurs = {a.pk: a for a in Acteur.objects.select_for_update().filter(pk__in=pks)}
        photos = photographier(pks)
        bilans = []
        notes = [(acteurs[pk], photos[pk], champs) for pk, champs, _notes in retours]
        journal.noter(notes, REDACTION, auteur)
        for pk, champs, marques in retours:
            acteur = acteurs[pk]
            conflits = _ecrire_partout(acteur, photos[pk], champs, None, auteur)
            provenance = {**acteur.provenance, **marques}
            acteur.provenance = {champ: note for champ, note in provenance.items() if note}
            Acteur.objects.filter(pk=pk).update(provenance=acteur.provenance)
            bilans.append(Bilan(pk, "modifie", changes=list(champs), conflits=conflits))
        indexer("acteur", pks)
    return bilans


def comparable(champ, valeur):
    """Return a value in the form in which two are equal when nothing needs writing."""
    if champ in MULTIPLES:
        return sorted(valeur)
    if champ == "etiquettes":
        return sorted({slugify(nom) or nom.lower() for nom in valeur})
    if champ in PARTIES or champ in CONTACTS:
        noms = PARTIES.get(champ, CHAMPS_CONTACT)
        modele = Contact if champ in CONTACTS else Acteur._meta.get_field(champ).related_model
        vides = {n: modele._meta.get_field(n.removesuffix("_id")).get_default() for n in noms}
        return [{**vides, **ligne} for ligne in valeur]
    return valeur


def ecrire_champs(acteur, champs, cle):
    """Write *champs* on the live row and its parts, and note *cle* as their author."""
    simples = {c: v for c, v in champs.items() if c in SIMPLES or c in CLES}
    for nom, valeur in simples.items():
        setattr(acteur, nom, valeur)
    acteur.provenance = {**acteur.provenance, **dict.fromkeys(champs, marque(cle))}
    normaliser(acteur)
    deduits = {"slug": acteur.slug, "siren": acteur.siren, "provenance": acteur.provenance}
    Acteur.objects.filter(pk=acteur.pk).update(**(simples | deduits))
    for champ in MULTIPLES:
        if champ in champs:
            relation = Acteur._meta.get_field(champ)
            lien = relation.m2m_reverse_field_name() + "_id"
            passage = relation.remote_field.through
            passage.objects.filter(acteur_id=acteur.pk).delete()
            passage.objects.bulk_create(
                passage(acteur_id=acteur.pk, **{lien: cle_}) for cle_ in champs[champ]
            )
    if "etiquettes" in champs:
        EtiquetteActeur.objects.filter(content_object_id=acteur.pk).delete()
        poses = set(etiquettes_de(set(champs["etiquettes"])).values())
        EtiquetteActeur.objects.bulk_create(
            EtiquetteActeur(content_object_id=acteur.pk, tag=e) for e in poses
        )
    for champ in PARTIES:
        if champ in champs:
            modele = Acteur._meta.get_field(champ).related_model
            _ecrire_parties(modele.objects.filter(acteur_id=acteur.pk), acteur, champs[champ])
    if "positions" in champs:
        ecrire_positions(acteur, champs["positions"])
    for n, champ in enumerate(CONTACTS):
        if champ in champs:
            genre = champ.partition(".")[2]
            lignes = Contact.objects.filter(acteur_id=acteur.pk, genre=genre)
            _ecrire_parties(lignes, acteur, champs[champ], debut=10 * n, genre=genre)


def _ecrire_parties(queryset, acteur, valeurs, debut=0, **fixes):
    """Make the rows of *queryset* those of *valeurs*: same order, keys kept as far as they go."""
    existantes = list(queryset.order_by("sort_order", "pk"))
    for i, ligne in enumerate(valeurs):
        if i < len(existantes):
            objet = existantes[i]
            vides = {
                n: objet._meta.get_field(n.removesuffix("_id")).get_default()
                for n in (PARTIES_PAR_MODELE[type(objet)])
            }
            for nom, valeur in {**vides, **ligne}.items():
                setattr(objet, nom, valeur)
            objet.sort_order = debut + i
        else:
            objet = queryset.model(acteur_id=acteur.pk, sort_order=debut + i, **fixes, **ligne)
        objet.save()
    trop = [objet.pk for objet in existantes[len(valeurs) :]]
    if trop:
        queryset.model.objects.filter(pk__in=trop).delete()


PARTIES_PAR_MODELE = {
    **{Acteur._meta.get_field(c).related_model: noms for c, noms in PARTIES.items()},
    Contact: CHAMPS_CONTACT,
}


# ------------------------------------------------------------------ drafts
def reporter_au_brouillon(brouillon, photo_live, nouveaux, auteur):
    """Make the same change in the draft; return the fields that the draft had changed itself."""
    photo = photographier_brouillon(brouillon)
    conflits = []
    for champ, valeur in nouveaux.items():
        if champ == "positions":
            if reporter_les_positions(brouillon, photo_live["lieux"], valeur):
                conflits.append(champ)
        elif comparable(champ, photo[champ]) == comparable(champ, photo_live[champ]):
            _poser(brouillon, champ, valeur)
        elif comparable(champ, photo[champ]) != comparable(champ, valeur):
            conflits.append(champ)
    normaliser(brouillon)
    brouillon.save_revision(user=auteur, clean=False, log_action=False)
    return conflits


def _poser(brouillon, champ, valeur):
    """Set a photographed value on an actor in memory."""
    if champ in SIMPLES or champ in CLES:
        setattr(brouillon, champ, valeur)
    elif champ in MULTIPLES:
        modele = Acteur._meta.get_field(champ).related_model
        getattr(brouillon, champ).set(modele.objects.filter(pk__in=valeur))
    elif champ == "etiquettes":
        brouillon.etiquettes.set(list(etiquettes_de(set(valeur)).values()))
    elif champ in PARTIES:
        relation = getattr(brouillon, champ)
        anciennes = list(relation.all())
        relation.set(
            [
                relation.model(pk=anciennes[i].pk if i < len(anciennes) else None, **ligne)
                for i, ligne in enumerate(valeur)
            ]
        )
    else:
        genre = champ.partition(".")[2]
        autres = [c for c in brouillon.contacts.all() if c.genre != genre]
        brouillon.contacts.set([*autres, *(Contact(genre=genre, **ligne) for ligne in valeur)])
