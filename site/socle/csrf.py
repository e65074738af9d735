"""CSRF without a cookie for visitors."""

from django.middleware.csrf import CsrfViewMiddleware


class OrigineMiddleware(CsrfViewMiddleware):
    """To be completed."""
