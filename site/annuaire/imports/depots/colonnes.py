"""What people call the canonical columns of a profile: « code postal », « commerce (shop) »."""

from django.utils.translation import gettext_lazy as _

# Only those whose own name, underscores aside, is not what a French reader would say.
_NOMS = {
    "osm": {
        "id_osm": _("identifiant OpenStreetMap"),
        "osm_type": _("sorte d’objet (node, way, relation)"),
        "operator": _("exploitant (operator)"),
        "brand": _("enseigne (brand)"),
        "type": _("type donné par la liste (type)"),
        "shop": _("commerce (shop)"),
        "craft": _("artisanat (craft)"),
        "amenity": _("équipement (amenity)"),
        "office": _("bureau (office)"),
        "leisure": _("loisir (leisure)"),
        "tourism": _("tourisme (tourism)"),
        "repair": _("réparation (repair)"),
        "bulk_purchase": _("vrac (bulk_purchase)"),
        "second_hand": _("occasion (second_hand)"),
        "charity": _("dons (charity)"),
        "organic": _("bio (organic)"),
        "fair_trade": _("commerce équitable (fair_trade)"),
        "diet_vegetarian": _("végétarien (diet:vegetarian)"),
        "descr": _("description"),
        "housenumber": _("numéro dans la rue (addr:housenumber)"),
        "street": _("rue (addr:street)"),
        "place": _("lieu-dit (addr:place)"),
        "postcode": _("code postal (addr:postcode)"),
        "city": _("commune (addr:city)"),
        "opening_hours": _("horaires (opening_hours)"),
        "url": _("site web (website)"),
        "phone": _("téléphone (phone)"),
        "email": _("courriel (email)"),
        "wheelchair": _("fauteuil roulant (wheelchair)"),
        "ref_fr_siret": _("SIRET (ref:FR:SIRET)"),
        "note": _("note, jamais publiée (note)"),
    },
    "gogocarto": {
        "geo": _("position (latitude et longitude ensemble)"),
        "etiquettes": _("mots-clés"),
    },
    "siae": {
        "type": _("type de structure (ACI, EI, AI…)"),
        "naf": _("activité (code NAF)"),
        "activites": _("activités, en toutes lettres"),
    },
}
# Of every profile.
_COMMUNS = {
    "a_distance": _("à distance"),
    "accessibilite": _("accessibilité"),
    "categories": _("catégories"),
    "cree_en": _("date de création"),
    "departement": _("département"),
    "complement": _("complément d’adresse"),
    "email": _("courriel"),
    "etiquettes": _("étiquettes"),
    "famille": _("famille de l’ESS"),
    "famille_preuve": _("preuve de la famille (adresse web)"),
    "famille_preuve_le": _("date de la preuve de la famille"),
    "itinerant": _("itinérant"),
    "labels": _("agréments et labels"),
    "naf": _("code NAF"),
    "precision": _("précision de la position"),
    "reseaux": _("réseaux (fédérations)"),
    "reseaux_sociaux": _("réseaux sociaux"),
    "rna": _("numéro RNA"),
    "siren": "SIREN",
    "siret": "SIRET",
    "telephone": _("téléphone"),
    "zone": _("zone d’intervention"),
}


def nommer_colonne(profil, colonne):
    """Return the name of a canonical column of the profile called *profil*."""
    nom = _NOMS.get(profil, {}).get(colonne) or _COMMUNS.get(colonne)
    return nom or colonne.replace("_", " ")
