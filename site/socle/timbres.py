"""Signed time stamps of public forms: when a form was drawn, and what about, without a cookie."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SEL = "socle.timbres"
AGE_MIN_S = 3  # quicker than anybody reads two fields
AGE_MAX_S = 24 * 3600


def timbrer(objet):
    """Return the stamp of a form about *objet* (a text), drawn now."""
    return signing.TimestampSigner(salt=SEL).sign(objet)


def verifier(timbre, objet):
    """Raise ValidationError, with a sentence, unless *timbre* is of *objet* and of a human age.

    Its code is « jeune » when the same stamp will do in a moment, « perime » when the form
    needs a new one.
    """
    signataire = signing.TimestampSigner(salt=SEL)
    try:
        lu = signataire.unsign(timbre, max_age=AGE_MAX_S)
    except signing.BadSignature:
        lu = None
    if lu != objet:
        raise ValidationError(
            _("Cette page est restée ouverte trop longtemps\u202f: envoyez-la de nouveau."),
            code="perime",
        )
    try:
        signataire.unsign(timbre, max_age=AGE_MIN_S)
    except signing.SignatureExpired:
        return
    raise ValidationError(
        _("Le formulaire est parti très vite\u202f: relisez-le, puis envoyez-le de nouveau."),
        code="jeune",
    )
