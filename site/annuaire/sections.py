"""The directory on the home page: its domains, actors that editors chose, the newest ones."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from annuaire.adresses import adresse_de_la_liste
from annuaire.cartes import cartes
from annuaire.cartes_facettes import termes
from search.moteurs import moteur
from search.requetes import Requete
from socle.sections import SectionBlock, sections_d_accueil

NOUVEAUX, NOMBRE_MAX = 3, 6


@dataclass(slots=True)
class Lecture:
    """What a page read of the directory: keys of the newest actors, ``{key: Carte}`` of all."""

    liste: str = ""
    total: int = 0
    domaines: list = field(default_factory=list)
    recents: list = field(default_factory=list)
    cartes: dict = field(default_factory=dict)


def preparer(valeurs, request):
    """Read what all the directory's sections of a page show.

    One question to the engine, and the cards of all the actors together.
    """
    lecture = _lire(valeurs, request) if request else Lecture()
    for valeur in valeurs:
        valeur.montre = valeur.block.montrer(valeur, lecture)


def _lire(valeurs, request):
    lecture = Lecture(adresse_de_la_liste(request))
    if not lecture.liste:
        return lecture
    if reponse := _demander(valeurs):
        lecture.total = reponse.total
        lecture.domaines = _domaines(request, reponse)
        lecture.recents = [resultat.objet_id for resultat in reponse.resultats]
    cles = [cle for valeur in valeurs for cle in valeur.block.cles(valeur, lecture)]
    lues = cartes(request, list(dict.fromkeys(cles)))
    lecture.cartes = {carte.pk: carte for carte in lues}
    return lecture


def _demander(valeurs):
    """Counts by domain and the newest actors, or None when nobody needs them."""
    nombres = [valeur.block.nombre(valeur) for valeur in valeurs]
    if not any(nombres):
        return None
    return moteur().chercher(
        Requete(
            locale=get_language(),
            tri="recent",
            par_page=max(nombres),
            facettes_voulues=("domaine",),
        )
    )


def _domaines(request, reponse):
    comptes = reponse.facettes.get("domaine", {})
    return [
        (terme, comptes[terme.cle], adresse_de_la_liste(request, domaine=terme.slug))
        for terme in termes().listes["domaine"]
        if terme.parent is None and comptes.get(terme.cle)
    ]


class SectionDeLAnnuaire(SectionBlock):
    """What the directory's sections share: they are read together."""

    preparer = staticmethod(preparer)

    def nombre(self, valeur):
        """How many results of the engine the section needs."""
        return 0

    def cles(self, valeur, lecture):
        """Keys of the actors that it shows."""
        return []

    def cartes(self, valeur, lecture):
        """The cards of those that are public."""
        cles = self.cles(valeur, lecture)
        return [lecture.cartes[cle] for cle in cles if cle in lecture.cartes]


class DomainesBlock(SectionDeLAnnuaire):
    """The domains of the directory, each with its number of actors."""

    class Meta:
        icon = "tag"
        label = _("Domaines")
        template = "annuaire/sections/domaines.html"
        preview_value = {"titre": ""}
        description = _("Les domaines de l’annuaire et leur nombre d’acteurs.")

    def nombre(self, valeur):
        return 1

    def montrer(self, valeur, lecture):
        return {"domaines": lecture.domaines}


class ActeursChoisisBlock(SectionDeLAnnuaire):
    """Actors that editors chose one by one."""

    choisis = blocks.ListBlock(
        SnippetChooserBlock("annuaire.Acteur", label=_("Acteur")),
        label=_("Acteurs"),
        default=[],
        max_num=NOMBRE_MAX,
    )

    class Meta:
        icon = "group"
        label = _("Acteurs choisis")
        template = "annuaire/sections/acteurs.html"
        preview_value = {"titre": "À rencontrer", "choisis": []}
        description = _("Un à six acteurs, choisis par la rédaction.")

    def cles(self, valeur, lecture):
        return [acteur.pk for acteur in valeur["choisis"] if acteur]

    def montrer(self, valeur, lecture):
        return {"cartes": self.cartes(valeur, lecture)}


class NouveauxBlock(SectionDeLAnnuaire):
    """The newest actors, found anew at each visit."""

    combien = blocks.IntegerBlock(
        label=_("Nombre d’acteurs"), default=NOUVEAUX, min_value=1, max_value=NOMBRE_MAX
    )

    class Meta:
        icon = "date"
        label = _("Nouveaux acteurs")
        template = "annuaire/sections/nouveaux.html"
        preview_value = {"titre": "", "combien": NOUVEAUX}
        description = _("Les derniers acteurs arrivés dans l’annuaire.")

    def nombre(self, valeur):
        return valeur.get("combien") or NOUVEAUX

    def cles(self, valeur, lecture):
        return lecture.recents[: self.nombre(valeur)]

    def montrer(self, valeur, lecture):
        nouveaux = self.cartes(valeur, lecture)
        return {"nouveaux": nouveaux, "liste": lecture.liste, "total": lecture.total}


def enregistrer():
    """Offer them to the editors of home pages."""
    sections_d_accueil.enregistrer("domaines", DomainesBlock, ordre=20, nombre_max=1)
    sections_d_accueil.enregistrer("acteurs", ActeursChoisisBlock, ordre=30, d_office=False)
    sections_d_accueil.enregistrer("nouveaux", NouveauxBlock, ordre=40, nombre_max=1)
