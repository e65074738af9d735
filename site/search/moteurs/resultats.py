"""What a page of results shows of each document: read for that page only."""

from ..explications import Explicateur
from ..models import Document
from ..requetes import Resultat


def lire_les_resultats(page, distances, couverts, appariement):
    """A tuple of ``Resultat`` for ``[(id, score)]``, with what explains each when words matched."""
    utiles = ("id", "type", "objet_id", "titre")
    if appariement:
        utiles = (*utiles, "langue", "cles", "textes")
    documents = Document.objects.only(*utiles).in_bulk([i for i, _note in page])
    explicateur = Explicateur(appariement.question) if appariement else None
    resultats = []
    for i, note in page:
        document = documents.get(i)
        if document is None:  # taken away by another process since the masks were read
            continue
        trouve_dans, extrait = (), None
        if appariement:
            trouve_dans, extrait = explicateur.expliquer(document)
            trouve_dans = _avec_le_sens(trouve_dans, appariement.sens, i)
        resultats.append(
            Resultat(
                document_id=i,
                type=document.type,
                objet_id=document.objet_id,
                titre=document.titre,
                score=round(note, 3),
                distance_km=distances.get(i),
                intervient=bool(couverts >> i & 1),
                trouve_dans=trouve_dans,
                extrait=extrait,
            )
        )
    return tuple(resultats)


def _avec_le_sens(champs, sens, i):
    """The fields that explain a match, with those that say what the words mean."""
    dits = [notion.champ for notion, bits in sens.items() if bits >> i & 1]
    return tuple(dict.fromkeys((*champs, *dits)))
