"""Why a result matched: the fields that say so, and an extract of the text as it is now.

Computed for the results of one page only, in Python, whatever the engine.
"""

import re
from functools import lru_cache

from .analyse import COLONNE_DU_CHAMP, COLONNES, analyser, cles

AVANT = 60  # characters kept before the first match
LONGUEUR = 200
_MORCEAU = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+")
_RANG = {colonne: rang for rang, colonne in enumerate(COLONNES)}


class Explicateur:
    """Explains the documents of one page: what a word is for the question is asked once."""

    def __init__(self, question):
        self._cle = question.cle
        self._jetons = {j for alternative in question.alternatives() for j in alternative.jetons}
        self._par_langue = {}

    def expliquer(self, document):
        """``(fields, extract)``: names of the matching fields, the most telling first, and
        ``((text, is_match), …)`` or None.

        The extract comes from the first matching field that is not a name; a name is on screen
        already.
        """
        dits = self._par_langue.get(document.langue)
        if dits is None:
            dits = self._par_langue[document.langue] = _Dits(self._jetons, document.langue)
        trouves = {}
        for champ, texte in document.textes.items():
            # Each word once; where they are, only in the text that is shown.
            if touches := {mot for mot in set(_MORCEAU.findall(texte)) if dits[mot]}:
                trouves[champ] = touches
        champs = sorted(trouves, key=_rang)
        if self._cle and self._cle in cles(document.cles):
            champs.insert(0, "cles")
        for champ in champs:
            if champ in trouves and _rang(champ) > _RANG["autres_noms"]:
                texte, touches = document.textes[champ], trouves[champ]
                marques = [m.span() for m in _MORCEAU.finditer(texte) if m[0] in touches]
                return tuple(champs), extraire(texte, marques)
        return tuple(champs), None


class _Dits(dict):
    """Piece of text → whether it is a word that the question matches."""

    def __init__(self, jetons, langue):
        super().__init__()
        self._jetons, self._langue = jetons, langue

    def __missing__(self, morceau):
        dit = not self._jetons.isdisjoint(_jetons_du_morceau(morceau, self._langue))
        self[morceau] = dit
        return dit


def expliquer(document, question):
    """As ``Explicateur``, for one document."""
    return Explicateur(question).expliquer(document)


def extraire(texte, marques):
    """Segments of ``texte`` around its first match; « … » where it was cut."""
    debut = max(0, marques[0][0] - AVANT)
    if debut:
        debut = texte.find(" ", debut, marques[0][0]) + 1 or marques[0][0]
    fin = min(len(texte), debut + LONGUEUR)
    if fin < len(texte):
        fin = max(texte.rfind(" ", debut, fin), marques[0][1])
    segments, rang = [("…", False)] if debut else [], debut
    for a, b in marques:
        if b > fin:
            break
        if a > rang:
            segments.append((texte[rang:a], False))
        segments.append((texte[a:b], True))
        rang = b
    if rang < fin:
        segments.append((texte[rang:fin], False))
    if fin < len(texte):
        segments.append(("…", False))
    return tuple(segments)


def _rang(champ):
    return _RANG[COLONNE_DU_CHAMP.get(champ, "description")]


@lru_cache(maxsize=50_000)
def _jetons_du_morceau(morceau, langue):
    return frozenset(mot.jeton for mot in analyser(morceau, langue) if mot.jeton)
