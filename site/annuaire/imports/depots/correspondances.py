"""What columns and categories of a source mean, remembered from one of its lists to the next."""

from dataclasses import replace

from django.db import transaction
from rapidfuzz import fuzz, process

from annuaire.imports import entetes, profils
from annuaire.imports.profils import Profil
from annuaire.models import Correspondance

from . import categories

# Under it, two names of columns are not the same name with a mistake.
RESSEMBLANCE = 82
IGNORER = Correspondance.IGNORER


def retenues(depot, genre):
    """Return {key: Correspondance} of what is remembered for the source of *depot*."""
    if depot.source_id is None:
        return {}
    lignes = Correspondance.objects.filter(
        source_id=depot.source_id, profil=depot.profil, genre=genre
    )
    return {ligne.cle: ligne for ligne in lignes.order_by("pk")}


def cibles(profil):
    """The canonical columns of a Profil, in its order."""
    return list(dict.fromkeys(profil.colonnes.values()))


def colonnes_comprises(depot):
    """Return {column of the file: canonical column, or "" when it is not read}."""
    return _comprises(depot, profil_de(depot))


def _comprises(depot, profil):
    noms = depot.analyse.get("colonnes", {})
    lues = entetes.comprendre(profil, list(noms.values()))
    return {cle: profil.colonnes.get(cle, lue) for cle, lue in zip(noms, lues, strict=True)}


def proposer(depot, comprises):
    """Return {column that nobody understands: the canonical column that its name is like}."""
    profil = profils.charger(depot.profil)
    prises = set(comprises.values())
    # One letter or two are in every name.
    noms = [nom for nom in profil.colonnes if len(nom) > 3]
    proposees, retenu = {}, retenues(depot, "colonne")
    for cle, cible in comprises.items():
        if cible or cle in retenu or len(cle) < 4:
            continue
        trouve = process.extractOne(cle, noms, scorer=fuzz.WRatio, score_cutoff=RESSEMBLANCE)
        voulue = profil.colonnes[trouve[0]] if trouve else ""
        if voulue and voulue not in prises:
            proposees[cle] = voulue
            prises.add(voulue)
    return proposees


def profil_de(depot):
    """The Profil of *depot*: its kind of list, and what is remembered of its source."""
    base = profils.charger(depot.profil)
    if depot.profil in profils.INTERNES:
        return base
    retenu = retenues(depot, "colonne")
    colonnes = {cle: cible for cle, cible in base.colonnes.items() if cle not in retenu}
    for cle, ligne in retenu.items():
        # An empty target says that the column is not to be read, whatever its name is like.
        colonnes[cle] = "" if ligne.cible == IGNORER else ligne.cible
    return replace(base, colonnes=colonnes, comprendre=_comprendre(depot, base))


def _comprendre(depot, base: Profil):
    decisions = retenues(depot, "categorie")
    if not decisions:
        return base.comprendre

    def comprendre(ligne, classeur):
        cellules, tranchees = categories.trancher(base.nom, ligne.cellules, decisions)
        fiche = base.comprendre(ligne._replace(cellules=cellules), classeur)
        if not fiche.refus:
            categories.appliquer(fiche, tranchees, classeur)
        return fiche

    return comprendre


def retenir(depot, colonnes, decisions):
    """Remember what was decided on the screen, and forget what goes without saying.

    *colonnes*: {column of the file: canonical column, or ""}; *decisions*: {key of a category:
    (word as written, « », « etiquette », « ignorer », « comme:… » or the key of a domain)}.
    """
    d_office = _comprises(depot, profils.charger(depot.profil))
    lignes, oubliees = [], {"colonne": [], "categorie": []}
    for cle, cible in colonnes.items():
        if cible == d_office.get(cle, ""):
            oubliees["colonne"].append(cle)
        else:
            texte = depot.analyse["colonnes"].get(cle, cle)
            lignes.append(_ligne(depot, "colonne", cle, texte, cible or IGNORER))
    for cle, (texte, cible) in decisions.items():
        if cible == "":
            oubliees["categorie"].append(cle)
        elif isinstance(cible, int):
            ligne = _ligne(depot, "categorie", cle, texte, Correspondance.DOMAINE)
            ligne.domaine_id = cible
            lignes.append(ligne)
        else:
            lignes.append(_ligne(depot, "categorie", cle, texte, cible))
    with transaction.atomic():
        connues = Correspondance.objects.filter(source=depot.source, profil=depot.profil)
        for genre, cles in oubliees.items():
            connues.filter(genre=genre, cle__in=cles).delete()
        Correspondance.objects.bulk_create(
            lignes,
            update_conflicts=True,
            unique_fields=["source", "profil", "genre", "cle"],
            update_fields=["texte", "cible", "domaine"],
        )


def _ligne(depot, genre, cle, texte, cible):
    return Correspondance(
        source=depot.source,
        profil=depot.profil,
        genre=genre,
        cle=cle[:200],
        texte=texte[:200],
        cible=cible,
    )
