"""What waits for somebody, on the home page of the administration: one panel, a line a matter."""

from wagtail.admin.ui.components import Component

from annuaire.administration.geocodage import ce_qui_est_a_placer
from annuaire.administration.labels import ce_qui_expire
from annuaire.administration.signalements import ce_qui_est_signale

# Each takes a request and returns (sentence, address), or None: nothing waits, or not for them.
MATIERES = (ce_qui_est_signale, ce_qui_expire, ce_qui_est_a_placer)


class AttentePanel(Component):
    """The lines that concern who is signed in."""

    name = "attente"
    template_name = "annuaire/administration/panneau_attente.html"
    order = 150

    def __init__(self, lignes):
        self.lignes = lignes

    def get_context_data(self, parent_context):
        return {"lignes": self.lignes}


def montrer_ce_qui_attend(request, panneaux):
    """Add the panel when something waits (a ``construct_homepage_panels`` hook)."""
    if lignes := [ligne for matiere in MATIERES if (ligne := matiere(request))]:
        panneaux.append(AttentePanel(lignes))
