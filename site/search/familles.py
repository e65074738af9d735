"""Words of one family: who does a thing, what is done, where: « cordonnier », « cordonnerie ».

Stems keep them apart (« livreur » and « livraison », « nettoyer » and « nettoyage »). What is
proposed here is only looked for when the corpus has that very word: endings propose, lists decide.
"""

from functools import lru_cache

# (ending, shortest word concerned, endings of the same family), the longest ending first. None
# leads from « -age » to « -er » in short words: « ménage » is not « mener ».
_FINALES = (
    ("urieres", 9, ("ure",)),
    ("uriere", 8, ("ure",)),
    ("uriers", 8, ("ure",)),
    ("urier", 7, ("ure",)),
    ("ieres", 7, ("erie",)),
    ("iere", 6, ("erie",)),
    ("iers", 6, ("erie",)),
    ("ier", 5, ("erie",)),
    ("euses", 8, ("age", "erie", "aison", "ure")),
    ("euse", 7, ("age", "erie", "aison", "ure")),
    ("trices", 9, ("ture", "tion")),
    ("trice", 8, ("ture", "tion")),
    ("eurs", 7, ("age", "erie", "aison", "ure")),
    ("eur", 6, ("age", "erie", "aison", "ure")),
    ("aisons", 9, ("er", "eur")),
    ("aison", 8, ("er", "eur")),
    ("eries", 7, ("ier", "er", "eur")),
    ("erie", 6, ("ier", "er", "eur")),
    ("ation", 7, ("er",)),
    ("ages", 9, ("er", "eur")),
    ("age", 8, ("er", "eur")),
    ("ures", 8, ("urier", "eur")),
    ("ure", 7, ("urier", "eur")),
    ("eres", 7, ("erie",)),
    ("ere", 6, ("erie",)),
    ("ers", 6, ("erie",)),
    ("er", 5, ("age", "erie", "aison", "ation")),
)


@lru_cache(maxsize=20_000)
def apparentes(forme, langue):
    """The words that *forme* (folded) may be of the family of; most of them do not exist.

    >>> apparentes("livreur", "fr")
    ('livrage', 'livrerie', 'livraison', 'livrure')
    """
    if langue != "fr" or not forme.isalpha():
        return ()
    for finale, longueur, autres in _FINALES:
        if forme.endswith(finale) and len(forme) >= longueur:
            return tuple(forme[: -len(finale)] + autre for autre in autres)
    return ()
