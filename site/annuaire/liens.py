"""What an actor is tied to, read in two queries: terms, tags, areas, branches, contacts, photos.

A draft that is previewed has all of it in memory; a live record reads its rows of nine tables in
one union, since an entry has few queries to spend.
"""

from dataclasses import dataclass, field

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast, Coalesce

from annuaire.cartes_facettes import termes
from annuaire.models import Acteur, Contact, EtiquetteActeur, PhotoActeur, ZoneIntervention
from socle.preparees import Preparee

# How each relation is called on Acteur, and the taxonomy it points at.
RELATIONS = {"domaines": "domaine", "gestes": "geste", "publics": "public", "reseaux": "reseau"}


@dataclass(slots=True)
class Liens:
    """Terms in their own order, texts as people read them.

    contacts: public ones only, as unsaved Contact; photos: (image key, alt, caption);
    zones: texts; antennes, siege: (ref, slug, name), public ones; etiquettes: names.
    """

    domaines: list = field(default_factory=list)
    gestes: list = field(default_factory=list)
    publics: list = field(default_factory=list)
    reseaux: list = field(default_factory=list)
    etiquettes: list = field(default_factory=list)
    zones: list = field(default_factory=list)
    antennes: list = field(default_factory=list)
    siege: tuple | None = None
    contacts: list = field(default_factory=list)
    photos: list = field(default_factory=list)


def liens_en_base(acteur):
    """Liens of a live actor, in one query."""
    trouves = Liens()
    for nature, _rang, a, b, c in sorted(_UNION.lire(acteur.pk), key=lambda ligne: ligne[:2]):
        _ranger(trouves, nature, a, b, c)
    _ordonner(trouves)
    return trouves


def _union(pk):
    premiere, *autres = [*_relations(pk), *_enfants(pk)]
    return premiere.union(*autres, all=True)


_UNION = Preparee(_union)


def liens_en_memoire(acteur):
    """Liens of a draft."""
    trouves = Liens(
        etiquettes=[tag.name for tag in acteur.etiquettes.all()],
        zones=[str(zone) for zone in acteur.zones.all()],
        antennes=_noms(Acteur.objects.filter(parent_id=acteur.pk)) if acteur.pk else [],
        siege=next(iter(_noms(Acteur.objects.filter(pk=acteur.parent_id))), None),
        contacts=[contact for contact in acteur.contacts.all() if contact.public],
        photos=[(photo.image_id, photo.alt, photo.legende) for photo in acteur.photos.all()],
    )
    for relation in RELATIONS:
        for objet in getattr(acteur, relation).all():
            _ranger(trouves, relation, str(objet.pk), "", "")
    _ordonner(trouves)
    return trouves


def _colonnes(requete, nature, rang, a, b="", c=""):
    """A branch of the union: (kind, rank, three texts), without the model's own ordering."""
    textes = [Cast(x, CharField()) if x else Value("", CharField()) for x in (a, b, c)]
    rang = Cast(rang, IntegerField()) if rang else Value(0, IntegerField())
    return requete.order_by().values_list(Value(nature, CharField()), rang, *textes)


def _relations(pk):
    for relation in RELATIONS:
        champ = Acteur._meta.get_field(relation)
        lignes = champ.remote_field.through.objects.filter(acteur_id=pk)
        yield _colonnes(lignes, relation, None, f"{champ.m2m_reverse_field_name()}_id")
    poses = EtiquetteActeur.objects.filter(content_object_id=pk)
    yield _colonnes(poses, "etiquettes", None, "tag__name")


def _enfants(pk):
    zones = ZoneIntervention.objects.filter(acteur_id=pk)
    noms = Coalesce("commune__nom", "epci__nom", "departement__nom", "region__nom", Value(""))
    yield _colonnes(zones, "zones", "sort_order", "genre", noms, Coalesce("rayon_km", Value(0)))
    publies = Acteur.objects.publies()
    yield _colonnes(publies.filter(parent_id=pk), "antennes", None, "ref", "slug", "nom")
    yield _colonnes(publies.filter(antennes=pk), "siege", None, "ref", "slug", "nom")
    publics = Contact.objects.filter(acteur_id=pk, public=True)
    yield _colonnes(publics, "contacts", "sort_order", "genre", "valeur", "libelle")
    photos = PhotoActeur.objects.filter(acteur_id=pk)
    yield _colonnes(photos, "photos", "sort_order", "image_id", "alt", "legende")


def _noms(acteurs):
    return list(acteurs.publies().values_list("ref", "slug", "nom"))


def _ranger(trouves, nature, a, b, c):
    """Put one row where it belongs."""
    if nature in RELATIONS:
        if terme := termes().par_pk.get((RELATIONS[nature], int(a))):
            getattr(trouves, nature).append(terme)
    elif nature == "etiquettes":
        trouves.etiquettes.append(a)
    elif nature == "zones":
        trouves.zones.append(_zone(a, b, c))
    elif nature == "contacts":
        trouves.contacts.append(Contact(genre=a, valeur=b, libelle=c, public=True))
    elif nature == "photos":
        trouves.photos.append((int(a), b, c))
    elif nature == "siege":
        trouves.siege = (a, b, c)
    else:
        trouves.antennes.append((a, b, c))


def _zone(genre, nom, rayon):
    if genre in ("national", "rayon"):
        return str(ZoneIntervention(genre=genre, rayon_km=int(rayon) or None))
    return nom


def _ordonner(trouves):
    for relation, nature in RELATIONS.items():
        rangs = {terme.pk: rang for rang, terme in enumerate(termes().listes[nature])}
        getattr(trouves, relation).sort(key=lambda terme, rangs=rangs: rangs[terme.pk])
    trouves.etiquettes.sort(key=str.casefold)
    trouves.antennes.sort(key=lambda antenne: antenne[2].casefold())
