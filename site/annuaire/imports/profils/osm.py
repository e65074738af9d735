"""Lists drawn from OpenStreetMap: one object a row, its tags as columns (or as JSON keys)."""

import re

from django.utils.translation import gettext as _

from annuaire.imports import degats, positions, valeurs
from annuaire.imports.fiches import Fiche
from search.analyse import plier

from . import Profil, colonnes

# Tags that say what an actor is, the most telling first: the first domain is the main one.
# « type » is what the reuse networks add to their extracts.
NATURE = ("type", "shop", "craft", "amenity", "office", "leisure", "tourism")
NATURE += ("repair", "bulk_purchase", "second_hand")
AUTRES = ("charity", "organic", "fair_trade", "diet_vegetarian")
COLONNES = colonnes(
    id_osm="id osm_id ref",
    osm_type="element",
    nom="name",
    operator="",
    brand="",
    **dict.fromkeys((*NATURE, *AUTRES), ""),
    descr="description description_fr",
    housenumber="addr:housenumber",
    street="addr:street",
    place="addr:place",
    postcode="addr:postcode code_postal",
    city="addr:city commune",
    latitude="lat",
    longitude="lon long lng",
    opening_hours="horaires",
    url="website contact:website site_web",
    facebook="contact:facebook",
    instagram="contact:instagram",
    mastodon="contact:mastodon",
    phone="contact:phone telephone",
    email="contact:email",
    wheelchair="",
    ref_fr_siret="ref:FR:SIRET siret",
    note="fixme",
)
ELEMENTS = ("node", "way", "relation")
FAUTEUIL = {"yes": "oui", "designated": "oui", "limited": "partiel", "no": "non"}
# An operator may be a person: it is kept when it says what kind of body it is.
_PERSONNE_MORALE = re.compile(
    r"\b(?:asso(?:ciation)?|scop|scic|sarl|sas|sa|eurl|cooperative|coop|mutuelle|fondation|"
    r"federation|comite|secours|emmaus|mairie|commune|communaute|metropole|ccas|syndicat|"
    r"maison|centre|biocoop|relais|envie)\b"
)
_MODE_D_EMPLOI = re.compile(r"https?://wiki\.openstreetmap\.org\S*", re.IGNORECASE)


def comprendre(ligne, classeur):
    """Return the Fiche of an object. « organic » is never a certificate, « note » never shown."""
    c = ligne.cellules
    fiche = Fiche(ligne.numero, identifiant=_identifiant(c), nom=valeurs.texte_simple(c.get("nom")))
    if not fiche.nom:
        fiche.refus = _("sans nom")
        return fiche
    siret = valeurs.siret(fiche, c.get("ref_fr_siret"))
    fiche.champs = {
        "nom": valeurs.borner(fiche, "nom", fiche.nom, 200),
        "raison_sociale": _exploitant(fiche, c),
        "siret": siret,
        "siren": siret[:9],
        "description": valeurs.borner(
            fiche, "description", valeurs.texte_long(c.get("descr")), valeurs.LONGUEUR_DESCRIPTION
        ),
        "horaires": valeurs.horaires(fiche, c.get("opening_hours")),
        **_classement(fiche, c, classeur),
        **_contacts(fiche, c),
        "lieux": positions.situer(
            fiche,
            latitude=c.get("latitude"),
            longitude=c.get("longitude"),
            code=c.get("postcode"),
            commune=c.get("city"),
            precision="lieu",
            adresse=_adresse(fiche, c),
            fauteuil=FAUTEUIL.get(valeurs.texte_simple(c.get("wheelchair")).lower(), ""),
        ),
    }
    _dire_la_note(fiche, c)
    return fiche


def _identifiant(c):
    """« node/354402986 », also from separate « type » and « id » as Overpass gives them."""
    numero, genre = valeurs.texte_simple(c.get("id_osm")), valeurs.texte_simple(c.get("osm_type"))
    if not genre and (nature := valeurs.texte_simple(c.get("type"))) in ELEMENTS:
        genre = nature  # the column « @type » of the CSV that Overpass writes
    return f"{genre}/{numero}" if genre and numero.isdigit() else numero


def _adresse(fiche, c):
    voie = valeurs.texte_simple(c.get("street")) or valeurs.texte_simple(c.get("place"))
    numero = degats.numero_de_rue(fiche, valeurs.texte_simple(c.get("housenumber")))
    # A number without its street says nothing.
    adresse = f"{numero} {voie}".strip() if voie else ""
    return valeurs.borner(fiche, "adresse", adresse, 255)


def _exploitant(fiche, c):
    exploitant = valeurs.texte_simple(c.get("operator"))
    marque = valeurs.texte_simple(c.get("brand"))
    if not exploitant or exploitant == fiche.nom:
        return ""
    if exploitant != marque and not _PERSONNE_MORALE.search(plier(exploitant)):
        fiche.remarquer(
            "exploitant",
            _("Exploitant non repris, ce peut être une personne : %s.") % exploitant[:80],
        )
        return ""
    return valeurs.borner(fiche, "operator", exploitant, 255)


def _classement(fiche, c, classeur):
    tables = classeur.correspondances["osm"]
    domaines = _cles(c, tables["domaines"], NATURE, classeur.domaines)
    gestes = _cles(c, tables["gestes"], (*NATURE, *AUTRES), classeur.gestes)
    noms = [
        tables["etiquettes"][colonne][mot]
        for colonne in tables["etiquettes"]
        for mot in _mots(c.get(colonne))
        if mot in tables["etiquettes"][colonne]
    ]
    reseaux = {}
    for marque in _mots(c.get("brand"), minuscules=False):
        pk = classeur.reseaux.trouver(marque)
        if pk is None:
            noms.append(marque)
        else:
            reseaux[pk] = marque
    return {
        "domaines": sorted(domaines),
        "domaine_principal_id": domaines[0] if domaines else None,
        "gestes": sorted(gestes),
        "reseaux": sorted(reseaux),
        "etiquettes": valeurs.etiquettes(fiche, noms),
    }


def _cles(c, tables, colonnes_lues, vocabulaire):
    """Distinct keys of what the tags say, in the order of the columns."""
    slugs = [
        tables[colonne][mot]
        for colonne in colonnes_lues
        if colonne in tables
        for mot in _mots(c.get(colonne))
        if mot in tables[colonne]
    ]
    trouves = [vocabulaire.du_slug(slug) for slug in slugs]
    return list(dict.fromkeys(pk for pk in trouves if pk))


def _mots(valeur, minuscules=True):
    texte = valeurs.mot_simple(valeur)
    mots = [mot.strip() for mot in (texte.lower() if minuscules else texte).split(";")]
    return [mot for mot in mots if mot]


def _contacts(fiche, c):
    reseaux = [
        f"https://www.{nom}.com/{page}" if re.fullmatch(r"[\w.\-]+", page) else page
        for nom in ("facebook", "instagram")
        for page in valeurs.decouper_sites(c.get(nom))
    ]
    champs = valeurs.sites(
        fiche, c.get("url"), [*reseaux, *valeurs.decouper_sites(c.get("mastodon"))]
    )
    for colonne, genre in (("phone", "telephone"), ("email", "email")):
        ecrits = valeurs.decouper_contacts(c.get(colonne))
        champs[f"contacts.{genre}"] = valeurs.contacts(fiche, genre, ecrits)
    return champs


def _dire_la_note(fiche, c):
    """Mappers' notes are for mappers: the person who imports reads them, the public does not."""
    note = valeurs.texte_simple(c.get("note"))
    if note and not _MODE_D_EMPLOI.search(note):
        fiche.remarquer("note", _("Note de la source, non publiée : %s") % note[:300])


PROFIL = Profil("osm", COLONNES, "nom", comprendre)
