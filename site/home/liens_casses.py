"""Links of published pages that lead to a page which is a draft, or is there no more.

Bodies are read raw, one query a page type; the answer is remembered until a page changes.
"""

from dataclasses import dataclass

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from home.modeles import est_un_modele
from search.analyse import cle
from socle.controles.brut import pages_du_flux, pages_du_texte
from socle.routes import memoire_de_l_arbre

_casses = memoire_de_l_arbre()


@dataclass(frozen=True, slots=True)
class LienCasse:
    """A link that is not shown. ``cible``: the title of the draft it leads to, "" once deleted."""

    page_pk: int
    page_titre: str
    langue: str
    cible_pk: int
    cible: str


def liens_casses():
    """[LienCasse], by title of the page that has it."""
    return _casses.lire("", _chercher)


def _chercher():
    liens = [
        (page, pk)
        for modele in get_page_models()
        if (champs := champs_de_texte(modele))
        for page in _publiees(modele, champs)
        for pk in sorted(_pages_nommees(page, champs))
    ]
    cibles = {pk for _page, pk in liens}
    connues = {
        pk: (titre, live and not modele)
        for pk, titre, live, modele in Page.objects.filter(pk__in=cibles)
        .annotate(modele=est_un_modele())
        .values_list("pk", "title", "live", "modele")
    }
    casses = [
        LienCasse(page.pk, page.title, page.locale.language_code, pk, titre)
        for page, pk in liens
        for titre, live in [connues.get(pk, ("", False))]
        if not live
    ]
    return sorted(casses, key=lambda lien: (cle(lien.page_titre), lien.page_pk, lien.cible_pk))


def champs_de_texte(modele):
    """The fields of a page type that may hold links."""
    genres = (StreamField, RichTextField)
    return [champ for champ in modele._meta.concrete_fields if isinstance(champ, genres)]


def _publiees(modele, champs):
    noms = [champ.attname for champ in champs]
    pages = modele.objects.live().exact_type(modele).select_related("locale")
    return pages.only("title", "locale__language_code", *noms)


def _pages_nommees(page, champs):
    cles = set()
    for champ in champs:
        valeur = getattr(page, champ.attname)
        if isinstance(champ, StreamField):
            cles |= pages_du_flux(champ.stream_block, valeur.raw_data)
        else:
            cles |= pages_du_texte(valeur)
    return cles
