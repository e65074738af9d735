"""The commune nearest to a position: by its town hall, not by its outline.

So it is a guess near a border: on the 3,800 placed rows of a national list it names the commune of
the address 3 times in 4 (docs/territoires.md). Say « près de », never « à ».
"""

from collections import defaultdict
from math import cos, hypot, isfinite, radians

from territoires.index import Fiche, Index, index

RAYON_MAX_KM = 30.0
KM_PAR_DEGRE = 111.195
PAS = 0.1  # degrees; about 11 km from north to south


def commune_la_plus_proche(
    latitude: float, longitude: float, rayon_km: float = RAYON_MAX_KM
) -> tuple[Fiche, float] | None:
    """Return (commune or arrondissement, distance in km), or None beyond *rayon_km*.

    *latitude*, *longitude* in degrees (WGS 84); out of the globe or not a number gives None.
    Paris, Lyon and Marseille answer by arrondissement; of communes as near, the most populated.
    """
    if not (isfinite(latitude) and isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    tout = index()
    grille = _grille(tout)
    ligne, colonne = _case(latitude, longitude)
    echelle = max(cos(radians(latitude)), 0.01)
    meilleur, trouvee = (rayon_km, len(tout.fiches)), None
    # A ring n cells away is at least n-1 cells off; the narrow side is east-west.
    cote = PAS * KM_PAR_DEGRE * echelle
    anneau = 0
    while (anneau - 1) * cote <= meilleur[0]:
        for case in _anneau(ligne, colonne, anneau):
            for rang in grille.get(case, ()):
                fiche = tout.fiches[rang]
                # Two town halls at one position: the most populated has the smallest rank.
                note = (distance_km(fiche, latitude, longitude), rang)
                if note <= meilleur:
                    meilleur, trouvee = note, fiche
        anneau += 1
    return None if trouvee is None else (trouvee, round(meilleur[0], 2))


def distance_km(fiche: Fiche, latitude: float, longitude: float) -> float:
    """Kilometres from a placed *fiche* to a position: flat earth, fine under 100 km."""
    echelle = max(cos(radians(latitude)), 0.01)
    return KM_PAR_DEGRE * hypot(fiche.latitude - latitude, (fiche.longitude - longitude) * echelle)


def _grille(tout: Index):
    """{(row, column): ranks}, kept with the index; communes with arrondissements left out."""
    if tout.grille is None:
        grille = defaultdict(list)
        for code, rang in tout.par_genre["commune"].items():
            fiche = tout.fiches[rang]
            if fiche.latitude is not None and code not in tout.arrondissements:
                grille[_case(fiche.latitude, fiche.longitude)].append(rang)
        tout.grille = dict(grille)
    return tout.grille


def _case(latitude, longitude):
    return int(latitude // PAS), int(longitude // PAS)


def _anneau(ligne, colonne, n):
    """Cells at Chebyshev distance *n*."""
    for i in range(ligne - n, ligne + n + 1):
        if abs(i - ligne) == n:
            for j in range(colonne - n, colonne + n + 1):
                yield i, j
        else:
            yield i, colonne - n
            yield i, colonne + n
