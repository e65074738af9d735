"""Atom feeds: what they all answer with."""

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date


def servir(request, flux, derniere, completer=lambda reponse: reponse):
    """The answer for a feedgenerator feed whose newest change was at *derniere* (or None).

    One that is asked again after ``If-Modified-Since`` gets a 304 while nothing is newer;
    *completer* puts on the answer what else its headers say.
    """
    le = int(derniere.timestamp()) if derniere else None
    reponse = HttpResponse(flux.writeString("utf-8"), content_type=flux.content_type)
    if le is not None:
        reponse.headers["Last-Modified"] = http_date(le)
    return get_conditional_response(request, last_modified=le, response=completer(reponse))
