"""The embedded engine."""


class MoteurSql:
    nom = "sql"

    def ecrire(self, documents, sequence):
        pass

    def oublier(self, ids):
        pass
