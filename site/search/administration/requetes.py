"""What people type into the administration, without what a database would read as syntax."""

import re
import unicodedata

from wagtail.search.query import And, MatchAll, Not, Or, Phrase, PlainText

MOTS_MAX = 20  # each makes the expression one level deeper
LONGUEUR_MAX = 100  # characters of a word
_SEPARATEURS = re.compile(r"[\s\-\"]+")
RIEN = Not(MatchAll())


def nettoyer(texte):
    """Return the words of *texte*, at most ``MOTS_MAX``; "" when it holds no letter nor digit.

    Quotes and hyphens part words; control, format and private characters are taken out.
    """
    propre = unicodedata.normalize("NFC", texte)
    propre = "".join(c for c in propre if c.isspace() or unicodedata.category(c)[0] != "C")
    mots = [mot[:LONGUEUR_MAX] for mot in _SEPARATEURS.split(propre)]
    return " ".join([mot for mot in mots if any(map(str.isalnum, mot))][:MOTS_MAX])


def assainir(requete):
    """Return a query, a str or one of Wagtail's, that no database refuses; ``RIEN`` for nothing."""
    if isinstance(requete, str):
        return nettoyer(requete) or RIEN
    if isinstance(requete, PlainText):
        texte = nettoyer(requete.query_string)
        return PlainText(texte, operator=requete.operator) if texte else RIEN
    if isinstance(requete, Phrase):
        texte = nettoyer(requete.query_string)
        return Phrase(texte) if texte else RIEN
    if isinstance(requete, (And, Or)):
        return type(requete)([assainir(partie) for partie in requete.subqueries])
    if isinstance(requete, Not):
        return Not(assainir(requete.subquery))
    return requete


class RequetesPropres:
    """For a back end: every query is cleaned on its way in."""

    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        return super()._search(query_compiler_class, assainir(query), model_or_queryset, **kwargs)
