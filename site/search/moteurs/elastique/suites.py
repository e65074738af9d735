"""Deep pages: where the page before ended, so that the next one starts from there.

Without it the server sorts again everything before a page; somebody (or a crawler) who goes from
page to page pays for one. Kept a little while in the memory of the process.
"""

from collections import OrderedDict
from dataclasses import replace
from math import isfinite

PROFOND = 1_000  # results: before that, starting again costs nothing that one could measure
GARDEES_MAX = 256


class Suites:
    """``(search, rank)`` → sort values of the result just before that rank."""

    def __init__(self):
        self._fins = OrderedDict()

    def reprendre(self, requete, corps):
        """The *corps* of a page, from where the one before it ended when that is known."""
        fin = self._fins.get(_cle(requete, requete.debut)) if corps["from"] >= PROFOND else None
        return {**corps, "from": 0, "search_after": fin} if fin else corps

    def noter(self, requete, trouves):
        """Keep the end of a deep enough page. *trouves*: its hits."""
        suivante = requete.debut + requete.par_page
        if len(trouves) < requete.par_page or suivante < PROFOND:
            return
        fin = trouves[-1]["sort"]
        if all(isfinite(v) for v in fin if isinstance(v, float)) and "Infinity" not in fin:
            self._fins[_cle(requete, suivante)] = fin
            while len(self._fins) > GARDEES_MAX:
                self._fins.popitem(last=False)


def _cle(requete, rang):
    return repr(replace(requete, page=1)), rang
