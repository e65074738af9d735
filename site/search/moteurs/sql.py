"""The embedded engine."""

from . import plein_texte
from .base import Moteur


class MoteurSql(Moteur):
    nom = "sql"

    def chercher(self, requete):
        raise NotImplementedError

    def ecrire(self, documents, sequence):
        plein_texte.ecrire(documents, sequence)

    def oublier(self, ids):
        plein_texte.oublier(ids)
