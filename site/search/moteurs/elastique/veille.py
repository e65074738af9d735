"""The number of the last write: what says that words have to be read again."""

from ...models import Lot
from ..suivi import dernier_lot


class Veille:
    """``numero`` last read and how many ``ruptures``: what was read may have been rolled back."""

    def __init__(self):
        self.numero = None
        self.ruptures = 0

    def regarder(self):
        dernier = dernier_lot()
        if dernier != self.numero:
            if self.numero and not Lot.objects.filter(pk=self.numero).exists():
                self.ruptures += 1
            self.numero = dernier
