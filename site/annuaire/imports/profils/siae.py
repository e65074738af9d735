"""The national list of work-integration structures (SIAE)."""

from django.utils.translation import gettext as _

from annuaire.imports import positions, valeurs
from annuaire.imports.fiches import Fiche

from . import Profil, colonnes

COLONNES = colonnes(
    identifiant="id",
    type="kind",
    raison_sociale="name",
    enseigne="nom brand",
    siret="",
    naf="",
    activites="activite activities secteurs secteur_d_activite secteurs_d_activite",
    forme_juridique="",
    adresse="address address_line_1",
    complement="address_line_2",
    code_postal="post_code",
    commune="city",
    departement="department",
    longitude="",
    latitude="",
    site_web="website",
    telephone="phone",
    email="",
    description="",
)
# « Other » says nothing.
FORMES_VIDES = frozenset(["AUTRE", "AUTRES"])


def comprendre(ligne, classeur):
    """Return the Fiche of a row: its type is a convention or a status, declared by the list."""
    c = ligne.cellules
    raison = valeurs.texte_simple(c.get("raison_sociale"))
    enseigne = valeurs.texte_simple(c.get("enseigne"))
    fiche = Fiche(
        ligne.numero,
        identifiant=valeurs.texte_simple(c.get("identifiant")),
        nom=enseigne or raison,
    )
    if not fiche.nom:
        fiche.refus = _("sans raison sociale ni enseigne")
        return fiche
    siret = valeurs.siret(fiche, c.get("siret"))
    forme = valeurs.texte_simple(c.get("forme_juridique"))
    forme = "" if forme.upper() in FORMES_VIDES else forme
    fiche.champs = {
        "nom": valeurs.borner(fiche, "nom", fiche.nom, 200),
        "raison_sociale": valeurs.borner(fiche, "raison_sociale", raison, 255),
        "siret": siret,
        "siren": siret[:9],
        "naf": valeurs.naf(fiche, c.get("naf")),
        "forme_juridique": valeurs.borner(fiche, "forme_juridique", forme, 80),
        "famille": classeur.famille(forme),
        "description": valeurs.borner(
            fiche,
            "description",
            valeurs.texte_long(c.get("description")),
            valeurs.LONGUEUR_DESCRIPTION,
        ),
        **_genre(fiche, c, classeur),
        **_contacts(fiche, c, forme),
        "lieux": _ou(fiche, c, forme),
    }
    return fiche


def _genre(fiche, c, classeur):
    """Labels and domains: the trade of the NAF code, what words say, then work integration."""
    genre = valeurs.texte_simple(c.get("type")).upper()
    tables = classeur.correspondances["siae"]
    label = classeur.labels.du_slug(tables["labels"].get(genre))
    if genre and label is None:
        fiche.remarquer("label", _("Type de structure « %s » : inconnu.") % genre[:40])
    insertion = classeur.domaines.du_slug(tables["domaines"].get(genre))
    metier = classeur.domaine_naf(fiche.champs.get("naf") or valeurs.naf(fiche, c.get("naf")))
    dits, restes = classeur.classer(valeurs.lister(c.get("activites")))
    domaines = [pk for pk in (metier, *dits, insertion) if pk]
    champs = {
        "labels": [{"type_id": label, "etat": "declare"}] if label else [],
        "domaines": sorted(set(domaines)),
        "domaine_principal_id": domaines[0] if domaines else None,
    }
    if "activites" in c:
        champs["etiquettes"] = valeurs.etiquettes(fiche, classeur.sans_labels(fiche, restes))
    return champs


def _ou(fiche, c, forme):
    return positions.situer(
        fiche,
        latitude=c.get("latitude"),
        longitude=c.get("longitude"),
        code=c.get("code_postal"),
        commune=c.get("commune"),
        departement=c.get("departement"),
        adresse=valeurs.borner(fiche, "adresse", valeurs.texte_simple(c.get("adresse")), 255),
        complement=valeurs.borner(
            fiche, "complement", valeurs.texte_simple(c.get("complement")), 255
        ),
        public=not valeurs.travaille_seul(forme),
    )


def _contacts(fiche, c, forme):
    champs = valeurs.sites(fiche, c.get("site_web"))
    for colonne, genre in (("telephone", "telephone"), ("email", "email")):
        if colonne in c:
            champs[f"contacts.{genre}"] = valeurs.contacts(
                fiche,
                genre,
                valeurs.decouper_contacts(c[colonne]),
                personne_morale=not valeurs.travaille_seul(forme),
            )
    return champs


PROFIL = Profil("siae", COLONNES, "raison_sociale", comprendre)
