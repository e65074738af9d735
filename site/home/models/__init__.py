"""Home page, ESS guide, what people say in it."""

from .accueil import HomePage
from .guide import FichePage, GuidePage, RubriquePage
from .temoignages import Temoignage
from .utilite import Utilite

__all__ = ["FichePage", "GuidePage", "HomePage", "RubriquePage", "Temoignage", "Utilite"]
