"""News for tests: a list, its items, a press room."""

import json
from datetime import date

from home.models import ActualitePage, ActualitesPage, HomePage, PressePage
from tests.annuaire.pages import publier_annuaire


def publier_actualites():
    """A home page, a directory and an empty list of news at /actualites/."""
    accueil = HomePage.objects.get(pk=publier_annuaire().get_parent().pk)
    return accueil.add_child(
        instance=ActualitesPage(title="Actualités", slug="actualites", introduction="Ici.")
    )


def ajouter_nouvelle(liste, slug="une", **champs):
    """An item; ``corps`` is given as a list of blocks."""
    champs = {"chapo": f"Chapô {slug}.", "date": date(2026, 3, 14), **champs}
    if isinstance(champs.get("corps"), list):
        champs["corps"] = json.dumps(champs["corps"])
    return liste.add_child(instance=ActualitePage(title=f"Nouvelle {slug}", slug=slug, **champs))


def ajouter_presse(accueil, **champs):
    """A press room at /presse/; streams are given as lists of blocks."""
    textes = {n: json.dumps(v) if isinstance(v, list) else v for n, v in champs.items()}
    return accueil.add_child(instance=PressePage(title="Presse", slug="presse", **textes))
