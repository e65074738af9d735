"""Answers to requests that cannot be served, in words."""

from django.http import HttpResponse


def requete_refusee(request, exception=None):
    return HttpResponse("Requête refusée", status=400)


def acces_refuse(request, exception=None):
    return HttpResponse("Accès refusé", status=403)


def introuvable(request, exception=None):
    return HttpResponse("Introuvable", status=404)


def panne(request):
    return HttpResponse("Panne", status=500)


def origine_refusee(request, reason=""):
    return HttpResponse("Origine refusée", status=403)
