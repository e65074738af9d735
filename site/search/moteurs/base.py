"""The interface that every engine answers."""

from abc import ABC, abstractmethod

from ..requetes import POINTS_MAX


class Moteur(ABC):
    """A search engine. One object a process, called from several threads."""

    nom = ""

    @abstractmethod
    def chercher(self, requete):
        """``Requete`` → ``Reponse``."""

    @abstractmethod
    def cartographier(self, requete, zoom, limite=POINTS_MAX):
        """``Requete`` → ``Carte``: points when at most *limite*, else tiles of *zoom* (from 0 to
        ``ZOOM_MAX``). What is found is what ``chercher`` counts; nothing is found by approach."""

    @abstractmethod
    def nomme(self, requete):
        """Whether the whole text of a ``Requete`` is the exact name, or number, of something."""

    @abstractmethod
    def suggerer(self, types, locale, texte, limite):
        """``[(type, objet_id, titre)]``: at most *limite* things whose title has the words of
        *texte*, the last one begun; a title that begins so first, then the fullest."""

    @abstractmethod
    def compter(self, types, locale, facette, choix):
        """How many things carry one of the values of each of *choix* (a list of sets of keys)."""

    def voisins(self, requete):
        """``[Resultat]`` of the page of a ``Requete`` without text, moment nor facets to count,
        by distance: what is found and how far, without title, score nor total."""
        return self.chercher(requete).resultats

    @abstractmethod
    def ecrire(self, documents, sequence):
        """Put or replace these ``Document`` instances (already saved)."""

    @abstractmethod
    def oublier(self, ids):
        """Take these document ids away."""
