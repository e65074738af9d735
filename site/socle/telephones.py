"""Telephone numbers: read from what people type, written as one reads them, dialled from a page."""

from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from socle.typographie import telephone


@lru_cache(maxsize=4096)
def numero_de(texte, region="FR"):
    """What *texte* is to somebody who dials from *region*, or None: asked again at every step."""
    try:
        return phonenumbers.parse(texte, region)
    except phonenumbers.NumberParseException:
        return None


# Where numbers have an area code that « FR » does not know: 0262, 0590, 0594, 0596…
OUTRE_MER = ("RE", "GP", "MQ", "GF", "YT", "PM")


@lru_cache(maxsize=4096)
def _outre_mer(national):
    """The number of an overseas département that *national* is, ten digits as dialled there."""
    for region in OUTRE_MER:
        numero = numero_de(national, region)
        if numero is not None and phonenumbers.is_valid_number(numero):
            return numero
    return None


def _en_attente(numero):
    """Whether it only fills the place: « 00 00 00 00 00 », « 00 00 00 00 01 ».

    No French number has a second zero (plan national de numérotation de l'Arcep, Z from 1 to 9).
    """
    return numero.country_code == 33 and numero.national_number < 100_000_000


def lire_telephone(texte):
    """Return the number in *texte* as E.164 (``+33240123456``).

    Raises ValidationError with a sentence when it is not a telephone number.
    """
    numero = numero_de(texte)
    if numero is None or not phonenumbers.is_possible_number(numero) or _en_attente(numero):
        raise ValidationError(_("Ce numéro de téléphone n’est pas complet."))
    if numero.country_code == 33 and not phonenumbers.is_valid_number(numero):
        numero = _outre_mer(f"0{numero.national_number}") or numero
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def telephones_dans(texte):
    """The numbers that stand among other words of *texte*, as ``phonenumbers`` finds them."""
    return phonenumbers.PhoneNumberMatcher(texte, "FR", leniency=phonenumbers.Leniency.POSSIBLE)


def afficher_telephone(e164):
    """Return an E.164 number as people in France write it: « 02 40 12 34 56 »."""
    numero = numero_de(e164)
    if numero is None:
        return e164
    forme = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if numero.country_code == 33
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(numero, forme)


def a_appeler(texte):
    """*texte* as safe HTML, each number in it a link that dials it; its other words as they came.

    « 05 36 49 00 00 (standard) » dials the number alone. What is no whole number is no link.
    """
    texte, morceaux, fin = str(texte or ""), [], 0
    for trouve in telephones_dans(texte):
        try:
            numero = lire_telephone(trouve.raw_string)
        except ValidationError:
            continue
        appel = format_html('<a href="tel:{}">{}</a>', numero, telephone(trouve.raw_string))
        morceaux += [texte[fin : trouve.start], appel]
        fin = trouve.end
    return format_html_join("", "{}", ([morceau] for morceau in [*morceaux, texte[fin:]]))
