"""Workbooks (XLSX, ODS) read as rows of texts, told apart by their content.

They are streamed: memory depends on the texts that an XLSX shares between its cells, and on
nothing else. Read by our own hand, on expat: openpyxl does not read ODS and cannot say that a
formula has no value; calamine reserves a cell for every place up to the last one, so that a
5 KB file with something in XFD1048576 asks for 512 GB and takes the whole process down.
"""

from .archives import Archive
from .ods import ClasseurOds
from .rangees import Feuille, Rangee
from .xlsx import ClasseurXlsx

__all__ = ["Archive", "Feuille", "Rangee", "ouvrir"]


def ouvrir(chemin):
    """Return the workbook in *chemin*: ``feuilles(n)`` → Feuilles, ``rangees(feuille)`` → rows.

    Raises FichierIllisible with a sentence for an archive or an Office file that is not one.
    """
    archive = Archive(chemin)
    return ClasseurXlsx(archive) if archive.genre == "xlsx" else ClasseurOds(archive)
