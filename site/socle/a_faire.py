"""« À faire », on the home page of the administration: cards that rooms register.

A room calls ``a_faire.enregistrer`` in its ``AppConfig.ready``. A card is drawn when it has a line
for who is signed in: each says a number, and leads to where one acts on it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component


@dataclass(frozen=True, slots=True)
class Carte:
    """``lignes``: [(sentence with its number, address)]."""

    cle: str
    titre: Any
    icone: str
    lignes: tuple


class AFaire:
    """The cards, in order."""

    def __init__(self):
        self._inscrites = {}

    def enregistrer(self, cle, *, ordre, titre, icone, lignes):
        """Add a card, or replace the one of the same *cle*.

        *lignes* is a callable(request) → [(sentence, address)]: nothing for who may not act on it.
        Its queries must not depend on how many things wait.
        """
        self._inscrites[cle] = (ordre, titre, icone, lignes)

    def retirer(self, cle):
        """Forget a card; nothing happens when there is none of that *cle*."""
        self._inscrites.pop(cle, None)

    def cartes(self, request):
        """[Carte] that have something to say to who is signed in."""
        trouvees = []
        for cle, (_ordre, titre, icone, lignes) in sorted(
            self._inscrites.items(), key=lambda inscrite: (inscrite[1][0], inscrite[0])
        ):
            if siennes := tuple(lignes(request)):
                trouvees.append(Carte(cle, titre, icone, siennes))
        return trouvees


class AFairePanel(Component):
    """The cards that concern who is signed in."""

    name = "a_faire"
    template_name = "socle/administration/a_faire.html"
    order = 150

    def __init__(self, cartes):
        self.cartes = cartes

    def get_context_data(self, parent_context):
        return {"cartes": self.cartes, "titre": _("À faire")}


def montrer_ce_qui_est_a_faire(request, panneaux):
    """Add the panel when something waits (a ``construct_homepage_panels`` hook)."""
    if cartes := a_faire.cartes(request):
        panneaux.append(AFairePanel(cartes))


a_faire = AFaire()
