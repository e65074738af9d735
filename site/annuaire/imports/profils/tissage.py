"""The portal's own list: columns with French names, only ``nom`` required. See docs/import.md."""

from django.utils import timezone
from django.utils.translation import gettext as _

from annuaire.imports import coordonnees, degats, positions, valeurs
from annuaire.imports.fiches import Fiche
from annuaire.imports.labels import lire_labels
from annuaire.imports.zones import lire_zones
from annuaire.models import Acteur, Lieu
from search.analyse import plier

from . import Profil, colonnes

COLONNES = colonnes(
    identifiant="id reference ref_externe code",
    nom="nom_usage name denomination titre nom_de_la_structure structure",
    raison_sociale="denomination_sociale",
    sigle="acronyme",
    description="presentation descriptif objet objet_social missions",
    accroche="resume description_courte",
    offre="produits services",
    adresse="address rue numero_et_voie voie",
    complement="complement_adresse complement_d_adresse",
    code_postal="cp postcode codepostal",
    commune="ville city localite",
    departement="dept",
    latitude="lat y",
    longitude="lon long lng x",
    precision="",
    position="coordonnees_gps gps geo geo_point geo_point_2d geolocalisation lat_lon latlon",
    site_web="site siteweb website url web site_internet",
    telephone="tel phone telephones portable mobile",
    email="mail e_mail courriel adresse_email adresse_mail adresse_electronique mel",
    reseaux_sociaux="facebook instagram mastodon",
    categories="""categorie domaines domaine activites activite secteur secteurs thematique
        thematiques theme themes filiere rubrique sous_categorie sous_categories""",
    etiquettes="etiquette tags tag mots_cles",
    gestes="geste",
    publics="public",
    reseaux="reseau federation",
    famille="famille_ess",
    famille_preuve="preuve",
    famille_preuve_le="date_preuve",
    forme_juridique="statut_juridique forme",
    labels="label agrements agrement labels_declares",
    zone="zones zone_intervention zone_d_intervention",
    accessibilite="accessible pmr",
    siret="no_siret numero_siret",
    siren="",
    rna="no_rna numero_rna",
    naf="ape code_naf code_ape",
    effectif="salaries",
    cree_en="date_creation date_de_creation",
    horaires="horaires_d_ouverture opening_hours ouverture heures_d_ouverture jours_d_ouverture",
    a_distance="en_ligne",
    itinerant="",
    source="",
    licence="license",
)
# The columns that say where an actor is.
OU = frozenset(
    ["adresse", "code_postal", "commune", "latitude", "longitude", "position", "accessibilite"]
)
FAMILLES_PERSONNE_MORALE = Acteur.FAMILLES_ESS | {"collectivite", "autre_societe"}
FAUTEUIL = {
    **dict.fromkeys(("oui", "yes", "1", "vrai", "true", "accessible"), "oui"),
    **dict.fromkeys(("partiel", "partielle", "partiellement", "limited", "en partie"), "partiel"),
    **dict.fromkeys(("non", "no", "0", "faux", "false"), "non"),
}


def comprendre(ligne, classeur):
    """Return the Fiche of a row; unknown cells are remarks, a missing name is a refusal."""
    c = ligne.cellules
    fiche = Fiche(
        ligne.numero,
        identifiant=valeurs.texte_simple(c.get("identifiant")),
        nom=valeurs.mot_simple(c.get("nom")),
        source=valeurs.texte_simple(c.get("source")),
        licence=valeurs.texte_simple(c.get("licence")),
    )
    if not fiche.nom:
        fiche.refus = _("sans nom")
        return fiche
    fiche.champs = {
        "nom": valeurs.borner(fiche, "nom", fiche.nom, 200),
        **_textes(fiche, c),
        **_numeros(fiche, c),
        **_famille(fiche, c, classeur),
        **_classement(fiche, c, classeur),
    }
    forme = fiche.champs.get("forme_juridique", "")
    fiche.champs |= _contacts(fiche, c, forme)
    fiche.champs |= _ou(fiche, c, forme)
    if "labels" in c:
        fiche.champs["labels"] = lire_labels(fiche, c["labels"], classeur)
    return fiche


def _textes(fiche, c):
    champs = {}
    for nom, longueur in (("raison_sociale", 255), ("sigle", 40), ("accroche", 200)):
        if nom in c:
            texte = valeurs.sans_entites(valeurs.texte_simple(c[nom]))
            champs[nom] = valeurs.borner(fiche, nom, texte, longueur)
    for nom in ("description", "offre"):
        if nom in c:
            texte = valeurs.texte_long(c[nom])
            if nom == "offre":
                texte = texte.replace("|", "\n")
            champs[nom] = valeurs.borner(fiche, nom, texte, valeurs.LONGUEUR_DESCRIPTION)
    if "horaires" in c:
        champs["horaires"] = valeurs.horaires(fiche, c["horaires"])
    for nom in ("a_distance", "itinerant"):
        if nom in c:
            champs[nom] = valeurs.oui(c[nom])
    return champs


def _numeros(fiche, c):
    champs = {}
    if "siret" in c:
        champs["siret"] = valeurs.siret(fiche, c["siret"])
    if "siret" in c or "siren" in c:
        siren = valeurs.siren(fiche, c.get("siren")) or valeurs.siren_de(c.get("siret"))
        # The establishment's number says whose it is: the column « siren » never contradicts it.
        champs["siren"] = champs["siret"][:9] if champs.get("siret") else siren
    if "rna" in c:
        champs["rna"] = valeurs.rna(fiche, c["rna"])
    if "naf" in c:
        champs["naf"] = valeurs.naf(fiche, c["naf"])
    if "effectif" in c:
        texte = valeurs.chiffres(degats.entier(valeurs.texte_simple(c["effectif"])))
        lisible = texte.isascii() and texte.isdigit() and len(texte) < 8
        champs["effectif"] = int(texte) if lisible else None
        if texte and not lisible:
            fiche.remarquer("effectif", _("Effectif « %s » : laissé de côté.") % texte[:40])
    if "cree_en" in c:
        champs["cree_en"] = valeurs.jour(fiche, _("Création"), c["cree_en"])
    return champs


def _famille(fiche, c, classeur):
    champs = {}
    if "forme_juridique" in c:
        forme = valeurs.texte_simple(c["forme_juridique"])
        champs["forme_juridique"] = valeurs.borner(fiche, "forme_juridique", forme, 80)
        champs["famille"] = classeur.famille(forme)
    if "famille" in c and (ecrite := valeurs.texte_simple(c["famille"])):
        champs["famille"] = _lire_famille(ecrite) or classeur.famille(ecrite)
        if not champs["famille"]:
            fiche.remarquer("famille", _("Famille « %s » : non reconnue.") % ecrite[:80])
    elif "famille" in c:
        champs.setdefault("famille", "")
    if champs.get("famille") == Acteur.Famille.SOCIETE_ESS:
        champs |= _preuve_de_la_famille(fiche, c)
    return champs


def _preuve_de_la_famille(fiche, c):
    """The dated proof of a commercial company of the ESS; without it, the family is not kept."""
    le = valeurs.jour(fiche, _("Preuve"), c.get("famille_preuve_le"))
    liens = valeurs.contacts(fiche, "site", valeurs.decouper_sites(c.get("famille_preuve"))[:1])
    if le is None or le > timezone.localdate() or not liens:
        fiche.remarquer(
            "famille",
            _("Société commerciale de l’ESS sans preuve datée : famille laissée vide."),
        )
        return {"famille": ""}
    return {"famille_preuve_le": le, "famille_preuve": liens[0]["valeur"]}


def _lire_famille(texte):
    """Return the family whose code or name is *texte*, else ""."""
    clef = " ".join(plier(texte).replace("’", "'").replace("_", " ").split())
    for code, nom in Acteur.Famille.choices:
        entier = plier(str(nom)).replace("’", "'")
        if code and clef in (code.replace("_", " "), entier, entier.partition(" (")[0]):
            # « association » alone names the general law in this column: the person chose it.
            return code
    return ""


def _classement(fiche, c, classeur):
    champs = {}
    restes = []
    if "categories" in c:
        domaines, restes = classeur.classer(valeurs.lister(c["categories"]))
        champs["domaines"] = sorted(domaines)
        champs["domaine_principal_id"] = domaines[0] if domaines else None
    for colonne in ("gestes", "publics", "reseaux"):
        if colonne in c:
            trouves = {}
            for nom in valeurs.lister(c[colonne]):
                pk = getattr(classeur, colonne).trouver(nom)
                if pk is None:
                    restes.append(nom)
                    fiche.remarquer("etiquette", _("« %s » : mis en étiquette.") % nom[:80])
                else:
                    trouves[pk] = nom
            champs[colonne] = sorted(trouves)
    if restes or "etiquettes" in c or "categories" in c:
        mots = [*valeurs.lister(c.get("etiquettes")), *restes]
        champs["etiquettes"] = valeurs.etiquettes(fiche, classeur.sans_labels(fiche, mots))
    return champs


def _contacts(fiche, c, forme):
    personne_morale = not valeurs.travaille_seul(forme) and bool(
        forme or fiche.champs.get("rna") or fiche.champs.get("famille") in FAMILLES_PERSONNE_MORALE
    )
    champs = {}
    if "site_web" in c or "reseaux_sociaux" in c:
        reseaux = valeurs.decouper_sites(c.get("reseaux_sociaux"))
        champs |= valeurs.sites(fiche, c.get("site_web"), reseaux)
    for colonne, genre in (("telephone", "telephone"), ("email", "email")):
        if colonne in c:
            ecrits = valeurs.decouper_contacts(c[colonne])
            champs[f"contacts.{genre}"] = valeurs.contacts(
                fiche, genre, ecrits, personne_morale=personne_morale
            )
    return champs


def _precision(c):
    """What a position is worth: what the column says, unknown if it is silent; else an address."""
    dite = valeurs.texte_simple(c.get("precision", "adresse"))
    return dite if dite in Lieu.Precision.values else ""


def _ou(fiche, c, forme):
    champs = {}
    if OU & set(c):
        acces = valeurs.texte_long(c.get("accessibilite"))
        fauteuil = FAUTEUIL.get(plier(acces), "")
        champs["lieux"] = positions.situer(
            fiche,
            **coordonnees.de_la_ligne(c),
            code=c.get("code_postal"),
            commune=c.get("commune"),
            departement=c.get("departement"),
            precision=_precision(c),
            adresse=valeurs.borner(fiche, "adresse", valeurs.texte_simple(c.get("adresse")), 255),
            complement=valeurs.borner(
                fiche, "complement", valeurs.texte_simple(c.get("complement")), 255
            ),
            fauteuil=fauteuil,
            accessibilite="" if fauteuil else acces,
            public=not (
                valeurs.travaille_seul(forme) or fiche.champs.get("famille") == "entrepreneur"
            ),
        )
    if "zone" in c:
        champs["zones"] = lire_zones(fiche, c["zone"])
    return champs


PROFIL = Profil("tissage", COLONNES, "nom", comprendre)
