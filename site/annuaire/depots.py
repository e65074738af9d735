"""The public form about an entry: drawn, read, received or refused with a sentence."""

from dataclasses import replace

from django.utils.translation import gettext as _

from annuaire import signalements
from annuaire.forms_signalements import SignalementForm
from annuaire.models import Signalement
from socle.csrf import jeton
from socle.debits import adresse_client

GENRES = {"signaler": Signalement.Genre.ERREUR, "retrait": Signalement.Genre.RETRAIT}


def recevoir(request, visee, suite):
    """Return the Trouvee that answers *request* about the entry of *visee* (fiches.viser).

    400 when the form must be corrected, 429 when too many came; what was typed is kept.
    """
    acteur, genre = visee.contexte["acteur"], GENRES[suite]
    form = SignalementForm(
        request.POST if request.method == "POST" else None, acteur=acteur, genre=genre
    )
    statut = 200
    if form.is_bound and not form.is_valid():
        statut = 400
    elif form.is_bound and not signalements.peut_deposer(adresse_client(request), acteur):
        form.add_error(
            None, _("Vous avez envoyé beaucoup de messages\u202f: réessayez dans une heure.")
        )
        statut = 429
    elif form.is_bound:
        signalements.deposer(acteur, genre, **form.depot)
        return replace(visee, redirection=f"{request.path}merci/")
    contexte = {**visee.contexte, "form": form, "genre": suite, "jeton": jeton(request)}
    return replace(visee, gabarit="annuaire/signaler.html", statut=statut, contexte=contexte)
