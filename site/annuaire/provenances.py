"""What an actor's record holds, field by field, and where each field comes from.

A *photograph* of an actor is a plain dict ``{champ: value}`` of comparable values:
scalars as they are, foreign keys as primary keys, many-to-many as sorted lists of primary
keys, tags as sorted names, parts (lieux, labels…) as lists of dicts without their keys.
Contacts are four fields, one a kind (``contacts.telephone``…), so that one source may give
the telephone and another the site. ``positions`` is a part of ``lieux`` read again, one dict a
place, so that one source may give an address and another where it is.
"""

from collections import defaultdict

from django.utils import timezone

# Who wrote a field. A lower rank never overwrites a higher one.
PROPRIETAIRE = "proprietaire"
REDACTION = "redaction"
RANGS = {PROPRIETAIRE: 3, REDACTION: 2}
RANG_IMPORT = 1

SIMPLES = (
    "nom",
    "raison_sociale",
    "sigle",
    "siren",
    "siret",
    "rna",
    "cree_en",
    "famille",
    "famille_preuve",
    "famille_preuve_le",
    "forme_juridique",
    "naf",
    "effectif",
    "accroche",
    "description",
    "offre",
    "a_distance",
    "itinerant",
    "horaires",
    "logo_alt",
)
CLES = ("parent_id", "domaine_principal_id", "logo_id")
MULTIPLES = ("domaines", "gestes", "publics", "reseaux")
PARTIES = {
    "lieux": [
        "nom",
        "adresse",
        "complement",
        "code_postal",
        "commune_id",
        "localite",
        "latitude",
        "longitude",
        "precision",
        "fauteuil",
        "accessibilite",
        "acces",
        "horaires",
        "public",
    ],
    "labels": ["type_id", "etat", "numero", "organisme", "preuve", "obtenu_le", "expire_le"],
    "zones": ["genre", "commune_id", "epci_id", "departement_id", "region_id", "rayon_km"],
    "photos": ["image_id", "alt", "legende"],
}
GENRES_CONTACT = ("telephone", "email", "site", "reseau")
CHAMPS_CONTACT = ["valeur", "libelle", "personne", "public"]
CONTACTS = tuple(f"contacts.{genre}" for genre in GENRES_CONTACT)
POSITION = ("latitude", "longitude", "precision")
TOUS = (*SIMPLES, *CLES, *MULTIPLES, "etiquettes", *PARTIES, "positions", *CONTACTS)


def photographier(pks):
    """Return ``{pk: photograph}`` of the live rows of the actors *pks*, in 11 queries at most."""
    from annuaire.models import Acteur, Contact, EtiquetteActeur

    photos = {
        ligne.pop("pk"): ligne
        for ligne in Acteur.objects.filter(pk__in=pks).values("pk", *SIMPLES, *CLES)
    }
    if not photos:
        return {}
    for photo in photos.values():
        photo.update({champ: [] for champ in (*MULTIPLES, "etiquettes", *PARTIES, *CONTACTS)})
    for champ in MULTIPLES:
        relation = Acteur._meta.get_field(champ)
        lignes = relation.remote_field.through.objects.filter(acteur__in=list(photos))
        cible = relation.m2m_reverse_field_name() + "_id"
        for acteur, cle in lignes.order_by(cible).values_list("acteur_id", cible):
            photos[acteur][champ].append(cle)
    poses = EtiquetteActeur.objects.filter(content_object__in=list(photos))
    for acteur, nom in poses.order_by("tag__name").values_list("content_object_id", "tag__name"):
        photos[acteur]["etiquettes"].append(nom)
    for champ, noms in PARTIES.items():
        modele = Acteur._meta.get_field(champ).related_model
        for ligne in lignes_de(modele, photos, noms):
            photos[ligne.pop("acteur_id")][champ].append(ligne)
    for photo in photos.values():
        photo["positions"] = positions_de(photo["lieux"])
    for ligne in lignes_de(Contact, photos, ["genre", *CHAMPS_CONTACT]):
        photos[ligne.pop("acteur_id")][f"contacts.{ligne.pop('genre')}"].append(ligne)
    return photos


def lignes_de(modele, acteurs, noms):
    """Rows of a part of the given actors, in their order, as dicts."""
    lignes = modele.objects.filter(acteur__in=list(acteurs)).order_by(
        "acteur_id", "sort_order", "pk"
    )
    return lignes.values("acteur_id", *noms)


def photographier_brouillon(acteur):
    """Return the photograph of an actor in memory (a draft), shaped as :func:`photographier`."""
    photo = {champ: getattr(acteur, champ) for champ in (*SIMPLES, *CLES)}
    for champ in MULTIPLES:
        photo[champ] = sorted(obj.pk for obj in getattr(acteur, champ).all())
    photo["etiquettes"] = sorted(tag.name for tag in acteur.etiquettes.all())
    for champ, noms in PARTIES.items():
        photo[champ] = [{n: getattr(x, n) for n in noms} for x in getattr(acteur, champ).all()]
    photo["positions"] = positions_de(photo["lieux"])
    contacts = defaultdict(list)
    for contact in acteur.contacts.all():
        contacts[contact.genre].append({n: getattr(contact, n) for n in CHAMPS_CONTACT})
    photo.update({f"contacts.{genre}": contacts[genre] for genre in GENRES_CONTACT})
    return photo


def positions_de(lieux):
    """Return the ``positions`` of photographed places: [{latitude, longitude, precision}]."""
    vide = {"latitude": None, "longitude": None, "precision": ""}
    return [{nom: lieu.get(nom, vide[nom]) for nom in POSITION} for lieu in lieux]


def marque(source, jour=None):
    """Return what ``provenance`` keeps of one field: who wrote it and on which day (ISO)."""
    return {"source": source, "le": (jour or timezone.localdate()).isoformat()}


def noter_redaction(acteur, avant):
    """After a save by the editors' form: mark what changed since *avant* as theirs.

    *avant* is the photograph before the save, empty for a new actor.
    """
    apres = photographier([acteur.pk])[acteur.pk]
    changes = [champ for champ in TOUS if apres[champ] != avant.get(champ, _vide(champ))]
    if changes:
        acteur.provenance = {**acteur.provenance, **dict.fromkeys(changes, marque(REDACTION))}
        type(acteur).objects.filter(pk=acteur.pk).update(provenance=acteur.provenance)
    if changes and avant:
        from annuaire import journal

        journal.noter([(acteur, avant, apres)], REDACTION)


def _vide(champ):
    if champ in SIMPLES or champ in CLES:
        from annuaire.models import Acteur

        nom = champ.removesuffix("_id") if champ in CLES else champ
        return Acteur._meta.get_field(nom).get_default()
    return []


def est_vide(valeur):
    """Whether a photographed value says nothing (False says something only once it was True)."""
    # By identity: 0, nobody employed, equals False and says something.
    return valeur is False or valeur in (None, "", [])


def peut_ecrire(source, champ, valeur_actuelle, provenance):
    """Whether *source* may write *champ* over *valeur_actuelle*.

    *source*: a Source's primary key (import), ``redaction`` or ``proprietaire``. An import
    writes what it wrote itself and what nobody wrote; what people edited stays, even emptied.
    """
    rang = RANGS.get(source, RANG_IMPORT)
    note = provenance.get(champ)
    if note is None:
        return rang > RANG_IMPORT or est_vide(valeur_actuelle)
    auteur = note["source"]
    if auteur == source:
        return True
    rang_auteur = RANGS.get(auteur, RANG_IMPORT)
    if rang == rang_auteur:
        return rang > RANG_IMPORT or est_vide(valeur_actuelle)
    return rang > rang_auteur
