"""The language depends on the address alone."""

from django.middleware.locale import LocaleMiddleware


class LangueMiddleware(LocaleMiddleware):
    """To be completed."""
