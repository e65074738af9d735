"""Maps made with GoGoCarto: its own JSON, and the JSON-LD that some maps publish."""

from django.utils.translation import gettext as _

from annuaire.imports import positions, valeurs
from annuaire.imports.fiches import Fiche
from search.analyse import plier

from . import Profil, colonnes

COLONNES = colonnes(
    identifiant="@id id",
    nom="name title",
    description="label description_longue",
    suite="descriptionMore",
    accroche="abstract",
    categories="taxonomy",
    etiquettes="tags",
    site_web="site website site_web",
    telephone="phone tel",
    email="mail contact_email",
    horaires="openHours",
    remarque_d_horaires="openHoursString openHoursMoreInfos",
    siret="",
    latitude="lat",
    longitude="long lng lon",
    geo="",
    adresse="address",
)
JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# What editors of the maps see of a broken export.
REBUT = "[object Object]"


def comprendre(ligne, classeur):
    """Return the Fiche of an element. Its entities and tags are read; it has one position."""
    c = ligne.cellules
    nom = valeurs.texte_simple(valeurs.sans_entites(valeurs.en_texte(c.get("nom"))))
    fiche = Fiche(ligne.numero, identifiant=valeurs.texte_simple(c.get("identifiant")), nom=nom)
    if not nom or plier(nom) in ("nom", "name"):
        fiche.refus = _("sans nom") if not nom else _("en-tête d’un tableau, pas un acteur")
        return fiche
    fiche.champs = {"nom": valeurs.borner(fiche, "nom", nom, 200)}
    fiche.champs |= _classement(fiche, c, classeur)
    if "siret" in c:
        siret = valeurs.siret(fiche, c["siret"])
        fiche.champs |= {"siret": siret, "siren": siret[:9]}
    if {"horaires", "remarque_d_horaires"} & set(c):
        fiche.champs["horaires"] = valeurs.horaires(fiche, _horaires(c))
    fiche.champs |= {
        "accroche": valeurs.borner(
            fiche, "accroche", valeurs.texte_long(c.get("accroche")).replace("\n", " "), 200
        ),
        "description": valeurs.borner(
            fiche,
            "description",
            _description(c),
            valeurs.LONGUEUR_DESCRIPTION,
        ),
        "lieux": _ou(fiche, c),
    }
    fiche.champs |= valeurs.sites(fiche, c.get("site_web"))
    for colonne, genre in (("telephone", "telephone"), ("email", "email")):
        ecrits = valeurs.decouper_contacts(c.get(colonne))
        fiche.champs[f"contacts.{genre}"] = valeurs.contacts(fiche, genre, ecrits)
    return fiche


def _description(c):
    """The short text, then the long one that the maps keep apart."""
    textes = (valeurs.texte_long(c.get(nom)) for nom in ("description", "suite"))
    return "\n\n".join(dict.fromkeys(texte for texte in textes if texte))


def _horaires(c):
    """One text of the hours by day ({"Mo": "09:00-12:00"}) and of what is written beside them."""
    par_jour = c.get("horaires")
    ecrits = [valeurs.texte_simple(par_jour)] if not isinstance(par_jour, dict) else []
    if isinstance(par_jour, dict):
        ecrits = [
            f"{jour} {heures}"
            for jour in JOURS
            if (heures := valeurs.texte_simple(par_jour.get(jour)))
        ]
    ecrits.append(valeurs.texte_simple(c.get("remarque_d_horaires")))
    return "; ".join(filter(None, ecrits))


def _classement(fiche, c, classeur):
    """Ids of the taxonomy are ours by a table; free words are matched; long ones are an offer."""
    table = classeur.correspondances["gogocarto"]["domaines"]
    domaines, mots = [], []
    for ecrit in _mots(c.get("categories")):
        pk = classeur.domaines.du_slug(table.get(ecrit))
        if pk:
            domaines.append(pk)
        else:
            mots.append(ecrit)
    trouves, restes = classeur.classer([*mots, *_mots(c.get("etiquettes"))])
    domaines = list(dict.fromkeys([*domaines, *trouves]))
    longs = [mot for mot in restes if len(mot) > valeurs.LONGUEUR_ETIQUETTE]
    courts = classeur.sans_labels(fiche, [mot for mot in restes if mot not in longs])
    return {
        "domaines": sorted(domaines),
        "domaine_principal_id": domaines[0] if domaines else None,
        "etiquettes": valeurs.etiquettes(fiche, courts),
        "offre": "\n".join(longs),
    }


def _mots(valeur):
    """Return the words of a taxonomy or of tags: a list, objects with an id, or one text."""
    if isinstance(valeur, dict):
        valeur = [valeur]
    ecrits = [valeurs.en_texte(v) for v in (valeur if isinstance(valeur, list) else [valeur])]
    mots = [
        valeurs.mot_simple(mot).strip(" .")
        for ecrit in ecrits
        if REBUT not in ecrit
        for mot in ecrit.split(",")
    ]
    return list(dict.fromkeys(mot for mot in mots if mot))


def _ou(fiche, c):
    geo = c.get("geo") if isinstance(c.get("geo"), dict) else {}
    adresse = c.get("adresse")
    postale = adresse if isinstance(adresse, dict) else {"streetAddress": adresse}
    voie = " ".join(
        valeurs.texte_simple(postale.get(nom)) for nom in ("streetNumber", "streetAddress")
    ).strip()
    return positions.situer(
        fiche,
        latitude=c.get("latitude", geo.get("latitude")),
        longitude=c.get("longitude", geo.get("longitude")),
        code=postale.get("postalCode"),
        commune=postale.get("addressLocality"),
        # Without an address, nobody knows what the position was drawn from.
        precision="adresse" if voie else "",
        adresse=valeurs.borner(fiche, "adresse", voie, 255),
    )


PROFIL = Profil("gogocarto", COLONNES, "nom", comprendre)
