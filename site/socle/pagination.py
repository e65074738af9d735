"""Numbered pages, bounded at both ends."""

from dataclasses import dataclass
from typing import Any

VOISINES = 1


@dataclass(frozen=True)
class Pages:
    """What composants/pages.html draws.

    ``numero`` (from 1) is the page shown, ``total_pages`` the last one, ``adresse`` a
    callable(number) → URL.
    """

    numero: int
    total_pages: int
    adresse: Any

    @property
    def precedente(self):
        """URL of the page before, or ""."""
        return self.adresse(self.numero - 1) if self.numero > 1 else ""

    @property
    def suivante(self):
        """URL of the page after, or ""."""
        return self.adresse(self.numero + 1) if self.numero < self.total_pages else ""

    @property
    def numeros(self):
        """List of (number, URL): the first, the last, the neighbours; (None, "") for a gap.

        A gap that would hide a single page shows that page.
        """
        proches = range(self.numero - VOISINES, self.numero + VOISINES + 1)
        montres = sorted({1, self.total_pages, *proches} & set(range(1, self.total_pages + 1)))
        suite, precedent = [], 0
        for numero in montres:
            if numero - precedent == 2:
                suite.append((numero - 1, self.adresse(numero - 1)))
            elif numero - precedent > 2:
                suite.append((None, ""))
            suite.append((numero, self.adresse(numero)))
            precedent = numero
        return suite
