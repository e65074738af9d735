"""Contacts: how they are written, followed, and which may be shown without anybody's consent."""

import re
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from socle.telephones import afficher_telephone, lire_telephone, numero_de, telephones_dans

# Mailboxes of an organisation, not of a person.
BOITES_GENERIQUES = frozenset(
    {
        "accueil",
        "adherents",
        "adhesion",
        "adhesions",
        "admin",
        "administration",
        "asso",
        "association",
        "atelier",
        "bonjour",
        "boutique",
        "bureau",
        "coeur",
        "commande",
        "commandes",
        "communication",
        "compta",
        "comptabilite",
        "contact",
        "contacts",
        "coordination",
        "courrier",
        "direction",
        "don",
        "dons",
        "epicerie",
        "formation",
        "hello",
        "info",
        "infos",
        "inscription",
        "inscriptions",
        "lacooperative",
        "magasin",
        "mairie",
        "office",
        "presidence",
        "president",
        "reception",
        "reservation",
        "reservations",
        "secretariat",
        "service",
        "services",
        "siege",
        "site",
        "solidaire",
        "support",
        "tourisme",
        "velo",
        "vente",
        "webmaster",
    }
)
# Roles that one person holds, and words that are not a box by themselves: followed by something
# else (« president.durand », « velo-martin »), what follows may well be somebody's name.
_BOITES_SEULES = """
    admin administration bonjour coeur communication compta comptabilite coordination direction
    don dons hello lacooperative presidence president secretariat site solidaire support velo
    webmaster
"""
_SEULES = frozenset(_BOITES_SEULES.split())
_FIXES = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.VOIP,
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.UAN,
}
_COURRIEL = re.compile(
    r"([\w.+%-]+)\s?(?:@|[\[(](?:at|arobase|@)[\])])\s?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE
)
_url_valide = URLValidator(schemes=["http", "https"])


def coordonnees_dans(genre, texte):
    """Return the telephones or mailboxes that stand among other words of *texte*."""
    if genre == "telephone":
        return [trouve.raw_string for trouve in telephones_dans(texte)]
    if genre == "email":
        return [f"{boite}@{domaine}" for boite, domaine in _COURRIEL.findall(texte)]
    return []


def lire_site(texte):
    """Return *texte* as an http(s) address; raises ValidationError with a sentence."""
    adresse = texte.strip()
    if not re.match(r"^[a-z][a-z0-9+.\-]*:", adresse, re.IGNORECASE):
        adresse = f"https://{adresse.lstrip('/')}"
    try:
        _url_valide(adresse)
    except (ValidationError, ValueError) as erreur:
        raise ValidationError(_("Cette adresse de site n’est pas valable.")) from erreur
    return adresse


def verifier_contact(genre, valeur):
    """Return *valeur* normalised for its *genre*; raises ValidationError with a sentence."""
    valeur = (valeur or "").strip()
    if genre == "telephone":
        return lire_telephone(valeur)
    if genre == "email":
        try:
            validate_email(valeur)
        except ValidationError as erreur:
            raise ValidationError(_("Cette adresse électronique n’est pas valable.")) from erreur
        return valeur
    return lire_site(valeur)


def lien_de(genre, valeur):
    """Return the address that a contact leads to."""
    return {"telephone": f"tel:{valeur}", "email": f"mailto:{valeur}"}.get(genre, valeur)


def afficher(genre, valeur):
    """Return a contact as people read it: national number, site without its scheme."""
    if genre == "telephone":
        return afficher_telephone(valeur)
    if genre in ("site", "reseau"):
        parties = urlsplit(valeur)
        return (parties.netloc.removeprefix("www.") + parties.path).rstrip("/")
    return valeur


def publiable_sans_accord(genre, valeur, *, personne_morale):
    """Whether an imported contact may be shown: people in lists did not ask to be published.

    A site or a page of a network is public by nature; a mailbox when it is generic; a
    telephone when it is a landline of a legal person.
    """
    if genre in ("site", "reseau"):
        return True
    if genre == "email":
        boite = valeur.partition("@")[0].lower()
        debut = boite.split(".")[0].split("-")[0]
        return boite in BOITES_GENERIQUES or debut in BOITES_GENERIQUES - _SEULES
    numero = numero_de(valeur)
    if numero is None:
        return False
    # Arcep's plan: 06 and 07 are mobiles; everything else of +33 belongs to a place or a service.
    fixe = numero.country_code == 33 and str(numero.national_number)[0] not in "67"
    return personne_morale and (fixe or phonenumbers.number_type(numero) in _FIXES)
