"""Dates are typed as they are written in the administration: the day first, in both languages."""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.forms import DateField, DateTimeField
from django.utils import timezone, translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


@pytest.mark.parametrize("langue", ["fr", "en"])
def test_what_a_field_shows_is_what_it_reads(langue):
    with translation.override(langue):
        jour, heure = date(2026, 3, 5), datetime(2026, 3, 5, 18, 30)
        montres = [
            AdminDateInput().format_value(jour),
            AdminDateTimeInput().format_value(heure),
        ]
        assert montres == ["05/03/2026", "05/03/2026 18:30"]
        lus = DateField().clean(montres[0]), timezone.make_naive(DateTimeField().clean(montres[1]))
        assert lus == (jour, heure)


def test_who_works_here_reads_one_of_the_languages_that_are_translated():
    assert [code for code, _nom in settings.WAGTAILADMIN_PERMITTED_LANGUAGES] == ["fr", "en"]
