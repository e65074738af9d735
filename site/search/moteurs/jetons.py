"""The tokens of a document, column by column, as every full-text table takes them."""

from ..analyse import COLONNE_DU_CHAMP, COLONNES, analyser, cles

CHAMPS = (*COLONNES, "cles")
# Whole keys are one token with a prefix that no analysed word can have.
MARQUE_DE_CLE = "0k"


def lire(document, formes):
    """``{column: its tokens}``; fills ``formes``, {folded word: as it is written}."""
    colonnes = {nom: [] for nom in COLONNES}
    textes = document.textes
    if "nom" not in textes and "titre" not in textes:
        textes = {"titre": document.titre, **textes}
    for champ, texte in textes.items():
        jetons = colonnes[COLONNE_DU_CHAMP.get(champ, "description")]
        for ecrit, forme, jeton in analyser(texte, document.langue):
            if jeton:
                jetons.append(jeton)
                if forme not in formes and not forme.isdigit():
                    formes[forme] = ecrit
    return colonnes | {"cles": [*map(jeton_de_cle, cles([document.titre, *document.cles]))]}


def jeton_de_cle(cle):
    return MARQUE_DE_CLE + cle
