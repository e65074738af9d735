"""Whether something was written since the last search: words then have to be read again."""

from ..journal import journal


class Veille:
    """As ``suivi.Suivi``, without the documents: the server has them."""

    def __init__(self):
        self.journal = journal()
        self.numero = None

    def regarder(self):
        etat = self.journal.etat()
        if etat == self.numero:
            return
        ids = self.journal.changes(etat)
        if ids is None:
            self.journal.oublier()
        self.journal.retenir(etat, None if ids is None else set())
        self.numero = etat
