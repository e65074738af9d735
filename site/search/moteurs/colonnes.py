"""The words of a document, column by column, as every engine indexes them."""

from functools import lru_cache

from ..analyse import COLONNE_DU_CHAMP, COLONNES, jetons

# A label, a commune, a legal form: said by thousands of documents.
COURT = 80


def colonnes(document):
    """``{column: tokens joined by spaces}``, every column of ``COLONNES``, in their order."""
    trouvees = {nom: [] for nom in COLONNES}
    for champ, texte in textes_de(document).items():
        lire = _flux_garde if len(texte) <= COURT else flux
        if lu := lire(texte, document.langue):
            trouvees[COLONNE_DU_CHAMP.get(champ, "description")].append(lu)
    return {nom: " ".join(textes) for nom, textes in trouvees.items()}


def textes_de(document):
    """Its texts by field, its title among them."""
    textes = document.textes
    if "nom" not in textes and "titre" not in textes:
        return {"titre": document.titre, **textes}
    return textes


def flux(texte, langue):
    return " ".join(jetons(texte, langue))


@lru_cache(maxsize=5_000)
def _flux_garde(texte, langue):
    return flux(texte, langue)
