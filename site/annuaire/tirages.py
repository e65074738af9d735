"""Actors drawn live for a text: what a few criteria find, best entries first.

What they find is remembered some seconds (socle.memoires): a page with several of these asks the
engine again only then, and the rows of their cards are always read afresh, all at once.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from annuaire import adresses
from annuaire.cartes import VIGNETTE, cartes
from annuaire.cartes_facettes import termes
from annuaire.lieux_de_recherche import ecriture
from search.moteurs import moteur
from search.requetes import Requete
from socle.memoires import Memoire
from territoires.lieux import cles_qui_couvrent, resoudre

TAXONOMIES = ("domaine", "geste", "public", "label")
NATURES = (*TAXONOMIES, "famille")
_tirages = Memoire()
oublier = _tirages.oublier


@dataclass(frozen=True, slots=True)
class Criteres:
    """What is looked for: facet keys (a family: its value), "" when it does not matter.

    ``mots`` are words, ``territoire`` the name of a place.
    """

    domaine: str = ""
    geste: str = ""
    public: str = ""
    label: str = ""
    famille: str = ""
    territoire: str = ""
    mots: str = ""

    @classmethod
    def de(cls, valeur):
        """Those of the value of a CriteresBlock (None: none at all)."""
        valeur = valeur or {}
        return cls(**{nom: valeur.get(nom) or "" for nom in cls.__dataclass_fields__})

    def __bool__(self):
        return any(getattr(self, nom) for nom in self.__dataclass_fields__)

    @property
    def perdus(self):
        """Names of the criteria whose term or place is no longer there."""
        connus = termes().par_cle
        perdus = [nom for nom in TAXONOMIES if (cle := getattr(self, nom)) and cle not in connus]
        if self.territoire and resoudre(self.territoire).lieu is None:
            perdus.append("territoire")
        return perdus

    def adresse(self, request):
        """Path of the directory that shows all of it; "" without a directory."""
        connus = termes().par_cle
        choix = {
            nom: connus[cle].slug for nom in TAXONOMIES if (cle := getattr(self, nom)) in connus
        }
        lieu = resoudre(self.territoire).lieu if self.territoire else None
        return adresses.adresse_de_la_liste(
            request,
            q=self.mots,
            ou=ecriture(lieu) if lieu else "",
            **choix,
            famille=self.famille,
        )

    def requete(self, nombre):
        """The Requete of the engine."""
        cadre = [{nom: {cle}} for nom in NATURES if (cle := getattr(self, nom))]
        lieu = resoudre(self.territoire).lieu if self.territoire else None
        if lieu:
            cadre.append(
                {"territoire": frozenset(lieu.cles_territoire), "zone": cles_qui_couvrent(lieu)}
            )
        return Requete(
            texte=self.mots,
            locale=get_language() or settings.LANGUAGE_CODE,
            cadre=tuple(cadre),
            par_page=nombre,
            fuite=False,
        )


def tirer(criteres, nombre):
    """(how many there are, [keys of the first *nombre* actors]).

    Nothing is found when a term or the place is gone: another answer would pass for this one.
    """

    def chercher():
        if criteres.perdus:
            return 0, []
        reponse = moteur().chercher(criteres.requete(nombre))
        return reponse.total, [resultat.objet_id for resultat in reponse.resultats]

    return _tirages.lire((get_language(), criteres, nombre), chercher)


def cartes_par_cle(request, cles):
    """``{key: Carte}`` of the public actors among *cles*, in two queries for all of them."""
    uniques = list(dict.fromkeys(cles))
    return {carte.pk: carte for carte in cartes(request, uniques, vignette=VIGNETTE)}
