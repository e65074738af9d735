"""Home page, ESS guide, what people say in it, news, pages of text, of the law and of forms."""

from .accessibilite import AccessibilitePage
from .accueil import HomePage
from .actualites import ActualitePage, ActualitesPage, PressePage
from .formulaires import ContactPage, FormulairePage, QuestionDeContact, QuestionDeFormulaire
from .guide import FichePage, GuidePage, RubriquePage
from .legales import PageLegale
from .modeles import ModelesPage
from .pages import PageEditoriale, PlanPage
from .temoignages import Temoignage
from .utilite import Utilite

__all__ = [
    "AccessibilitePage",
    "ActualitePage",
    "ActualitesPage",
    "ContactPage",
    "FichePage",
    "FormulairePage",
    "GuidePage",
    "HomePage",
    "ModelesPage",
    "PageEditoriale",
    "PageLegale",
    "PlanPage",
    "PressePage",
    "QuestionDeContact",
    "QuestionDeFormulaire",
    "RubriquePage",
    "Temoignage",
    "Utilite",
]
