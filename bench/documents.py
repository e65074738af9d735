"""Documents for an index alone: grown from those of a smaller database, or sent barely.

Run as ``python -m bench.documents grandir N`` or ``python -m bench.documents nu`` with the
environment of a database.
"""

import gc
import random
import sys
import time

from bench.recherche import preparer

LOT = 5_000
AU_PLUS = 100_000  # bodies held in memory by a bare bulk
ECART = 0.05  # degrees between a copy and what it was copied from
COPIES = ("type", "locale", "langue", "facettes", "ouvertures", "ouvertures_le", "nouveau_le")


def grandir(voulus):
    """Add documents until *voulus* are live: each is one of those there, moved a little, under a
    name of its own (the words of two), with the sentences of the first.

    Only ``Document`` is written: an index is built from it, the embedded engine does not follow.
    """
    from search.models import Document, Lot

    hasard = random.Random(7)  # noqa: S311 (to be repeated)
    acteurs = Document.objects.vivants().filter(type="acteur").order_by("pk")
    titres = list(acteurs.values_list("titre", flat=True))
    manquent = voulus - Document.objects.vivants().count()
    sequence, objet, dernier = Lot.ouvrir(), 10**9, 0
    fin = acteurs.last().pk
    while manquent > 0:
        modeles = list(acteurs.filter(pk__gt=dernier, pk__lte=fin)[: min(LOT, manquent)])
        dernier = modeles[-1].pk if modeles else 0
        copies = []
        for modele in modeles:
            objet += 1
            copies.append(_copie(modele, objet, hasard.choice(titres), sequence, hasard))
        Document.objects.bulk_create(copies)
        manquent -= len(copies)


def _copie(modele, objet, autre, sequence, hasard):
    from search.analyse import cle_de_tri
    from search.models import Document

    titre = f"{modele.titre} {hasard.choice(autre.split() or [str(objet)])}"[:190]
    return Document(
        **{nom: getattr(modele, nom) for nom in COPIES},
        objet_id=objet,
        titre=titre,
        titre_tri=cle_de_tri(titre),
        cles=[titre],
        textes={**modele.textes, "nom": titre},
        positions=[
            [round(degres + hasard.uniform(-ECART, ECART), 6) for degres in position]
            for position in modele.positions
        ],
        poids=modele.poids,
        empreinte=f"{objet:032x}",
        sequence=sequence,
    )


def debit_nu():
    """Documents a second of the client's own ``parallel_bulk``, of bodies made beforehand."""
    from collections import deque

    from elasticsearch.helpers import parallel_bulk

    from search.models import Document
    from search.moteurs.elastique import indice
    from search.moteurs.elastique.client import DELAI_DE_TRAVAUX, client

    ordres, documents = [], Document.objects.vivants().order_by("pk")[:AU_PLUS]
    for debut in range(0, AU_PLUS, LOT):
        ordres += indice.actions(documents[debut : debut + LOT])
    gc.collect()
    gc.freeze()  # a collector that goes through the bodies again and again is not what is timed
    serveur, nom = client(DELAI_DE_TRAVAUX), f"{indice.alias()}-nu"
    serveur.indices.delete(index=nom, ignore_unavailable=True)
    indice.creer(nom, refresh_interval="-1", number_of_replicas=0)
    debut = time.perf_counter()
    envois = parallel_bulk(serveur, ordres, index=nom, thread_count=2, chunk_size=1_000)
    deque(envois, maxlen=0)
    duree = time.perf_counter() - debut
    serveur.indices.delete(index=nom)
    return len(ordres) / duree


if __name__ == "__main__":
    preparer()
    if sys.argv[1] == "nu":
        print(debit_nu())  # noqa: T201 (the parent process reads it)
    else:
        grandir(int(sys.argv[2]))
