"""The one place that knows how the Content-Security-Policy is sent.

Public pages get the strict policy of ``CONTENT_SECURITY_POLICY``; the administration, whose editor
writes styles on elements, gets ``CSP_ADMIN``. Django 6 has a policy of its own: moving to it is a
change of this module.
"""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.urls import reverse


class PolitiqueMiddleware(CSPMiddleware):
    """Send the policy of the part of the site that answers."""

    def get_policy_parts(self, request, response, report_only=False):
        parties = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parties.config = settings.CSP_ADMIN
        return parties


def elargir(reponse, directive, *sources):
    """Let this answer alone load *directive* (« img-src ») from these hosts (« https://… ») too."""
    reponse._csp_update = {**getattr(reponse, "_csp_update", {}), directive: [*sources]}
    return reponse
