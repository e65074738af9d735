"""Fingerprints of withdrawn entries: they are known again, nobody can read what they were.

HMAC-SHA256 with a key of its own in the database, so that changing SECRET_KEY does not let them
come back. Without the key, SIRETs could be tried one by one: who holds the database holds both,
and the key only keeps an extract of the table from saying anything.
"""

import hmac
import secrets
from typing import NamedTuple

from annuaire.models import CleDesEmpreintes, Empreinte


class Traces(NamedTuple):
    """What tells an entry: names in sources, SIRETs, keys « name, postcode, address »."""

    identifiants: frozenset
    sirets: frozenset
    noms: frozenset


def traces(identifiants, sirets, noms):
    """Return Traces from (Source, identifier) pairs, SIRETs and keys of names; empty ones left out.

    A source is told by its key, which survives a new name, and by its name, which survives its
    being deleted and made again.
    """
    marques = set()
    for source, identifiant in identifiants:
        if identifiant:
            marques |= {f"i\x1e{source.pk}\x1e{identifiant}", f"j\x1e{source.nom}\x1e{identifiant}"}
    return Traces(
        frozenset(marques),
        frozenset(f"s\x1e{siret}" for siret in sirets if siret),
        frozenset(f"n\x1e{nom}" for nom in noms if nom.strip("\x1f")),
    )


def graver(laissees):
    """Keep the fingerprints of an entry that goes, for good."""
    cle = _cle(creer=True)
    sauf = bool(laissees.sirets)
    Empreinte.objects.bulk_create(
        [
            *(Empreinte(condensat=_condenser(cle, t)) for t in laissees.identifiants),
            *(Empreinte(condensat=_condenser(cle, t)) for t in laissees.sirets),
            *(
                Empreinte(condensat=_condenser(cle, t), sauf_autre_siret=sauf)
                for t in laissees.noms
            ),
        ],
        ignore_conflicts=True,
    )


def reconnaitre(presentees):
    """For each Traces, « identifiant » or « ressemblance » when it was withdrawn, else "".

    The first is certain; the second is a SIRET, or a name at an address, that another entry may
    share. Two queries whatever the number, one when nothing was ever withdrawn.
    """
    cle = _cle()
    if not cle:
        return [""] * len(presentees)
    condensats = {t: _condenser(cle, t) for p in presentees for textes in p for t in textes}
    connues = dict(
        Empreinte.objects.filter(condensat__in=set(condensats.values())).values_list(
            "condensat", "sauf_autre_siret"
        )
    )

    def est_connue(texte):
        return condensats[texte] in connues

    def est_connu_de_nom(texte, siret):
        return est_connue(texte) and not (siret and connues[condensats[texte]])

    reponses = []
    for p in presentees:
        if any(map(est_connue, p.identifiants)):
            reponses.append("identifiant")
        elif any(map(est_connue, p.sirets)) or any(est_connu_de_nom(t, p.sirets) for t in p.noms):
            reponses.append("ressemblance")
        else:
            reponses.append("")
    return reponses


def _cle(creer=False):
    """The key, "" when none was drawn yet and *creer* is false."""
    if creer:
        return CleDesEmpreintes.objects.get_or_create(
            pk=1, defaults={"cle": secrets.token_hex(32)}
        )[0].cle
    return CleDesEmpreintes.objects.values_list("cle", flat=True).first() or ""


def _condenser(cle, texte):
    return hmac.digest(bytes.fromhex(cle), texte.encode(), "sha256").hex()
