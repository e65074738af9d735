"""What an editor should look at again in a page before it is published.

``controler(page)`` reads every StreamField and rich text of a page, whatever its type, and answers
[Constat]: which rule, where, which words. Nothing is refused: people decide.
"""

from .lecture import Passage
from .regles import REGLES, Constat

__all__ = ["REGLES", "Constat", "controler"]


def controler(page):
    """[Constat] of a page, in the order of its text.

    Queries do not depend on how many blocks there are: one for the links to pages, one for those
    to documents, and what the blocks themselves read by kind.
    """
    passage = Passage()
    passage.lire(page)
    return passage.constats()
