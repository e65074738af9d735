"""A number among free words: what dials it is the number alone."""

import pytest

from socle.telephones import a_appeler, afficher_telephone


@pytest.mark.parametrize(
    ("texte", "html"),
    [
        (
            "05 36 49 00 00 (standard)",
            '<a href="tel:+33536490000">05\u00a036\u00a049\u00a000\u00a000</a> (standard)',
        ),
        (
            "<b>0536490000</b>",
            '&lt;b&gt;<a href="tel:+33536490000">05\u00a036\u00a049\u00a000\u00a000</a>&lt;/b&gt;',
        ),
        (
            "05.36.49.00.00 ou +32 2 123 45 67",
            '<a href="tel:+33536490000">05\u00a036\u00a049\u00a000\u00a000</a>'
            ' ou <a href="tel:+3221234567">+32 2 123 45 67</a>',
        ),
        ("0262 20 00 00", '<a href="tel:+262262200000">02\u00a062\u00a020\u00a000\u00a000</a>'),
        ("05 36 49", "05 36 49"),
        ("3949", "3949"),
        ("00 00 00 00 00", "00 00 00 00 00"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_number_alone_is_dialled(texte, html):
    assert a_appeler(texte) == html


@pytest.mark.parametrize(
    ("e164", "montre"),
    [
        ("+33240123456", "02 40 12 34 56"),
        ("+262262200000", "+262 262 20 00 00"),
        ("+3221234567", "+32 2 123 45 67"),
        ("3949", "3949"),
    ],
)
def test_a_number_is_shown_as_people_write_it(e164, montre):
    assert afficher_telephone(e164) == montre
