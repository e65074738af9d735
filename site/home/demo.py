"""The demonstration territory: taxonomies, actors, pages, and an editor to try things with."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from annuaire import taxonomies_par_defaut
from home import demo_acces, demo_acteurs, demo_pages, traductions_de_depart
from home.demo_acteurs import DemoImpossible

__all__ = ["BilanDemo", "DemoImpossible", "charger"]


@dataclass
class BilanDemo:
    """What the loading did. ``acteurs``: a count by state; ``pages``: titles of those created."""

    taxonomies: int = 0
    acteurs: dict = field(default_factory=dict)
    pages: list = field(default_factory=list)
    email: str = ""
    motdepasse: str = ""
    fichier: str = ""

    @property
    def a_change(self):
        crees = self.acteurs.get("cree", 0) + self.acteurs.get("modifie", 0)
        return bool(self.taxonomies or crees or self.pages)


def charger(progres=lambda faits, total: None):
    """Load the demonstration and return a BilanDemo; a second run changes nothing.

    *progres* is told (done, total) as actors go in. Raises DemoImpossible outside a
    demonstration (``DEMO`` is False), or when territories are missing.
    """
    if not settings.DEMO:
        raise DemoImpossible(
            _(
                "Ce site n’est pas une démonstration\u00a0: "
                "les acteurs inventés et leur compte n’y entrent pas."
            )
        )
    traductions_de_depart.ouvrir()  # taxonomies are named in each language of the site
    comptes = taxonomies_par_defaut.charger()
    bilan = BilanDemo(taxonomies=sum(compte.crees for compte in comptes))
    bilan.acteurs = demo_acteurs.charger(progres)
    bilan.pages = demo_pages.charger()
    bilan.email, bilan.motdepasse, fichier = demo_acces.ouvrir()
    bilan.fichier = str(fichier)
    return bilan
