"""Home page, ESS guide, what people say in it, news."""

from .accueil import HomePage
from .actualites import ActualitePage, ActualitesPage, PressePage
from .guide import FichePage, GuidePage, RubriquePage
from .temoignages import Temoignage
from .utilite import Utilite

__all__ = [
    "ActualitePage",
    "ActualitesPage",
    "FichePage",
    "GuidePage",
    "HomePage",
    "PressePage",
    "RubriquePage",
    "Temoignage",
    "Utilite",
]
