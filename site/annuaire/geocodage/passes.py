"""One pass over the places to be geocoded: what the worker and the command both run.

Nothing is kept in memory from one pass to the next: a place that failed says itself when it may
be asked for again, and a service that is down costs one question a pass.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from annuaire.models import Geocodage

from .lieux import a_demander_maintenant, en_toutes_lettres
from .poses import Trouvaille, poser, reposer
from .service import AdresseRefusee, Service, ServiceIndisponible

BAIL = "geocodage"  # the lease: one pass at a time, so that the pace is kept
LOT = 50
ATTENTE_S, ATTENTE_MAX_S = 60, 6 * 3600


@dataclass
class Compte:
    """What a pass did; ``erreur`` is the sentence that stopped it."""

    demandes: int = 0
    places: int = 0
    a_placer: int = 0
    reposes: int = 0
    erreur: str = ""


def passer(*, limite=None, continuer=lambda: True, attendre=None):
    """Ask the service for the places that wait, *limite* at most. Returns a Compte.

    Without a service nobody is asked; what was found before is still put back. Stops as soon as
    *continuer()* is false or the service is down.
    """
    compte = Compte()
    _oublier_les_prives()
    while (reposes := reposer()) and continuer():
        compte.reposes += reposes
    compte.reposes += reposes
    if not settings.GEOCODAGE_URL:
        return compte
    with closing(Service(attendre=attendre)) as service:
        while lot := list(a_demander_maintenant()[:LOT]):
            for lieu in lot:
                if (limite is not None and compte.demandes >= limite) or not continuer():
                    return compte
                _traiter(lieu, service, compte)
                if compte.erreur:
                    return compte
    return compte


def _traiter(lieu, service, compte):
    compte.demandes += 1
    trouvaille = Trouvaille(lieu.pk, lieu.courante)
    try:
        reponse = service.chercher(
            en_toutes_lettres(lieu),
            code_insee=lieu.commune_id or "",
            code_postal=lieu.code_postal,
        )
        trouvaille = Trouvaille(lieu.pk, lieu.courante, reponse)
    except AdresseRefusee:
        trouvaille = Trouvaille(lieu.pk, lieu.courante, motif=Geocodage.Motif.REFUSEE)
    except ServiceIndisponible as erreur:
        compte.erreur = str(erreur)
        _noter_l_echec(lieu, erreur)
        return
    etat = poser([trouvaille])[lieu.pk]
    compte.places += etat == Geocodage.Etat.FAIT
    compte.a_placer += etat == Geocodage.Etat.A_PLACER


def _noter_l_echec(lieu, erreur):
    """Push the next try of a place back: twice as far each time, six hours at most."""
    note = Geocodage.objects.filter(lieu=lieu.pk).first() or Geocodage(lieu_id=lieu.pk)
    if note.etat != Geocodage.Etat.FAIT:  # else what was put for the former address stays known
        if note.empreinte != lieu.courante:
            note.essais = 0
        note.etat, note.empreinte = Geocodage.Etat.A_FAIRE, lieu.courante
    note.essais = min(note.essais + 1, 1000)
    attente = max(ATTENTE_S * 2 ** min(note.essais - 1, 20), erreur.attendre_s)
    note.pas_avant = timezone.now() + timedelta(seconds=min(attente, ATTENTE_MAX_S))
    note.essaye_le, note.erreur = timezone.now(), str(erreur)[:200]
    note.save()


def _oublier_les_prives():
    """A place that became private keeps nothing of the address that was looked for."""
    Geocodage.objects.filter(lieu__public=False).delete()
