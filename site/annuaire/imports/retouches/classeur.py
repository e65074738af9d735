"""The workbook that animators edit: every cell a text, the version of each row out of sight."""

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from annuaire.cartes_facettes import termes
from annuaire.models import Acteur, IdentifiantExterne
from annuaire.provenances import photographier
from socle.tableurs import neutraliser

from .cellules import COLONNES, cellules, version

ACTEURS_MAX = 5_000  # within the half minute that a web worker has, on a slow machine
TRANCHE = 500
LARGEURS = {"nom": 36, "description": 48, "accroche": 36, "offre": 30, "adresse": 30, "ref": 11}


def ecrire(pks, sortie):
    """Write the workbook of the actors *pks*, in their order, to a binary file."""
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("Acteurs")
    feuille.freeze_panes = "C2"
    for rang, nom in enumerate(COLONNES, start=1):
        colonne = feuille.column_dimensions[get_column_letter(rang)]
        colonne.width = LARGEURS.get(nom, 18)
        colonne.hidden = nom == "version"
    feuille.append([_cellule(feuille, nom, titre=True) for nom in COLONNES])
    for debut in range(0, len(pks), TRANCHE):
        for rangee in rangees(pks[debut : debut + TRANCHE]):
            feuille.append([_cellule(feuille, rangee[nom]) for nom in COLONNES])
    classeur.save(sortie)


def rangees(pks):
    """Return [{column: text}] of the actors *pks*, in a constant number of queries."""
    faits = Acteur.objects.filter(pk__in=pks).values_list("pk", "ref", "source_id")
    par_pk = {pk: (ref, source) for pk, ref, source in faits.order_by()}
    photos = photographier(list(par_pk))
    liens = IdentifiantExterne.objects.filter(acteur__in=list(par_pk)).order_by("-pk")
    noms = {(a, s): nom for a, s, nom in liens.values_list("acteur_id", "source_id", "identifiant")}
    rangees_lues = []
    for pk in pks:
        if pk not in photos:
            continue
        ref, source = par_pk[pk]
        textes = cellules(photos[pk])
        connue = termes().sources.get(source)
        rangees_lues.append(
            {
                "ref": ref,
                **textes,
                "source": connue.nom if connue else "",
                "identifiant": noms.get((pk, source), ""),
                "version": version(textes),
            }
        )
    return rangees_lues


def _cellule(feuille, texte, *, titre=False):
    """A text, whatever it looks like: « 01000 » keeps its zero, « =1+1 » is never run."""
    cellule = WriteOnlyCell(feuille, value=neutraliser(texte))
    cellule.data_type = "s"
    cellule.number_format = "@"
    if titre:
        cellule.font = Font(bold=True)
    elif "\n" in texte:
        cellule.alignment = Alignment(wrap_text=False, vertical="top")
    return cellule
