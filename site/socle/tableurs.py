"""What a spreadsheet program must not take for a formula when it opens one of our files."""

from django.utils.translation import gettext_lazy as _

DECLENCHEURS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutraliser(valeur):
    """Return *valeur*, an apostrophe before a text that would be run; anything else as it is.

    The apostrophe is what spreadsheets themselves use for « this is text ». Telephones that
    start with « + » get one too: nobody can tell them from a formula.
    """
    if isinstance(valeur, str) and valeur.startswith(DECLENCHEURS):
        return f"'{valeur}"
    return valeur


def oui_non(valeur):
    """« oui », « non »: what people read in a spreadsheet."""
    return _("oui") if valeur else _("non")


def rendre(texte):
    """Return a text as it was before :func:`neutraliser`: files of ours are read again.

    What already began with an apostrophe before one of these signs loses it.
    """
    return texte[1:] if texte.startswith("'") and texte[1:].startswith(DECLENCHEURS) else texte


def proteger_les_exports():
    """Have every CSV and XLSX of the administration, ours and Wagtail's, go through the rules.

    Wagtail writes what people typed as it is, answers to forms included, and « True ». Its one
    method that prepares a cell is wrapped: each list would otherwise have to remember.
    """
    from wagtail.admin.views.mixins import SpreadsheetExportMixin

    preparer = SpreadsheetExportMixin.preprocess_field_value
    if getattr(preparer, "neutralise", False):
        return

    def preprocess_field_value(self, field, value, export_format):
        if isinstance(value, bool):
            value = oui_non(value)
        return neutraliser(preparer(self, field, value, export_format))

    preprocess_field_value.neutralise = True
    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
