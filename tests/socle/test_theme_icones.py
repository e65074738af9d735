"""The ``icone`` tag."""

import logging

import pytest
from django.template import Context, Template, TemplateSyntaxError

from socle import icones
from socle.palette import ICONE_PAR_DEFAUT, ICONES, ICONES_DU_THEME


def dessiner(source, **contexte):
    return Template(source).render(Context(contexte))


def test_every_listed_icon_is_drawn():
    assert [nom for nom in (*ICONES, *ICONES_DU_THEME) if nom not in icones.traces()] == []


def test_an_icon_is_decorative():
    assert dessiner('{% icone "x" %}') == (
        '<svg class="ic" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false">'
        '<path d="M18 6 6 18"/><path d="m6 6 12 12"/></svg>'
    )


def test_an_unknown_literal_is_an_error_of_the_template():
    with pytest.raises(TemplateSyntaxError, match="no icon named licorne"):
        Template('{% icone "licorne" %}')


@pytest.mark.parametrize("source", ["{% icone %}", '{% icone "x" "y" %}'])
def test_the_tag_takes_one_argument(source):
    with pytest.raises(TemplateSyntaxError, match="one argument"):
        Template(source)


def test_a_name_from_data_is_drawn():
    assert dessiner("{% icone nom %}", nom="bike") == icones.svg("bike")


@pytest.mark.parametrize("contexte", [{}, {"nom": ""}, {"nom": None}])
def test_no_name_draws_the_default_icon(contexte):
    assert dessiner("{% icone nom %}", **contexte) == icones.svg(ICONE_PAR_DEFAUT)


def test_a_withdrawn_icon_does_not_take_its_page_down(caplog):
    with caplog.at_level(logging.WARNING):
        assert dessiner("{% icone nom %}", nom="licorne") == icones.svg(ICONE_PAR_DEFAUT)
    assert caplog.messages == ["Unknown icon in data: 'licorne'"]
