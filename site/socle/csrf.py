"""CSRF without a cookie for visitors: browsers say themselves where a form was sent from.

A request with a session cookie must carry Django's token. One without has nothing to steal but the
form itself: it is accepted when the browser says that it comes from this very site, which it does
in ``Sec-Fetch-Site`` (since 2020–2023) or ``Origin`` (every browser, plain http included).
docs/securite.md has the header sets of each.
"""

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils.translation import gettext as _

METHODES_SURES = ("GET", "HEAD", "OPTIONS", "TRACE")


class OrigineMiddleware(CsrfViewMiddleware):
    """Django's middleware for people who are signed in, the browser's word for everybody else."""

    def process_view(self, request, callback, callback_args, callback_kwargs):
        """Let the request pass (None), or answer 403 with a sentence."""
        if (
            request.method in METHODES_SURES
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or getattr(callback, "csrf_exempt", False)
            or getattr(request, "csrf_processing_done", False)
            or getattr(request, "_dont_enforce_csrf_checks", False)
        ):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        raison = self._raison_de_refus(request)
        return self._reject(request, raison) if raison else self._accept(request)

    def _raison_de_refus(self, request):
        """Return why a visitor's request is refused, in a sentence; "" when it is accepted."""
        provenance = request.headers.get("Sec-Fetch-Site", "")
        origine = request.headers.get("Origin", "")
        if provenance == "same-origin" or (origine and self._origin_verified(request)):
            return ""
        if not provenance and origine in ("", "null"):
            return _(
                "Votre navigateur ne dit pas d’où vient ce formulaire : "
                "rouvrez la page et envoyez-le de nouveau, sans mode de confidentialité renforcé."
            )
        return _("Ce formulaire a été envoyé depuis un autre site.")


def jeton(request):
    """Return the token that a form of *request* must carry: "" for a visitor (no cookie)."""
    return get_token(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else ""
