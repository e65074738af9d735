"""Official numbers of French organisations, checked with python-stdnum and La Poste's exception."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren as stdnum_siren

LA_POSTE = "356000000"


def chiffres(texte):
    """Return the digits of *texte* without the spaces, dots and dashes people put in."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", texte or "")


def siren_valide(numero):
    """Whether nine digits pass Luhn's key."""
    return bool(re.fullmatch(r"[0-9]{9}", numero)) and stdnum_siren.is_valid(numero)


def siret_valide(numero):
    """Whether fourteen digits pass Luhn's key.

    La Poste's establishments (SIREN 356000000) pass when the sum of their digits is a
    multiple of five instead (INSEE, « Numéro SIRET », exception La Poste).
    """
    if not re.fullmatch(r"[0-9]{14}", numero) or not siren_valide(numero[:9]):
        return False
    if numero.startswith(LA_POSTE) and sum(map(int, numero)) % 5 == 0:
        return True
    return _luhn(numero)


def _luhn(numero):
    doubles = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(numero))]
    return sum(n - 9 if n > 9 else n for n in doubles) % 10 == 0


def verifier_siren(numero):
    """Raise ValidationError when *numero* is not a SIREN."""
    if numero and not siren_valide(numero):
        raise ValidationError(_("Ce SIREN n’existe pas : vérifiez ses neuf chiffres."))


def verifier_siret(numero):
    """Raise ValidationError when *numero* is not a SIRET."""
    if numero and not siret_valide(numero):
        raise ValidationError(_("Ce SIRET n’existe pas : vérifiez ses quatorze chiffres."))


def verifier_rna(numero):
    """Raise ValidationError when *numero* is not written as the RNA (W4 to W9) does."""
    if numero and not re.fullmatch(r"W\d[\dA-Z]\d{7}", numero):
        raise ValidationError(_("Un numéro RNA s’écrit W suivi de neuf chiffres."))
