"""Answers to requests that cannot be served, in words and in the theme.

400 and 500 touch neither the database nor the host name: either may be what failed.
"""

import logging
import re

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from socle.contexte import PortailSansBase

journal = logging.getLogger(__name__)
LONGUEUR_MAX = 100  # characters of the address that are shown or searched again
# The public reference that ends an actor's address: eight signs of Crockford's base 32.
REFERENCE = re.compile(r"-[0-9A-HJKMNP-TV-Z]{8}$", re.IGNORECASE)


def mots_de_l_adresse(chemin):
    """Words to search again from a path: ``/annuaire/epicerie-coin/`` → « epicerie coin ».

    The last segment that says something, without its extension, its reference and its signs.
    """
    for segment in reversed(chemin.split("/")):
        nu = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", segment)
        nu = REFERENCE.sub("", nu)
        mots = " ".join(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d{5}", nu))
        if mots:
            return mots[:LONGUEUR_MAX].strip()
    return ""


def chemin_lisible(chemin):
    """The path as it may be shown: printable signs only, cut with an ellipsis."""
    propre = "".join(signe for signe in chemin if signe.isprintable())
    return propre if len(propre) <= LONGUEUR_MAX else propre[: LONGUEUR_MAX - 1] + "…"


def requete_refusee(request, exception=None):
    """400, without database nor host name; says what is wrong when a rule of ours refused it."""
    phrase = getattr(exception, "phrase", "")
    return _sans_base("erreurs/400.html", 400, phrase=phrase)


def acces_refuse(request, exception=None):
    """403."""
    return render(request, "erreurs/403.html", status=403)


def introuvable(request, exception=None):
    """404, with the search prefilled from the address."""
    contexte = {
        "chemin": chemin_lisible(request.path),
        "quoi": mots_de_l_adresse(request.path),
    }
    return render(request, "erreurs/404.html", contexte, status=404)


def disparu(request, titre, texte="", quoi="", alternatives=()):
    """410: something that was here and is no more.

    ``titre`` and ``texte`` are sentences, ``quoi`` prefills the search, ``alternatives`` is a list
    of (text, URL).
    """
    contexte = {"titre": titre, "texte": texte, "quoi": quoi, "alternatives": alternatives}
    return render(request, "erreurs/410.html", contexte, status=410)


def origine_refusee(request, reason=""):
    """403 for a form that does not come from this site (CSRF_FAILURE_VIEW)."""
    journal.warning("Form refused: %s (%s)", reason, chemin_lisible(request.path))
    return render(request, "erreurs/origine.html", status=403)


def panne(request):
    """500, without database nor host name."""
    return _sans_base("erreurs/500.html", 500)


def _sans_base(gabarit, statut, **contexte):
    """Draw a page with no context processor; a bare sentence if even that fails."""
    try:
        corps = render_to_string(gabarit, {"portail": PortailSansBase(), **contexte})
    except Exception:
        journal.exception("The error page itself cannot be drawn")
        corps = _("Le site rencontre une panne. Merci de revenir dans quelques minutes.")
    return HttpResponse(corps, status=statut)
