"""Legal pages: what their texts are filled with, what their templates are given."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language

from annuaire.adresses import adresse_de_la_liste, maillons, racine_absolue
from annuaire.fonds_de_carte import tuiles
from home import accessibilite
from home.corps_du_guide import dessiner_un_corps
from home.services import ACCESSIBILITE, CONTACT, adresse_du_service
from home.textes_legaux import langue_de, parties
from socle.contexte import Portail
from socle.identite import identite_de
from socle.models import IdentiteDuSite
from socle.typographie import telephone

DECLARATION = "accessibilite"
# Fields of a setting that belong to Django and Wagtail, not to the identity.
A_PART = ("id", "site")


def valeurs_du_site(request):
    """``{name: text}`` of all that legal texts may name; "" for what nobody has said."""
    identite = identite_de(request)
    champs = [c.name for c in IdentiteDuSite._meta.concrete_fields if c.name not in A_PART]
    dites = {nom: getattr(identite, nom).strip() for nom in champs}
    for nom in ("editeur_telephone", "hebergeur_telephone"):
        dites[nom] = telephone(dites[nom])
    dites["editeur_siret"] = _par_groupes(dites["editeur_siret"])
    contact = dites.pop("contact_donnees") or dites["editeur_courriel"]
    carte = tuiles()
    liste = adresse_de_la_liste(request)
    return {
        **dites,
        "courriel_donnees": contact,
        "site": Portail(request).nom,
        "adresse_du_site": racine_absolue(),
        "annuaire": liste,
        "export_csv": liste and f"{liste}export.csv",
        "export_geojson": liste and f"{liste}export.geojson",
        "flux_atom": liste and f"{liste}flux.atom",
        "licence": settings.LICENCE_DES_DONNEES,
        "carte": carte.hote if carte else "",
        "geocodage": urlsplit(settings.GEOCODAGE_URL).netloc,
        "page_contact": adresse_du_service(request, CONTACT),
        "page_donnees": adresse_du_service(request, "donnees"),
        "page_mentions": adresse_du_service(request, "mentions"),
        "page_accessibilite": adresse_du_service(request, ACCESSIBILITE),
    }


def _par_groupes(siret):
    """« 123 456 789 00012 », as people write a SIRET."""
    return " ".join(filter(None, (siret[:3], siret[3:6], siret[6:9], siret[9:])))


def contexte_de_page_legale(page, request):
    """What home/legale.html draws: the text of its kind, then what editors add."""
    return {
        **_texte(page.genre, request, valeurs_du_site(request)),
        "maillons": maillons(request),
        "corps": dessiner_un_corps(page.corps, request),
    }


def contexte_de_declaration(page, request):
    """What home/accessibilite.html draws: the state, then the declaration in its official form."""
    return {
        **_texte(DECLARATION, request, {**valeurs_du_site(request), **valeurs_de_l_audit(page)}),
        "maillons": maillons(request),
        "etat": accessibilite.ETATS[accessibilite.etat_de(page)],
    }


def valeurs_de_l_audit(page, jour=None):
    """``{name: text or lines}`` of an AccessibilitePage; "" without an audit that still holds."""
    jour = jour or timezone.localdate()
    etat = accessibilite.etat_de(page, jour)
    entre = page.audit_le is not None and page.taux is not None
    perime = entre and accessibilite.est_perime(page.audit_le, jour)
    valable = entre and not perime
    return {
        **{nom: "oui" if valable and etat == nom else "" for nom in accessibilite.ETATS},
        "perime_le": _jour(accessibilite.fin_de_validite(page.audit_le)) if perime else "",
        "sans_audit": "" if entre else "oui",
        "audit_le": _jour(page.audit_le) if valable else "",
        "auditeur": page.auditeur if valable else "",
        "rgaa": page.rgaa if valable else "",
        "taux": formats.number_format(page.taux.normalize()) if valable else "",
        "echantillon": _lignes(page.echantillon) if valable else [],
        "outils": _lignes(page.outils) if valable else [],
        "non_conformites": _lignes(page.non_conformites),
        "derogations": _lignes(page.derogations),
        "hors_obligation": _lignes(page.hors_obligation),
        "etablie_le": _jour(page.etablie_le or _publiee_le(page)),
        "schema": page.schema,
    }


def _publiee_le(page):
    return page.last_published_at and timezone.localdate(page.last_published_at)


def _jour(date):
    return formats.date_format(date, "j F Y") if date else ""


def _lignes(texte):
    return [ligne.strip() for ligne in texte.splitlines() if ligne.strip()]


def _texte(nom, request, valeurs):
    """The parts of a text; its language when it is not that of the page."""
    langue = get_language() or settings.LANGUAGE_CODE
    donnee = langue_de(nom, langue)
    return {
        "parties": parties(nom, langue, valeurs),
        "langue_du_texte": donnee if donnee != langue else "",
    }
