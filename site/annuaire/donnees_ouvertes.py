"""The open fields of actors, with who wrote them: what CSV, GeoJSON and Atom are made of.

Nothing private comes in: a record is its photograph (annuaire.provenances), less what a closed
source wrote, less what people did not ask to have copied for ever: mobiles, mailboxes of persons,
private places, every address and telephone of a sole trader. docs/donnees-ouvertes.md.
"""

import re
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from annuaire import diffusion
from annuaire.adresses import permanente_absolue
from annuaire.cartes_facettes import termes
from annuaire.contacts import afficher_telephone, publiable_sans_accord
from annuaire.imports.confidentialite import expurger
from annuaire.imports.valeurs import travaille_seul
from annuaire.labels_ouverts import ecrire as ecrire_label
from annuaire.models import Acteur, LabelActeur
from annuaire.origines import origines
from annuaire.provenances import GENRES_CONTACT, photographier
from search.analyse import sans_controles
from territoires.index import index

# Columns of a file, in order; those of docs/import.md under the same names.
COLONNES = (
    *("ref", "identifiant", "nom", "raison_sociale", "sigle", "siren", "siret", "rna"),
    *("famille", "famille_preuve", "famille_preuve_le", "forme_juridique", "naf", "effectif"),
    *("cree_en", "accroche", "categories", "gestes", "publics", "etiquettes", "reseaux"),
    *("labels", "labels_declares"),
    *("nom_du_lieu", "adresse", "complement", "code_postal", "commune", "code_insee"),
    *("departement", "latitude", "longitude", "precision", "accessibilite", "autres_lieux"),
    *("horaires", "site_web", "reseaux_sociaux", "telephone", "email", "a_distance"),
    *("itinerant", "zone", "adresse_permanente", "ajoute_le", "verifie_le"),
    *("sources", "sources_adresses", "source", "licence", "attribution", "origines"),
)
COLONNES_DU_LIEU = (
    *("nom_du_lieu", "adresse", "complement", "code_postal", "commune", "code_insee"),
    *("departement", "latitude", "longitude", "precision", "accessibilite", "horaires"),
)
FAITS = ("pk", "ref", "slug", "source_id", "provenance", "cree_le", "verifie_le")
FAITS += ("first_published_at", "last_published_at")
_HEURE = re.compile(r"\d{1,2}:\d{2}")
CHIFFRES_MIN = 6  # no telephone has fewer
SOURCE_MAX = 120  # signs: what the name of a Source may have


@dataclass(frozen=True, slots=True)
class FicheOuverte:
    """One record. ``valeurs``: column → text, number, date, bool, list of texts, or None.

    ``lieux``: the columns of each place, public ones first; ``auteurs``: keys of diffusion.
    """

    pk: int
    ref: str
    slug: str
    valeurs: dict
    lieux: list
    auteurs: tuple
    publie_le: Any
    modifie_le: Any

    @property
    def places(self):
        """Public places with a position: what a map may show."""
        return [lieu for lieu in self.lieux if lieu.get("latitude") is not None]


def fiches_ouvertes(pks, droits):
    """Return the FicheOuvertes of the public actors *pks* that may be given away, in their order.

    In twelve queries at most, whatever their number. Names are those of the default language.
    """
    faits = {
        ligne["pk"]: ligne
        for ligne in Acteur.objects.publies().filter(pk__in=pks).order_by().values(*FAITS)
        if diffusion.est_diffusable(ligne["source_id"], ligne["provenance"])
    }
    photos = photographier(list(faits)) if faits else {}
    with translation.override(settings.LANGUAGE_CODE):
        return [_fiche(faits[pk], photos[pk], droits) for pk in pks if pk in photos]


def _fiche(faits, photo, droits):
    seul = photo["famille"] == Acteur.Famille.ENTREPRENEUR or travaille_seul(
        photo["forme_juridique"]
    )
    _fermer(photo, faits)
    auteurs = tuple(
        auteur
        for auteur in diffusion.auteurs_de(
            faits["source_id"], faits["provenance"], diffusion.CHAMPS_OUVERTS
        )
        if diffusion.est_ouvert(auteur)
    )
    lieux = _lieux(photo, seul)
    valeurs = {
        **dict.fromkeys(COLONNES),
        **_identite(faits, photo),
        **_classement(photo),
        **_labels(photo["labels"]),
        "horaires": _notation(photo["horaires"]),
        **(lieux[0] if lieux else {}),
        "autres_lieux": list(dict.fromkeys(map(_en_une_ligne, lieux[1:]))),
        **_contacts(photo, seul),
        "a_distance": photo["a_distance"],
        "itinerant": photo["itinerant"],
        "zone": [ecrire_zone(zone) for zone in photo["zones"]],
        **_droits(faits, auteurs, droits),
    }
    publie_le = faits["first_published_at"] or faits["cree_le"]
    return FicheOuverte(
        *(faits["pk"], faits["ref"], faits["slug"], valeurs, lieux, auteurs, publie_le),
        max(publie_le, faits["last_published_at"] or publie_le),
    )


def _fermer(photo, faits):
    """Empty the fields that a closed source wrote."""
    for champ in diffusion.CHAMPS_OUVERTS:
        auteur = diffusion.auteur_de(champ, faits["source_id"], faits["provenance"])
        if not diffusion.est_ouvert(auteur):
            valeur = photo[champ]
            photo[champ] = type(valeur)() if isinstance(valeur, str | list | bool) else None


def texte(brut):
    """A text of one line without what a person did not publish in it."""
    return expurger(sans_controles(brut))[0] if brut else ""


def _notation(horaires):
    """Hours as a text; those without a comment nor digits enough hold nobody's number.

    Their zeros send ``expurger`` to look for telephones of every country: a millisecond a row.
    """
    sans_heures = _HEURE.sub("", horaires)
    if '"' in horaires or "@" in horaires or sum(map(str.isdigit, sans_heures)) >= CHIFFRES_MIN:
        return texte(horaires)
    return sans_controles(horaires)


def _identite(faits, photo):
    textes = ("raison_sociale", "sigle", "forme_juridique", "accroche")
    tels_quels = ("siren", "siret", "rna", "naf", "effectif", "cree_en")
    return {
        "ref": faits["ref"],
        "identifiant": faits["ref"],
        "nom": texte(photo["nom"]) or faits["ref"],
        **{champ: texte(photo[champ]) for champ in textes},
        **{champ: photo[champ] for champ in tels_quels},
        **_famille(photo),
        "adresse_permanente": permanente_absolue(faits["ref"]),
        "ajoute_le": timezone.localdate(faits["cree_le"]),
        "verifie_le": faits["verifie_le"],
    }


def _famille(photo):
    """The family; that of a commercial company only with a proof that is dated, and not to come."""
    famille, preuve = photo["famille"], photo["famille_preuve"]
    le = photo["famille_preuve_le"]
    prouvee = bool(preuve) and le is not None and le <= timezone.localdate()
    if famille == Acteur.Famille.SOCIETE_ESS and not prouvee:
        return {}
    return {
        "famille": famille,
        "famille_preuve": preuve if prouvee else "",
        "famille_preuve_le": le if prouvee else None,
    }


def _classement(photo):
    connus = termes().par_pk

    def noms(nature, cles):
        trouves = (connus.get((nature, cle)) for cle in dict.fromkeys(cles) if cle)
        return [terme.nom for terme in trouves if terme]

    return {
        "categories": noms("domaine", [photo["domaine_principal_id"], *photo["domaines"]]),
        "gestes": noms("geste", photo["gestes"]),
        "publics": noms("public", photo["publics"]),
        "reseaux": noms("reseau", photo["reseaux"]),
        "etiquettes": [mot for mot in map(texte, photo["etiquettes"]) if mot],
    }


def _labels(lignes):
    """Those in force apart from those that are only declared; expired ones are left out."""
    jour, par_etat = timezone.localdate(), {"verifie": [], "declare": [], "expire": []}
    for ligne in lignes:
        if terme := termes().par_pk.get(("label", ligne["type_id"])):
            label = LabelActeur(**ligne)
            etat = label.etat_au(jour)
            par_etat[etat.value].append(ecrire_label(terme, label, etat))
    return {"labels": par_etat["verifie"], "labels_declares": par_etat["declare"]}


def _lieux(photo, seul):
    """The columns of each place, public ones first."""
    lieux = sorted(photo["lieux"], key=lambda lieu: seul or not lieu["public"])
    return [_lieu(lieu, photo, lieu["public"] and not seul) for lieu in lieux]


def _lieu(lieu, photo, public):
    """Of a private place, the commune alone."""
    commune = index().commune(lieu["commune_id"]) if lieu["commune_id"] else None
    ouvert = {
        "commune": commune.nom if commune else texte(lieu["localite"]) if public else "",
        "code_insee": lieu["commune_id"] or "",
        "departement": commune.departement if commune else "",
    }
    if not public:
        return ouvert
    situe = lieu["latitude"] is not None
    return {
        **ouvert,
        "nom_du_lieu": texte(lieu["nom"]),
        "adresse": texte(lieu["adresse"]),
        "complement": texte(lieu["complement"]),
        "code_postal": lieu["code_postal"],
        "latitude": round(lieu["latitude"], 6) if situe else None,
        "longitude": round(lieu["longitude"], 6) if situe else None,
        "precision": lieu["precision"] if situe else "",
        "accessibilite": lieu["fauteuil"],
        "horaires": _notation(lieu["horaires"] or photo["horaires"]),
    }


def _en_une_ligne(lieu):
    """« 12, rue du Port, 44000 Nantes (47.2184, -1.5536) »."""
    ville = " ".join(filter(None, (lieu.get("code_postal"), lieu["commune"])))
    ligne = ", ".join(filter(None, (lieu.get("nom_du_lieu"), lieu.get("adresse"), ville)))
    if lieu.get("latitude") is None:
        return ligne
    return f"{ligne} ({lieu['latitude']}, {lieu['longitude']})".strip()


def _contacts(photo, seul):
    ouverts = {
        genre: [
            contact["valeur"]
            for contact in photo[f"contacts.{genre}"]
            if contact["public"]
            and publiable_sans_accord(genre, contact["valeur"], personne_morale=not seul)
        ]
        for genre in GENRES_CONTACT
    }
    return {
        "site_web": ouverts["site"],
        "reseaux_sociaux": ouverts["reseau"],
        # As people write it: « +33… » would be taken for a formula.
        "telephone": list(map(afficher_telephone, ouverts["telephone"])),
        "email": ouverts["email"],
    }


def ecrire_zone(zone):
    """An area as the column « zone » of an import writes it: « departement:44 »."""
    genre = zone["genre"]
    code = zone["rayon_km"] if genre == "rayon" else zone.get(f"{genre}_id")
    return f"{genre}:{code}" if code else genre


def _droits(faits, auteurs, droits):
    """Who is to be named, and under which licence.

    ``source`` names them *and* the site: imported elsewhere, or here, these rows are a source of
    their own, which can neither pass for the first one nor write over it.
    """
    noms = [droits.auteur(cle) for cle in auteurs]
    ouvertes = {
        champ: note
        for champ, note in faits["provenance"].items()
        if champ in diffusion.CHAMPS_OUVERTS
        and diffusion.est_ouvert(diffusion.auteur_de(champ, None, faits["provenance"]))
    }
    return {
        "sources": [auteur.nom for auteur in noms],
        "sources_adresses": [auteur.adresse for auteur in noms if auteur.adresse],
        "source": _source(noms, droits.du_site),
        "licence": droits.licence_de_la_fiche(auteurs),
        "attribution": droits.mentions(auteurs),
        "origines": [_origine(o) for o in origines(SimpleNamespace(provenance=ouvertes))],
    }


def _source(noms, du_site):
    autres = " + ".join(auteur.nom for auteur in noms if auteur is not du_site)
    if not autres:
        return du_site.nom[:SOURCE_MAX]
    return f"{autres[: SOURCE_MAX - 66]}, par {du_site.nom[:60]}"


def _origine(origine):
    """« Adresse, horaires : OpenStreetMap, 2026-11-20 »."""
    return ", ".join(filter(None, (f"{origine.champs} : {origine.auteur}", en_texte(origine.le))))


def en_texte(valeur):
    """A value as a cell: lists joined by « | », dates in ISO, « oui » or nothing."""
    if valeur is None or valeur is False:
        return ""
    if valeur is True:
        return "oui"
    if isinstance(valeur, list):
        return " | ".join(partie.replace("|", "/") for partie in valeur)
    return valeur.isoformat() if isinstance(valeur, date) else str(valeur)
