"""Who may write a field over what is there, and what says nothing."""

import pytest

from annuaire.provenances import PROPRIETAIRE, REDACTION, est_vide, peut_ecrire

LISTE, AUTRE_LISTE = 7, 8


@pytest.mark.parametrize(
    ("valeur", "vide"),
    [
        *((False, True), (None, True), ("", True), ([], True)),
        *((True, False), (0, False), ("0", False), ([0], False)),
    ],
)
def test_false_says_nothing_and_zero_does(valeur, vide):
    assert est_vide(valeur) is vide


@pytest.mark.parametrize(
    ("source", "auteur", "valeur", "permis"),
    [
        # Nobody is known to have written it: an import fills what is empty.
        *((LISTE, None, "", True), (LISTE, None, "là", False), (REDACTION, None, "là", True)),
        # Its own, even over something; another list's only where nothing is said.
        *((LISTE, LISTE, "là", True), (LISTE, AUTRE_LISTE, "là", False)),
        (LISTE, AUTRE_LISTE, "", True),
        # What people wrote stays, even emptied.
        *((LISTE, REDACTION, "", False), (LISTE, PROPRIETAIRE, "", False)),
        *((REDACTION, LISTE, "là", True), (PROPRIETAIRE, REDACTION, "là", True)),
        *((REDACTION, PROPRIETAIRE, "là", False), (REDACTION, REDACTION, "là", True)),
    ],
)
def test_a_lower_rank_never_overwrites_a_higher_one(source, auteur, valeur, permis):
    provenance = {} if auteur is None else {"sigle": {"source": auteur}}
    assert peut_ecrire(source, "sigle", valeur, provenance) is permis
