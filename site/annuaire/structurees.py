"""The public facts of an actor for machines: schema.org as JSON-LD."""

from annuaire import adresses
from annuaire.cartes_facettes import termes
from annuaire.horaires_montres import endroit_de, pour_les_machines
from socle.donnees_structurees import en_json_ld


def donnees_structurees(acteur, accroche, liens, lieux, labels, photos, adresse):
    """Return the JSON-LD of an entry, safe inside a script element; *accroche*: as it is shown.

    Private contacts and the address of a private place are never in it; a position is given only
    when it is that of the place. ``@id`` is the permanent address.
    """
    par_genre = {}
    for contact in liens.contacts:
        par_genre.setdefault(contact.genre, []).append(contact.valeur)
    ouverts = [lieu for lieu in lieux if lieu.public]
    donnees = {
        "@context": "https://schema.org",
        # A place where one may go, or an organisation wherever it is.
        "@type": "LocalBusiness" if any(lieu.adresse for lieu in ouverts) else "Organization",
        "@id": adresses.permanente_absolue(acteur.ref),
        "url": adresse,
        "name": acteur.nom,
        "legalName": acteur.raison_sociale,
        "alternateName": acteur.sigle,
        "description": str(accroche),
        "foundingDate": acteur.cree_en.isoformat() if acteur.cree_en else "",
        "telephone": par_genre.get("telephone", [""])[0],
        "email": par_genre.get("email", [""])[0],
        "sameAs": [*par_genre.get("site", ()), *par_genre.get("reseau", ())],
        "identifier": _identifiants(acteur),
        "image": [photo["rendition"].full_url for photo in photos["photos"]],
        "logo": photos["logo"].full_url if photos["logo"] else "",
        "knowsAbout": [terme.nom for terme in liens.domaines],
        "keywords": liens.etiquettes,
        "areaServed": liens.zones,
        "memberOf": [{"@type": "Organization", "name": t.nom} for t in liens.reseaux],
        "hasCredential": _labels(labels),
        **_lieux(acteur, lieux),
    }
    return en_json_ld(donnees)


def _identifiants(acteur):
    return [
        {"@type": "PropertyValue", "propertyID": nom, "value": valeur}
        for nom, valeur in (("SIRET", acteur.siret), ("SIREN", acteur.siren), ("RNA", acteur.rna))
        if valeur
    ]


def _labels(labels):
    """Labels that are verified today: a declared one is not a fact."""
    return [
        {"@type": "EducationalOccupationalCredential", "name": terme.nom}
        for label in labels
        if label.en_cours and (terme := termes().par_pk.get(("label", label.type_id)))
    ]


def _lieux(acteur, lieux):
    """``address``, ``geo`` and hours of the first place, the others under ``location``."""
    decrits = [_lieu(acteur, lieu) for lieu in lieux]
    if not decrits:
        return {}
    return {**decrits[0], "location": [{"@type": "Place", **lieu} for lieu in decrits[1:]]}


def _lieu(acteur, lieu):
    poste = {
        "@type": "PostalAddress",
        "streetAddress": lieu.adresse if lieu.public else "",
        "postalCode": lieu.code_postal,
        "addressLocality": lieu.commune.nom if lieu.commune else lieu.localite,
        "addressCountry": "FR",
    }
    decrit = {"address": {cle: valeur for cle, valeur in poste.items() if valeur}}
    if lieu.public and lieu.position_exacte:
        decrit["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": lieu.latitude,
            "longitude": lieu.longitude,
        }
    if lieu.public and lieu.adresse:  # an Organization has no opening hours
        heures = pour_les_machines(endroit_de(acteur, lieu).notation)
        decrit.update({"openingHours": heures} if heures else {})
    return decrit
