"""Views of the directory."""

from django.http import Http404


def liste(request, page):
    raise Http404


def fiche(request, page, slug, ref):
    raise Http404


def permanente(request, ref):
    raise Http404
