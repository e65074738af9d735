"""Pages in the search of the site and in its suggestions."""

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from home.documents import TYPE, pages_de
from search.moteurs import moteur
from search.sections import Trouvaille, enregistrer_genre
from search.suggestions import Proposition, enregistrer_suggestions


def enregistrer():
    """Tell search of them."""
    enregistrer_suggestions("pages", suggerer, ordre=40, part=1)
    enregistrer_genre(TYPE, ordre=20, nom=gettext_lazy("Guide et pages"), presenter=presenter)


def suggerer(request, texte, limite):
    """Pages whose title has these words, the last one begun."""
    langue = get_language()
    trouvees = moteur().suggerer((TYPE,), langue, texte, limite)
    pages = pages_de([cle for _type, cle, _titre in trouvees], langue)
    return [
        Proposition(
            pages[cle].title,
            pgettext_lazy("genre de suggestion", "Page"),
            pages[cle].get_url(request),
        )
        for _type, cle, _titre in trouvees
        if cle in pages
    ]


def presenter(request, resultats):
    """[Trouvaille] of pages, for the page of the site search."""
    pages = pages_de([resultat.objet_id for resultat in resultats], get_language())
    return [
        Trouvaille(page.title, page.get_url(request), extrait=resultat.extrait)
        for resultat in resultats
        if (page := pages.get(resultat.objet_id))
    ]
