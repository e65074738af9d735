"""Times searches in the engine, family by family, on the database of the environment.

Run as ``python -m bench.recherche N`` with DJANGO_SETTINGS_MODULE and DATABASE_URL set.
"""

import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from functools import cache

# What the first search pays when a quarter of an hour has passed, and that of a day or a process.
APRES = "rayon, un moment, un quart d’heure plus tard"
DE_NOUVEAU = "rayon, un moment, tous les horaires à reprendre"
VILLES = [(47.2184, -1.5536), (48.8566, 2.3522), (45.764, 4.8357), (43.6047, 1.4442)]


def preparer():
    """Put site/ on the path and start Django."""
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))
    import django

    django.setup()


def mots_par_frequence(echantillon=20_000):
    """Return ``{word: share of the documents that it finds}`` over a sample of the texts.

    Words of one stem find the same documents: the most written one stands for them all.
    """
    from search.analyse import analyser
    from search.models import Document

    racine = cache(lambda mot: tuple(lu.jeton for lu in analyser(mot, "fr") if lu.jeton))
    vues, ecrits, nombre = Counter(), defaultdict(Counter), 0
    documents = Document.objects.filter(supprime_le=None).order_by("pk")[:echantillon]
    for textes in documents.values_list("textes", flat=True).iterator():
        nombre += 1
        mots = {mot for texte in textes.values() for mot in texte.lower().split() if mot.isalpha()}
        longs = {mot for mot in mots if len(mot) > 3 and racine(mot)}
        vues.update({racine(mot) for mot in longs})
        for mot in longs:
            ecrits[racine(mot)][mot] += 1
    return {ecrits[r].most_common(1)[0][0]: total / nombre for r, total in vues.items()}


def mots_communs(parts):
    """Words of *parts* that find 5 to 14 % of the documents; the nearest ones to make up ten."""

    def ecart(mot):
        return max(0.05 - parts[mot], 0, parts[mot] - 0.14)

    tries = sorted(parts, key=lambda mot: (ecart(mot), mot))
    return tries[: max(10, sum(not ecart(mot) for mot in parts))]


def tirer(mots, hasard):
    """Yield *mots* for ever, each of them before any comes again: an engine keeps what it read."""
    while True:
        yield from hasard.sample(mots, len(mots))


def requetes(nombre, hasard):
    """Yield ``(family, Requete)``: *nombre* of each family of the issue."""
    from annuaire.documents import FACETTES
    from annuaire.models import Domaine, Geste
    from search.models import Synonyme
    from search.ouvertures import QUAND
    from search.requetes import Requete

    parts = mots_par_frequence()
    communs = tirer(mots_communs(parts), hasard)
    rares = [m for m, part in parts.items() if part < 0.0005]
    longs = [m for m in parts if len(m) > 6]
    domaines = [d.cle for d in Domaine.objects.sources()]
    besoins = [mot for d in Domaine.objects.sources() for mot in d.liste_mots]
    synonymes = [terme for groupe in Synonyme.objects.all() for terme in groupe.liste()]
    gestes = [g.cle for g in Geste.objects.sources()]
    commun = {"facettes_voulues": FACETTES}
    for _ in range(nombre):
        mot = next(communs)
        choix = {
            "domaine": frozenset(hasard.sample(domaines, 2)),
            "geste": frozenset(hasard.sample(gestes, 1)),
        }
        cercle = {"centre": hasard.choice(VILLES), "rayon_km": hasard.choice([5, 20, 50])}
        yield "mot commun", Requete(texte=mot, **commun)
        yield "mot rare", Requete(texte=hasard.choice(rares), **commun)
        yield "deux facettes", Requete(texte=mot, facettes=choix, **commun)
        yield "rayon", Requete(**cercle, **commun)
        yield "mot et rayon", Requete(texte=mot, **cercle, **commun)
        yield "sans mot", Requete(**commun)
        moment = {"quand": frozenset([hasard.choice(QUAND)])}
        yield "sans mot, un moment", Requete(facettes=moment, **commun)
        yield "mot commun, un moment", Requete(texte=mot, facettes=moment, **commun)
        yield "deux facettes, un moment", Requete(texte=mot, facettes=choix | moment, **commun)
        yield "rayon, un moment", Requete(**cercle, facettes=moment, **commun)
        yield APRES, Requete(**cercle, facettes=moment, **commun)
        yield DE_NOUVEAU, Requete(**cercle, facettes=moment, **commun)
        yield "besoin", Requete(texte=" ".join(hasard.sample(besoins, 2)), **commun)
        yield "mot qui a des synonymes", Requete(texte=hasard.choice(synonymes), **commun)
        yield "faute de frappe", Requete(texte=fauter(hasard.choice(longs), hasard), **commun)


def fauter(mot, hasard):
    """*mot* with two letters swapped, but the first."""
    rang = hasard.randrange(1, len(mot) - 1)
    return mot[:rang] + mot[rang + 1] + mot[rang] + mot[rang + 2 :]


def debuts(nombre, hasard):
    """Yield what somebody types, from two letters of a title to the whole of its first words."""
    from search.models import Document

    titres = Document.objects.vivants().order_by("pk").values_list("titre", flat=True)[:20_000]
    for titre in hasard.sample(list(titres), nombre):
        yield titre[: hasard.randrange(2, 12)]


def mesurer(nombre):
    """Return ``{family: {"p50", "p95", "n"}}`` in milliseconds, and the first search."""
    from search.moteurs import moteur
    from search.ouvertures import QUAND
    from search.requetes import Requete

    hasard = random.Random(11)  # noqa: S311 (queries to repeat, not a secret)
    embarque = moteur()
    debut = time.perf_counter()
    embarque.chercher(Requete())
    premiere = (time.perf_counter() - debut) * 1000
    durees = {}
    for famille, requete in requetes(nombre, hasard):
        if famille in (APRES, DE_NOUVEAU):
            embarque.suivi.corpus.ouverts.oublier_les_masques()
        if famille == APRES:
            for valeur in QUAND:
                embarque.suivi.corpus.ouverts.moment(valeur, int(time.time() // 60) - 15)
        debut = time.perf_counter()
        embarque.chercher(requete)
        durees.setdefault(famille, []).append((time.perf_counter() - debut) * 1000)
    embarque.suggerer(("acteur",), "fr", "te", 8)  # reads the words of all titles, once a process
    for texte in debuts(nombre, hasard):
        debut = time.perf_counter()
        embarque.suggerer(("acteur",), "fr", texte, 8)
        durees.setdefault("suggestion", []).append((time.perf_counter() - debut) * 1000)
    chiffres = {
        famille: {
            "p50": round(statistics.median(valeurs), 1),
            "p95": round(statistics.quantiles(valeurs, n=20)[-1], 1),
            "n": len(valeurs),
        }
        for famille, valeurs in durees.items()
    }
    chiffres["première recherche du processus"] = {
        "p50": round(premiere),
        "p95": round(premiere),
        "n": 1,
    }
    return chiffres


if __name__ == "__main__":
    preparer()
    print(json.dumps(mesurer(int(sys.argv[1]))))  # noqa: T201 (the parent process reads it)
