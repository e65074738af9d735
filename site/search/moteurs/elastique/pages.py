"""From the documents that the server names to what a page shows: read from our own rows."""

from ...explications import Explicateur
from ...models import Document
from ...requetes import Resultat
from ..perimetre import KM, ZONE
from ..positions import distance_km

UTILES = ("id", "type", "objet_id", "titre")
DES_MOTS = ("langue", "cles", "textes")


def resultats(page, requete, question):
    """A tuple of ``Resultat`` for ``[(document id, score)]``; what was taken away since the index
    was written is left out. *question*: the ``Question`` that explains, or None."""
    champs = UTILES
    if question:
        champs += DES_MOTS
    if requete.centre is not None:
        champs += ("positions",)
    if requete.zones or (question and question.notions()):
        champs += ("facettes",)
    documents = Document.objects.vivants().only(*champs).in_bulk([i for i, _note in page])
    expliquer = _explications(question)
    return tuple(
        _resultat(documents[i], note, requete, expliquer) for i, note in page if i in documents
    )


def _explications(question):
    """A function of a document: (fields that explain a match, extract)."""
    if not question:
        return lambda document: ((), None)
    explicateur, notions = Explicateur(question), question.notions()

    def expliquer(document):
        champs, extrait = explicateur.expliquer(document)
        dits = [n.champ for n in notions if _porte(document, n.facette, (n.valeur,))]
        return tuple(dict.fromkeys((*champs, *dits))), extrait

    return expliquer


def _resultat(document, note, requete, expliquer):
    trouve_dans, extrait = expliquer(document)
    distance = _distance(document, requete.centre)
    return Resultat(
        document_id=document.pk,
        type=document.type,
        objet_id=document.objet_id,
        titre=document.titre,
        score=round(note, 3),
        distance_km=distance,
        intervient=bool(requete.zones) and _intervient(document, requete.zones, distance),
        trouve_dans=trouve_dans,
        extrait=extrait,
    )


def _porte(document, facette, valeurs):
    return not frozenset(valeurs).isdisjoint(document.facettes.get(facette, ()))


def _distance(document, centre):
    """Kilometres to the nearest of its positions, or None."""
    if centre is None or not document.positions:
        return None
    return min(distance_km(centre, position) for position in document.positions)


def _intervient(document, zones, distance):
    """Whether its area of intervention covers the place (see ``moteurs.perimetre``)."""
    if _porte(document, ZONE, zones):
        return True
    return distance is not None and any(
        distance <= float(valeur.removeprefix(KM))
        for valeur in document.facettes.get(ZONE, ())
        if valeur.startswith(KM)
    )
