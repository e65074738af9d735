"""The site search, kind by kind: every room says how what it publishes is shown.

The address is the state: ``?q=…&type=…&page=…``; without a type, the first few of each kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from socle.pagination import Pages
from socle.typographie import nombre

from .moteurs import moteur
from .requetes import Requete

PAR_SECTION = 5
PAR_PAGE = 20


@dataclass(frozen=True, slots=True)
class Trouvaille:
    """One result as the page draws it. ``extrait``: [(text, is_match), …] or None."""

    titre: str
    adresse: str
    detail: str = ""
    extrait: Any = None


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of thing. ``presenter(request, resultats)`` → [Trouvaille]; ``tous(request, texte)`` →
    the address of a fuller list of its own, or ""."""

    type: str
    ordre: int
    nom: Any
    presenter: Callable
    tous: Callable


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of one kind. ``correction``: how the words were read. ``secours``: the
    search server did not answer."""

    type: str
    nom: Any
    total: int
    trouvailles: list
    tous: str
    correction: str | None = None
    approche: bool = False
    secours: bool = False


_genres: dict[str, Genre] = {}


def enregistrer_genre(type, *, ordre, nom, presenter, tous=lambda request, texte: ""):
    """Say how documents of *type* are shown on the page of the site search."""
    _genres[type] = Genre(type, ordre, nom, presenter, tous)


def types():
    """The kinds that may be asked for, in order."""
    return [genre.type for genre in sorted(_genres.values(), key=lambda g: (g.ordre, g.type))]


def sections(request, texte, *, type="", page=1):
    """Return the Sections of a text: every kind with its first results, or one page of one kind.

    Nothing is searched for an empty text.
    """
    if not texte:
        return []
    retenus = [type] if type else types()
    trouvees = [
        _section(request, _genres[nom], texte, page if type else 1, type) for nom in retenus
    ]
    return [section for section in trouvees if section.total or section.approche]


def _section(request, genre, texte, page, seule):
    reponse = moteur().chercher(
        Requete(
            texte=texte,
            types=(genre.type,),
            locale=get_language(),
            page=page,
            par_page=PAR_PAGE if seule else PAR_SECTION,
        )
    )
    return Section(
        genre.type,
        genre.nom,
        reponse.total,
        genre.presenter(request, reponse.resultats),
        genre.tous(request, texte),
        reponse.correction,
        reponse.approche,
        reponse.secours,
    )


def bilan(trouvees, texte):
    """(« 35 résultats », « pour « épicerie », aucun pour « epicrie » »): what each way of reading
    the words found, so that what a correction found never passes for what was typed."""
    comptes = {texte: 0}
    for section in trouvees:
        lus = section.correction or texte
        comptes[lus] = comptes.get(lus, 0) + section.total
    exacts = comptes.pop(texte)
    lectures = list(comptes.items())
    (premiers, total), *autres = [(texte, exacts), *lectures] if exacts or not comptes else lectures
    suite = [_("pour « %(texte)s »") % {"texte": premiers}]
    suite += [_("%(n)s pour « %(texte)s »") % {"n": nombre(n), "texte": mots} for mots, n in autres]
    if not exacts and comptes:
        suite.append(_("aucun pour « %(texte)s »") % {"texte": texte})
    compte = ngettext("%(n)s résultat", "%(n)s résultats", total) % {"n": nombre(total)}
    return (compte if total else _("Aucun résultat"), ", ".join(suite))


def pages(base, texte, type, page, total):
    """The socle.pagination.Pages of one kind."""
    derniere = max(1, -(-total // PAR_PAGE))
    return Pages(
        min(page, derniere),
        derniere,
        lambda numero: adresse(base, texte, type, numero if numero > 1 else None),
    )


def adresse(base, texte, type="", page=None):
    """The address of that search."""
    dits = [(n, v) for n, v in (("q", texte), ("type", type), ("page", page)) if v]
    return f"{base}?{urlencode(dits)}" if dits else base
