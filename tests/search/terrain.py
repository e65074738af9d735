"""A small corpus that tests write and search, on any engine.

Documents have the type « essai », whose producer reads ``Terrain.source``; nothing of the real
directory is needed.
"""

from search import documents
from search.documents import Donnees
from search.requetes import Requete

TYPE = "essai"


class Terrain:
    """``poser`` writes documents through the real indexer, ``chercher`` asks the engine.

    *a_jour()* is called after a write and before a search: a server receives what was written, and
    loses what was rolled back.
    """

    def __init__(self, moteur, a_jour=lambda: None):
        self.moteur = moteur
        self.source = {}
        self._a_jour = a_jour
        documents.enregistrer_producteur(TYPE, self._produire, lambda: sorted(self.source))

    def _produire(self, pks):
        for pk in pks:
            yield from self.source.get(pk, ())

    def poser(self, *donnees):
        """Add or replace these objects, in one indexing."""
        for d in donnees:
            self.source[d.objet_id] = [d]
        self.indexer(*(d.objet_id for d in donnees))

    def poser_traduit(self, *donnees):
        """One object in several locales."""
        self.source[donnees[0].objet_id] = list(donnees)
        self.indexer(donnees[0].objet_id)

    def retirer(self, *pks):
        for pk in pks:
            del self.source[pk]
        self.indexer(*pks)

    def indexer(self, *pks):
        ecrits = documents.indexer(TYPE, pks)
        self._a_jour()
        return ecrits

    def requete(self, texte="", **options):
        return Requete(texte, types=(TYPE,), **options)

    def chercher(self, texte="", **options):
        self._a_jour()
        return self.moteur.chercher(self.requete(texte, **options))

    def trouves(self, texte="", **options):
        """The object ids found, in order; [] when they are only suggestions."""
        reponse = self.chercher(texte, **options)
        return [] if reponse.approche else [r.objet_id for r in reponse.resultats]


def fiche(objet_id, nom, *, locale="fr", langue="fr", cles=(), textes=None, **options):
    """``Donnees`` of an object called ``nom``."""
    return Donnees(
        objet_id=objet_id,
        locale=locale,
        langue=langue,
        titre=nom,
        cles=[nom, *cles],
        textes={"nom": nom, **(textes or {})},
        **options,
    )
