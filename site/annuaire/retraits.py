"""Withdrawing an entry at the request of those it is about: erased, and kept from coming back.

docs/signalements.md says what goes, what stays and why.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex

from annuaire import empreintes, signalements
from annuaire.imports.rapprochement import cle_de_nom
from annuaire.models import Acteur, Etiquette, PhotoActeur
from search.effacements import effacer
from socle.models import ImagePortail

FUSIONS_MAX = 10


def retirer(acteur, motif="", auteur=None):
    """Erase *acteur* for good, and what was merged into it. Returns the references withdrawn.

    *motif* is the animator's own words, kept in the log of actions: no name should be in them.
    Files of images go once the transaction is committed.
    """
    with transaction.atomic():
        acteurs = _avec_les_fusionnes(acteur)
        images, etiquettes = set(), set()
        for retire in acteurs:
            empreintes.graver(_traces(retire))
            images |= _images(retire)
            etiquettes |= _etiquettes(retire)
        for retire in acteurs:
            _effacer_un(retire, motif, auteur)
        effacer("acteur", [pk for pk, _ref in _cles(acteurs)])
        for contenu in _brouillons():
            images -= _images_d_une_version(contenu)
            etiquettes -= _etiquettes_d_une_version(contenu)
        _effacer_les_images(images)
        # A word that only this entry bore may be its name.
        Etiquette.objects.filter(pk__in=etiquettes, acteurs_etiquetes=None).delete()
    return [ref for _pk, ref in _cles(acteurs)]


def _avec_les_fusionnes(acteur):
    """The record under its lock, and those that say the same structure."""
    verrou = Acteur.objects.select_for_update()
    trouves = derniers = list(verrou.filter(pk=acteur.pk))
    for _saut in range(FUSIONS_MAX):
        connus = {trouve.pk for trouve in trouves}
        derniers = list(verrou.filter(fusionne_vers__in=derniers).exclude(pk__in=connus))
        trouves = [*trouves, *derniers]
        if not derniers:
            break
    for trouve in trouves:
        trouve.cles = (trouve.pk, trouve.ref)  # an instance loses its key as it is deleted
    return trouves


def _cles(acteurs):
    return [acteur.cles for acteur in acteurs]


def _etats(acteur):
    """The names and places that the record bears, and bore in its revisions."""
    yield {
        "nom": acteur.nom,
        "raison_sociale": acteur.raison_sociale,
        "siret": acteur.siret,
        "lieux": list(acteur.lieux.values("code_postal", "adresse", "latitude", "longitude")),
    }
    yield from _versions(acteur)


def _traces(acteur):
    sirets, noms = set(), set()
    for etat in _etats(acteur):
        sirets.add(etat.get("siret") or "")
        for nom in filter(None, (etat.get("nom"), etat.get("raison_sociale"))):
            noms |= {cle_de_nom(nom, lieu) for lieu in etat.get("lieux") or [None]}
    liens = acteur.identifiants.select_related("source")
    return empreintes.traces([(lien.source, lien.identifiant) for lien in liens], sirets, noms)


def _images(acteur):
    """Keys of the images of the record and of its versions."""
    images = {acteur.logo_id, *acteur.photos.values_list("image_id", flat=True)} - {None}
    return images.union(*map(_images_d_une_version, _versions(acteur)))


def _images_d_une_version(contenu):
    photos = {photo.get("image") for photo in contenu.get("photos") or ()}
    return {contenu.get("logo"), *photos} - {None}


def _etiquettes(acteur):
    """Keys of the tags of the record and of its versions."""
    posees = set(acteur.etiquettes_posees.values_list("tag_id", flat=True))
    return posees.union(*map(_etiquettes_d_une_version, _versions(acteur)))


def _etiquettes_d_une_version(contenu):
    return {pose.get("tag") for pose in contenu.get("etiquettes_posees") or ()} - {None}


def _versions(acteur):
    return acteur.revisions.values_list("content", flat=True)


def _brouillons():
    """The drafts in hand of other entries: what they show is theirs too."""
    en_cours = Acteur.objects.filter(has_unpublished_changes=True).order_by()
    return en_cours.values_list("latest_revision__content", flat=True).exclude(latest_revision=None)


def _effacer_un(acteur, motif, auteur):
    pk, ref = acteur.cles
    signalements.clore_ceux_d_une_fiche_retiree(acteur, auteur)
    _taire_le_journal(Acteur, pk, ref)
    log(instance=acteur, action="annuaire.retirer", user=auteur, title=ref, data={"motif": motif})
    ReferenceIndex.get_references_to(acteur).delete()
    ReferenceIndex.remove_for_object(acteur)
    acteur.delete()


def _taire_le_journal(modele, pk, libelle):
    """Empty what the log of actions says of an object: who did what and when stays."""
    genre = ContentType.objects.get_for_model(modele)
    ModelLogEntry.objects.filter(content_type=genre, object_id=str(pk)).update(
        label=libelle, data={}
    )


def _effacer_les_images(cles):
    """Delete those of the images that nothing else shows, with their sizes and their files."""
    for image in ImagePortail.objects.filter(pk__in=cles):
        ailleurs = (
            Acteur.objects.filter(logo=image).exists()
            or PhotoActeur.objects.filter(image=image).exists()
            or ReferenceIndex.get_references_to(image).exists()
        )
        if not ailleurs:
            _taire_le_journal(ImagePortail, image.pk, "—")
            image.delete()
