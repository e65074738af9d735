"""Lists of the administration as CSV and XLSX: headings in French, rows read as they are written.

Formulas are neutralised for every list of the administration by ``socle.tableurs``.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView
from wagtail.snippets.views.snippets import IndexView

LIGNES_EN_MEMOIRE = 500


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
            permis = self.permission_policy.user_has_permission(request.user, "change")
            self.list_export = [c for c in self.cellules if permis or c not in self.reservees]
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
    """A list of snippets."""


def oui_non(valeur):
    """« oui », « non »: what people read in a spreadsheet."""
    return _("oui") if valeur else _("non")


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
