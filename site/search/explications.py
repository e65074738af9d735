"""Why a result matched: the fields that say so, and an extract of the text as it is now.

Computed for the results of one page only, in Python, whatever the engine.
"""

import re
from functools import lru_cache

from .analyse import COLONNE_DU_CHAMP, COLONNES, analyser, cles

AVANT = 60  # characters kept before the first match
LONGUEUR = 200
_MORCEAU = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+")
_SEPARATEURS = re.compile(r"[\s·,;:.!?)\]»–—-]*")
_RANG = {colonne: rang for rang, colonne in enumerate(COLONNES)}


def expliquer(document, question):
    """``(fields, extract)``: names of the matching fields, the most telling first, and
    ``((text, is_match), …)`` or None.

    The extract comes from the first matching field that is not a name; a name is on screen
    already.
    """
    reconnait = _reconnaisseur(question, document.langue)
    trouves = {}
    for champ, texte in document.textes.items():
        # Each word once, and where it is only in the few texts that have one.
        touches = {mot for mot in set(_MORCEAU.findall(texte)) if reconnait(mot)}
        if touches:
            trouves[champ] = [m.span() for m in _MORCEAU.finditer(texte) if m[0] in touches]
    champs = sorted(trouves, key=_rang)
    if question.cle and question.cle in cles(document.cles):
        champs.insert(0, "cles")
    for champ in champs:
        if champ in trouves and _rang(champ) > _RANG["autres_noms"]:
            return tuple(champs), extraire(document.textes[champ], trouves[champ])
    return tuple(champs), None


def extraire(texte, marques):
    """Segments of ``texte`` around its first match; « … » where it was cut."""
    debut = max(0, marques[0][0] - AVANT)
    if debut:
        debut = texte.find(" ", debut, marques[0][0]) + 1 or marques[0][0]
        # Between two words: not before the « · » of a list, nor a comma.
        debut += len(_SEPARATEURS.match(texte, debut, marques[0][0])[0])
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


def _reconnaisseur(question, langue):
    """A function that says whether a piece of text is a word the question matches."""
    jetons = {jeton for alternative in question.alternatives() for jeton in alternative.jetons}

    def reconnait(morceau):
        return not jetons.isdisjoint(_jetons_du_morceau(morceau, langue))

    return reconnait


@lru_cache(maxsize=50_000)
def _jetons_du_morceau(morceau, langue):
    return frozenset(mot.jeton for mot in analyser(morceau, langue) if mot.jeton)
