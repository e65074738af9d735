"""The tile server that an operator chooses, or none."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from annuaire.fonds_de_carte import tuiles, verifier

SIENNES = "https://tuiles.exemple.fr/{z}/{x}/{y}.png"


@pytest.fixture
def regler(settings):
    def _regler(adresse, nom="", mention=""):
        settings.CARTE_TUILES = adresse
        settings.CARTE_TUILES_NOM, settings.CARTE_TUILES_MENTION = nom, mention

    return _regler


def test_nobody_is_asked_without_a_setting(regler):
    regler("")
    assert (tuiles(), verifier(None)) == (None, [])


def test_the_preset_is_that_of_the_geoplateforme(regler):
    regler("plan-ign")
    assert (tuiles().nom, tuiles().hote, tuiles().source) == (
        "Plan IGN",
        "data.geopf.fr",
        "https://data.geopf.fr",
    )


def test_an_address_of_ones_own_is_called_by_its_host_unless_it_has_a_name(regler):
    regler(SIENNES, mention="© Exemple")
    assert (tuiles().nom, tuiles().adresse, tuiles().mention) == (
        "tuiles.exemple.fr",
        SIENNES,
        "© Exemple",
    )
    regler(SIENNES, "Fond d’exemple", "© Exemple")
    assert tuiles().nom == "Fond d’exemple"


@pytest.mark.parametrize(
    ("adresse", "mention"),
    [
        ("plan-inconnu", "© X"),
        ("http://tuiles.exemple.fr/{z}/{x}/{y}.png", "© X"),
        ("https://tuiles.exemple.fr/{z}/{x}.png", "© X"),
        (SIENNES, ""),
    ],
)
def test_what_no_map_could_load_or_credit_is_refused_at_start(regler, adresse, mention):
    regler(adresse, mention=mention)
    with pytest.raises(ImproperlyConfigured):
        tuiles()
    assert [erreur.id for erreur in verifier(None)] == ["annuaire.E001"]
