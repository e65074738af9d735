"""The home page's own sections: the search, the questions of the guide, the news."""

from django.utils.translation import gettext_lazy as _

from home.arbre_du_guide import arbre_du_site
from socle.contexte import Portail
from socle.sections import SectionBlock, sections_d_accueil

RECHERCHE = "recherche"


class RechercheBlock(SectionBlock):
    """The search of the directory; first on the page, it stands in its great band."""

    class Meta:
        icon = "search"
        label = _("Recherche dans l’annuaire")
        template = "home/section_recherche.html"
        preview_value = {"titre": ""}
        description = _("Quoi, où. En premier, elle prend place sous le grand titre.")

    @staticmethod
    def preparer(valeurs, request):
        recherche = Portail(request).recherche if request else {"adresse": ""}
        for valeur in valeurs:
            valeur.montre = {"recherche": recherche}


class GuideBlock(SectionBlock):
    """The questions of the guide."""

    class Meta:
        icon = "help"
        label = _("Questions du guide")
        template = "home/section_guide.html"
        preview_value = {"titre": ""}
        description = _("Le guide, question par question.")

    @staticmethod
    def preparer(valeurs, request):
        arbre = arbre_du_site(request) if request else None
        for valeur in valeurs:
            valeur.montre = {"arbre": arbre}


class ActualitesBlock(SectionBlock):
    """The three newest of the news."""

    feuilles = ("socle/css/guide.css", "home/css/actualites.css")

    class Meta:
        icon = "doc-full-inverse"
        label = _("Dernières actualités")
        template = "home/section_actualites.html"
        preview_value = {"titre": ""}
        description = _("Les trois dernières actualités et communiqués.")

    @staticmethod
    def preparer(valeurs, request):
        from home.actualites import dernieres  # it names the models, which name these blocks

        montre = dernieres(request) if request else {"nouvelles": [], "adresse": ""}
        for valeur in valeurs:
            valeur.montre = montre


def enregistrer():
    """Offer them to the editors of home pages."""
    sections_d_accueil.enregistrer(RECHERCHE, RechercheBlock, ordre=10, nombre_max=1)
    sections_d_accueil.enregistrer("guide", GuideBlock, ordre=60, nombre_max=1)
    sections_d_accueil.enregistrer("actualites", ActualitesBlock, ordre=70, nombre_max=1)
