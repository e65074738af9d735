"""What waits for somebody in the directory: a card of « À faire », a line a matter."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.permissions import policy_registry

from annuaire import a_verifier
from annuaire.administration.geocodage import ce_qui_est_a_placer
from annuaire.administration.labels import ce_qui_expire
from annuaire.administration.signalements import ce_qui_est_signale
from annuaire.models import Acteur

# Each takes a request and returns (sentence, address), or None: nothing waits, or not for them.
MATIERES = (ce_qui_est_signale, ce_qui_expire, ce_qui_est_a_placer)
# Reasons of ``a_verifier`` that one count of published entries tells: the others take longer.
PERIMEES = {
    "anciennes": lambda n: ngettext(
        "%(n)d fiche pas vérifiée depuis un an", "%(n)d fiches pas vérifiées depuis un an", n
    ),
    "jamais": lambda n: ngettext("%(n)d fiche jamais vérifiée", "%(n)d fiches jamais vérifiées", n),
}


def lignes(request):
    """[(sentence, address)] for who is signed in."""
    dites = [ligne for matiere in MATIERES if (ligne := matiere(request))]
    return [*dites, *_perimees(request)]


def _perimees(request):
    """The entries that nobody has looked at for long: one query for all reasons."""
    if not policy_registry.get_by_type(Acteur).user_has_permission(request.user, "change"):
        return []
    comptes = {
        cle: Count("pk", filter=a_verifier.RAISONS[cle][1]() & Q(live=True)) for cle in PERIMEES
    }
    nombres = a_verifier.sans_les_fusionnees(Acteur.objects.order_by()).aggregate(**comptes)
    liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
    return [
        (phrase(nombres[cle]) % {"n": nombres[cle]}, f"{liste}?a_verifier={cle}&live=true")
        for cle, phrase in PERIMEES.items()
        if nombres[cle]
    ]
