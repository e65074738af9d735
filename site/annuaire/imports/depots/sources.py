"""Sources that an upload named: kept in mind as long as its file, then forgotten.

A source that an import made and that nothing uses (a file that was tried and left, an import that
was undone) is in no list and no filter, but the screen that uploads offers it: the file that comes
back finds again what was said of its columns and categories.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from annuaire.models import Acteur, DepotImport, Source


def oublier_les_inutiles():
    """Delete the sources without use of which no file is kept, and what was remembered of them."""
    gardes = DepotImport.objects.filter(source=OuterRef("pk")).exclude(fichier="")
    with transaction.atomic():
        inutiles = Source.objects.sans_usage().exclude(Exists(gardes)).select_for_update()
        cles = [source.pk for source in inutiles if not _a_ecrit(source)]
        Source.objects.filter(pk__in=cles).delete()


def _a_ecrit(source):
    """Whether a field of some entry says that it comes from *source* (or may say so)."""
    notes = Acteur.objects.annotate(notes=Cast("provenance", TextField()))
    return notes.filter(notes__contains=f'"source": {source.pk}').exists()
