import pytest

from tests.annuaire.pages import publier_annuaire


@pytest.fixture
def annuaire(db):
    """The principal directory of the default site, at /annuaire/."""
    return publier_annuaire()
