"""Compress what visitors read, and nothing that shares a page with a secret.

An attacker who chooses a part of a page and sees its length can guess a secret that stands in the
same page when it is compressed (BREACH). The only secret of a page here is the form token of
somebody who has a cookie (socle/csrf.py): such an exchange is never compressed. A visitor has none.
"""

import re

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# Pictures, fonts and archives are compressed already.
TEXTES = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)\b|image/svg\+xml")


class CompressionMiddleware(GZipMiddleware):
    """gzip for whole texts, sent to browsers that carry no session and are given none.

    Static files that WhiteNoise compressed beforehand go through untouched.
    """

    # Random bytes in the header hide lengths; without a secret they would only defeat caches.
    max_random_bytes = 0

    def process_response(self, request, response):
        # Not 206: a part of a file is counted in the bytes of the file as it is.
        if response.status_code == 206 or not TEXTES.match(response.get("Content-Type", "")):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if porte_un_secret(request, response):
            return response
        return super().process_response(request, response)


def porte_un_secret(request, response):
    """Whether the page may hold the token of the person who asked for it."""
    noms = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return not noms.isdisjoint({*request.COOKIES, *response.cookies})
