"""How easy a French text is to read: Flesch's score as Kandel and Moles adapted it (1958).

207 - 1.015 × (words a sentence) - 73.6 × (syllables a word); the higher, the easier. Syllables are
counted as groups of vowels, the last silent e taken off: an estimate.
"""

import re
import unicodedata

from home.textes import mots

_ABREVIATION = re.compile(r"\b([LRD])\.[ \u00a0](?=\d)")
_FIN = re.compile(r"(?<=[.!?…»])\s+(?=[«A-ZÉÈÀÂÊÎÔÛÇŒ\d])")


def plat(texte):
    """Its no-break spaces made plain, its blanks single."""
    return " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").split())


def phrases(texte):
    """Sentences of a plain text; « L. 123 » does not end one."""
    protege = _ABREVIATION.sub(r"\1_", plat(texte))
    return [p.replace("_", ". ") for p in _FIN.split(protege) if mots(p)]


def syllabes(mot):
    """Number of syllables of a French word, one at least."""
    mot = mot.lower().replace("’", "'").replace("œ", "oe")
    # Two vowels that are said apart: cré-er, thé-âtre.
    mot = re.sub(r"([éèïëü])(?=[aeiouyâêîôû])", r"\1-", mot).replace("oo", "o-o")
    parties = [partie for partie in re.split(r"['-]", mot) if partie]
    total = 0
    for rang, partie in enumerate(parties, 1):
        if rang == len(parties) and len(partie) > 3:
            partie = re.sub(r"(?:es|e)$", "", partie)
        total += len(re.findall(r"[aeiouy]+", _sans_accents(partie)))
    return max(total, 1)


def _sans_accents(partie):
    """Its letters bare, « qu » and « gue » as the one sound they are."""
    decompose = unicodedata.normalize("NFD", partie)
    nu = "".join(signe for signe in decompose if not unicodedata.combining(signe))
    return re.sub(r"qu|gu(?=[ei])", "k", nu)


def lisibilite(textes):
    """(score, words a sentence) of several texts together; (0.0, 0.0) when there is no word."""
    lues = [
        [mot for mot in mots(phrase) if not mot[0].isdigit()]
        for texte in textes
        for phrase in phrases(texte)
    ]
    lues = [phrase for phrase in lues if phrase]
    total = sum(map(len, lues))
    if not total:
        return 0.0, 0.0
    moyenne = total / len(lues)
    longueur = sum(syllabes(mot) for phrase in lues for mot in phrase) / total
    return 207 - 1.015 * moyenne - 73.6 * longueur, moyenne
