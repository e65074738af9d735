"""What higher rooms give to the pages of the house, registered in ``AppConfig.ready``.

The header and the footer only point to what exists: an entry whose ``adresse`` answers None for
a request is left out of it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Entree:
    """A link as a template draws it; ``courante`` is "", "page" or "true" (for aria-current).

    ``langue``: that of its words, "" when it is that of the interface.
    """

    cle: str
    libelle: Any
    adresse: str
    courante: str
    langue: str = ""


@dataclass(frozen=True)
class Inscription:
    """A registered link: ``adresse`` is a callable(request) → URL or None."""

    cle: str
    ordre: int
    libelle: Any
    adresse: Any
    langue: Any = None


class Liens:
    """An ordered list of links that rooms fill."""

    def __init__(self):
        self._inscriptions = {}

    def enregistrer(self, cle, *, ordre, libelle, adresse, langue=None):
        """Add a link, or replace the one of the same ``cle``.

        ``ordre`` sorts (10, 20, 30…), ``libelle`` is a lazy string or a callable(request) → text,
        ``adresse`` a callable(request) → URL, or None when there is nothing to point to;
        ``langue`` a callable(request) → the same as ``Entree.langue``, for words of a page.
        """
        self._inscriptions[cle] = Inscription(cle, ordre, libelle, adresse, langue)

    def retirer(self, cle):
        """Forget a link; nothing happens when there is none of that ``cle``."""
        self._inscriptions.pop(cle, None)

    def entrees(self, request):
        """List of ``Entree`` that exist for this request, in order."""
        trouvees = []
        for inscrite in sorted(self._inscriptions.values(), key=lambda i: (i.ordre, i.cle)):
            adresse = inscrite.adresse(request)
            if adresse:
                ici = courante(request.path, adresse)
                libelle = inscrite.libelle
                libelle = libelle(request) if callable(libelle) else libelle
                langue = inscrite.langue(request) if inscrite.langue else ""
                trouvees.append(Entree(inscrite.cle, libelle, adresse, ici, langue))
        return trouvees


def courante(chemin, adresse):
    """Value of aria-current for a link to ``adresse`` on the page ``chemin``."""
    if chemin == adresse:
        return "page"
    if adresse.rstrip("/") and adresse.endswith("/") and chemin.startswith(adresse):
        return "true"
    return ""


class Recherche:
    """Where the directory's search form goes, and where its suggestions come from.

    Set by the directory; while ``adresse`` answers None, pages draw no search form.
    """

    def __init__(self):
        self.vider()

    def enregistrer(self, *, adresse, suggestions_quoi=None, suggestions_ou=None):
        """Each argument is a callable(request) → URL or None."""
        self._adresse, self._quoi, self._ou = adresse, suggestions_quoi, suggestions_ou

    def vider(self):
        """Back to no search at all."""
        self._adresse = self._quoi = self._ou = None

    def pour(self, request):
        """``{"adresse", "suggestions_quoi", "suggestions_ou"}`` (strings, "" when absent)."""
        return {
            "adresse": (self._adresse and self._adresse(request)) or "",
            "suggestions_quoi": (self._quoi and self._quoi(request)) or "",
            "suggestions_ou": (self._ou and self._ou(request)) or "",
        }


class Emplacements:
    """Named places in templates where higher rooms add a fragment."""

    def __init__(self):
        self._fragments = {}

    def enregistrer(self, nom, cle, *, ordre, fragment):
        """``fragment`` is a callable(objet) → safe HTML or ""; same ``cle`` replaces."""
        self._fragments.setdefault(nom, {})[cle] = (ordre, fragment)

    def retirer(self, nom, cle):
        """Forget a fragment; nothing happens when it is not there."""
        self._fragments.get(nom, {}).pop(cle, None)

    def rendu(self, nom, objet=None):
        """Fragments of the slot ``nom`` in order, joined. TypeError if one is not safe HTML."""
        rendus = []
        inscrits = self._fragments.get(nom, {})
        for cle, (_ordre, fragment) in sorted(inscrits.items(), key=lambda i: (i[1][0], i[0])):
            morceau = fragment(objet)
            if morceau and not isinstance(morceau, SafeString):
                raise TypeError(f"{nom}/{cle}: a fragment must be safe HTML")
            rendus.append(morceau or "")
        return mark_safe("".join(rendus))  # noqa: S308 (each fragment is checked just above)


menu = Liens()
pied_trouver = Liens()
pied_participer = Liens()
pied_reutiliser = Liens()
pied_bas = Liens()
recherche = Recherche()
emplacements = Emplacements()
