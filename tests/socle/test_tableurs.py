"""A text that a spreadsheet would run is neutralised; numbers and dates are not touched."""

from datetime import date

import pytest

from socle.tableurs import neutraliser, rendre


@pytest.mark.parametrize("texte", ["=1+1", "+33 2", "-3", "@A1", "\t=1", "\r=1", "\n=1"])
def test_what_would_be_run_becomes_a_text(texte):
    assert neutraliser(texte) == f"'{texte}"


@pytest.mark.parametrize("valeur", ["", "Le Cabas", "a=1", " =1", "'=1", -3, 1.5, None, date.min])
def test_anything_else_is_left_as_it_is(valeur):
    assert neutraliser(valeur) == valeur


@pytest.mark.parametrize("texte", ["=1+1", "+33 2", "@A1", "", "Le Cabas", "'ouvert'", "a=1"])
def test_what_was_neutralised_is_read_back(texte):
    assert rendre(neutraliser(texte)) == texte
