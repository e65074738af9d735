"""What search knows of an actor: read again from the database, in bulk, live rows only."""

from collections import defaultdict

from django.utils import timezone
from wagtail.models import Locale

from annuaire import completude
from annuaire.contacts import afficher_telephone
from annuaire.diffusion import ORIGINE, cle_d_origine
from annuaire.models import (
    Acteur,
    Contact,
    Domaine,
    EtiquetteActeur,
    LabelActeur,
    Lieu,
    ZoneIntervention,
)
from annuaire.ouvertures import ouvertures, ouvertures_de
from annuaire.traductions import documents_traduits
from search.documents import Donnees, enregistrer_producteur
from search.ouvertures import FACETTE as QUAND
from territoires.lieux import PAYS, cles_de_la_commune
from territoires.models import Commune

# Between two names: what a reader sees in an excerpt, and no phrase to match across.
SEPARATION = " · "

# Facets that the list counts, in the order in which it shows them.
FACETTES = (QUAND, "domaine", "geste", "public", "label", "famille", "fauteuil", "modalite")
# What a document reads of an actor.
RELATIONS = ("domaines", "gestes", "publics", "reseaux")
RELATIONS += ("lieux", "labels", "contacts", "etiquettes_posees", "zones")


def enregistrer():
    """Tell search how actors become documents."""
    enregistrer_producteur(
        "acteur", produire, enumerer, facettes=FACETTES, ouvertures=ouvertures_de
    )


def enumerer():
    """Every key of a public actor, ascending."""
    return Acteur.objects.publies().order_by("pk").values_list("pk", flat=True).iterator()


def produire(pks):
    """Yield the Donnees of the public actors among *pks*, in a constant number of queries."""
    langue = Locale.get_default().language_code
    ascendance = _ascendance()
    aujourdhui = timezone.localdate()
    acteurs = list(Acteur.objects.publies().filter(pk__in=pks))
    parts = _garnir(acteurs)
    traduire = documents_traduits([acteur.pk for acteur in acteurs])
    for acteur in acteurs:
        donnees = _donnees(acteur, parts[acteur.pk], langue, ascendance, aujourdhui)
        yield donnees
        yield from traduire(acteur, donnees)


def _garnir(acteurs):
    """Give each actor its parts, as prefetch_related would, three times quicker; return them,
    ``{key: {relation: [part, …]}}``, for whoever would ask each relation for its queryset.

    A prefetch makes a queryset an actor and relation; an import makes documents by thousands.
    """
    parts = {acteur.pk: defaultdict(list) for acteur in acteurs}
    for champ in ("domaines", "gestes", "publics", "reseaux"):
        relation = Acteur._meta.get_field(champ)
        rangees = relation.related_model.objects.in_bulk()
        cible = relation.m2m_reverse_field_name() + "_id"
        liens = relation.remote_field.through.objects.filter(acteur__in=list(parts))
        for pk, cle in liens.values_list("acteur_id", cible):
            parts[pk][champ].append(rangees[cle])
        for relies in parts.values():
            relies[champ].sort(key=lambda rangee: (rangee.ordre, rangee.nom))
    for nom, queryset, cle in (
        ("lieux", Lieu.objects, "acteur_id"),
        ("labels", LabelActeur.objects.select_related("type"), "acteur_id"),
        ("contacts", Contact.objects.filter(public=True), "acteur_id"),
        ("etiquettes_posees", EtiquetteActeur.objects.select_related("tag"), "content_object_id"),
        ("zones", ZoneIntervention.objects, "acteur_id"),
    ):
        for partie in queryset.filter(**{f"{cle}__in": list(parts)}):
            parts[getattr(partie, cle)][nom].append(partie)
    lieux = [lieu for relies in parts.values() for lieu in relies["lieux"]]
    communes = Commune.objects.select_related("departement").in_bulk(
        {lieu.commune_id for lieu in lieux if lieu.commune_id}
    )
    for lieu in lieux:
        lieu.commune = communes.get(lieu.commune_id)
    for acteur in acteurs:
        relies = parts[acteur.pk]
        acteur._cluster_related_objects = {nom: relies[nom] for nom in RELATIONS}
    return parts


def _ascendance():
    """``{pk: [domaine, its parent, …]}`` for all domains: a few hundred rows at most."""
    domaines = {d.pk: d for d in Domaine.objects.all()}
    chaines = {}
    for domaine in domaines.values():
        chaine, courant = [], domaine
        while courant is not None and courant not in chaine:
            chaine.append(courant)
            courant = domaines.get(courant.parent_id)
        chaines[domaine.pk] = chaine
    return chaines


def _donnees(acteur, parts, langue, ascendance, aujourdhui):
    lieux = parts["lieux"]
    domaines = [d for choisi in parts["domaines"] for d in ascendance[choisi.pk]]
    if acteur.domaine_principal_id:
        domaines = [*ascendance[acteur.domaine_principal_id], *domaines]
    domaines = list(dict.fromkeys(domaines))
    gestes = parts["gestes"]
    etiquettes = [pose.tag.name for pose in parts["etiquettes_posees"]]
    textes = {
        "nom": acteur.nom,
        "autres_noms": SEPARATION.join(filter(None, (acteur.raison_sociale, acteur.sigle))),
        "offre": " · ".join(filter(None, (acteur.accroche, *acteur.lignes_offre))),
        "domaines": SEPARATION.join([d.nom for d in domaines] + [g.nom for g in gestes]),
        "etiquettes": SEPARATION.join(
            [
                *etiquettes,
                *(r.nom for r in parts["reseaux"]),
                *_mots_des_labels(parts["labels"], aujourdhui),
            ]
        ),
        "lieux": SEPARATION.join(dict.fromkeys(_mots_du_lieu(lieux))),
        "description": acteur.description,
    }
    return Donnees(
        objet_id=acteur.pk,
        locale=langue,
        langue=langue,
        titre=acteur.nom,
        cles=[
            *(acteur.nom, acteur.raison_sociale, acteur.sigle, acteur.siret, acteur.siren),
            *_numeros(parts["contacts"]),
        ],
        textes=textes,
        facettes=_facettes(acteur, parts, domaines, aujourdhui),
        positions=[lieu.position_publique for lieu in lieux if lieu.position_publique],
        ouvertures=ouvertures(acteur, lieux),
        nouveau_le=acteur.first_published_at or acteur.cree_le,
        # A gentle boost: at most a tenth.
        poids=1 + completude.score(acteur, lieux) / 1000,
    )


def _numeros(contacts):
    """Public telephones as they are dialled here and from abroad: one looks for who has called."""
    for contact in contacts:
        if contact.genre == Contact.Genre.TELEPHONE:
            yield from (afficher_telephone(contact.valeur), contact.valeur)


def _mots_des_labels(labels, aujourdhui):
    """What is declared is found too, and an excerpt says that it is only declared."""
    for label in labels:
        if (etat := label.etat_au(aujourdhui)) != "expire":
            nom = f"{label.type.nom} {label.type.sigle}".strip()
            yield nom if etat == "verifie" else f"{nom} (déclaré)"


def _mots_du_lieu(lieux):
    for lieu in lieux:
        # A private place says its commune, not which part of it.
        propres = (lieu.nom, lieu.code_postal) if lieu.public else ()
        yield from filter(None, (*propres, lieu.localite))
        if lieu.commune:
            yield lieu.commune.nom
            yield lieu.commune.departement.nom


def _facettes(acteur, parts, domaines, aujourdhui):
    facettes, lieux = defaultdict(list), parts["lieux"]
    facettes["domaine"] = [d.cle for d in domaines]
    facettes["geste"] = [g.cle for g in parts["gestes"]]
    facettes["public"] = [p.cle for p in parts["publics"]]
    facettes["label"] = [x.type.cle for x in parts["labels"] if x.etat_au(aujourdhui) == "verifie"]
    if acteur.famille:
        facettes["famille"] = [acteur.famille]
    if any(lieu.fauteuil == Lieu.Fauteuil.OUI for lieu in lieux):
        facettes["fauteuil"] = ["oui"]
    facettes[ORIGINE] = [cle_d_origine(acteur.source_id, acteur.provenance)]
    facettes["modalite"] = [nom for nom in ("a_distance", "itinerant") if getattr(acteur, nom)]
    for lieu in lieux:
        if lieu.commune:
            facettes["territoire"] += cles_de_la_commune(lieu.commune)
    facettes["zone"] = [cle_de_zone(zone) for zone in parts["zones"]]
    return dict(facettes)


def cle_de_zone(zone):
    """The key of an area of intervention: « c:44109 », « r:52 », « fr », « km:20 »."""
    if zone.genre == ZoneIntervention.Genre.RAYON:
        return f"km:{zone.rayon_km}"
    if zone.genre == ZoneIntervention.Genre.NATIONAL:
        return PAYS
    return f"{zone.genre[0]}:{getattr(zone, f'{zone.genre}_id')}"
