"""The declaration of accessibility: what an audit entered by an editor allows to say, and when.

Decree n° 2019-768 of 24 July 2019: « non conforme » without a valid audit or below half of the
criteria. No figure comes from an automatic tool: those see a third of the criteria at best.
"""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NON, PARTIELLE, TOTALE = "non", "partielle", "totale"
ETATS = {
    NON: _("Non conforme"),
    PARTIELLE: _("Partiellement conforme"),
    TOTALE: _("Totalement conforme"),
}
VALIDITE_ANS = 3
MOITIE, TOUT = Decimal(50), Decimal(100)


def fin_de_validite(audit_le):
    """The day from which an audit of that day says nothing any more: three years later."""
    annee = audit_le.year + VALIDITE_ANS
    try:
        return audit_le.replace(year=annee)
    except ValueError:  # 29 February
        return audit_le.replace(year=annee, month=3, day=1)


def est_perime(audit_le, jour):
    """Whether an audit of that day is three years old, or more, on *jour*."""
    return jour >= fin_de_validite(audit_le)


def etat(audit_le, taux, jour):
    """NON, PARTIELLE or TOTALE on *jour*: an audit (or None) found *taux* % of criteria met."""
    if audit_le is None or taux is None or est_perime(audit_le, jour) or taux < MOITIE:
        return NON
    return TOTALE if taux >= TOUT else PARTIELLE


def etat_de(page, jour=None):
    """The state that an AccessibilitePage declares, today unless told."""
    return etat(page.audit_le, page.taux, jour or timezone.localdate())
