"""Lists of the administration as CSV and XLSX: headings in French, rows read as they are written.

Formulas are neutralised for every list of the administration by ``socle.tableurs``.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.snippets.views.snippets import IndexView

from .tableurs import oui_non

LIGNES_EN_MEMOIRE = 500


class OuiNonColumn(Column):
    """A column that says yes or no in words: « True » is no word for who reads the list."""

    def get_value(self, instance):
        return oui_non(super().get_value(instance))


COLONNE_DE_LANGUE = Column("locale", label=_("Langue"))


class _AuFilDeLEau:
    """A queryset read by slices, for code that iterates it once and asks for its model."""

    def __init__(self, queryset):
        self.queryset, self.model = queryset, queryset.model

    def __iter__(self):
        return self.queryset.iterator(chunk_size=LIGNES_EN_MEMOIRE)


class TableauMixin:
    """Wagtail's export, in bounded memory.

    A subclass may give ``cellules``: ``{name: (heading, function of a row)}``, which makes
    ``list_export``, the headings and the values; ``reservees``: those of them that only who may
    change the model sees.
    """

    cellules: dict = {}
    reservees: frozenset = frozenset()

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.cellules:
            cachees = self.reservees
            if cachees and self.permission_policy.user_has_permission(request.user, "change"):
                cachees = frozenset()
            self.list_export = [c for c in self.cellules if c not in cachees]
            self.export_headings = {c: titre for c, (titre, _valeur) in self.cellules.items()}

    def to_row_dict(self, item):
        if not self.cellules:
            return super().to_row_dict(item)
        return {nom: self.cellules[nom][1](item) for nom in self.list_export}

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(_AuFilDeLEau(queryset), spreadsheet_format)


class RapportEnTableau(TableauMixin, ReportView):
    """A report of ours."""


class ListeEnTableau(TableauMixin, IndexView):
    """A list of snippets; ``liees``: what its rows point at, fetched with them."""

    liees: tuple = ()

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.liees)


class ListeSansModeleEnTableau(TableauMixin, SpreadsheetExportMixin, BaseListingView):
    """A list of a model that is no snippet."""

    def render_to_response(self, context, **response_kwargs):
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **response_kwargs)


class EcranEnTableauMixin(TableauMixin, SpreadsheetExportMixin, WagtailAdminTemplateMixin):
    """A screen that counts: ``lignes()`` gives the rows of its file, ``cellules`` their columns."""

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.as_spreadsheet(self.lignes(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def as_spreadsheet(self, lignes, spreadsheet_format):
        return SpreadsheetExportMixin.as_spreadsheet(self, lignes, spreadsheet_format)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


def affiche(champ):
    """The function that gives what a choice field shows, or the field itself."""

    def valeur(objet):
        montrer = getattr(objet, f"get_{champ}_display", None)
        return montrer() if montrer else getattr(objet, champ)

    return valeur


def colonnes(modele, *champs, **autres):
    """``cellules`` of plain fields of *modele*, headed by their verbose names, then *autres*."""
    cellules = {}
    for champ in champs:
        titre = capfirst(str(modele._meta.get_field(champ).verbose_name))
        cellules[champ] = (titre, affiche(champ))
    return {**cellules, **autres}
