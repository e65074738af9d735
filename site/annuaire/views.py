"""Views of the directory: thin, everything they are given goes through a form or a verb."""

import io

import segno
from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from annuaire import depots, exports, fiches, flux, motifs, plans, refs
from annuaire.adresses import permanente_absolue
from annuaire.fonds_de_carte import tuiles
from annuaire.forms import RechercheForm, VueForm
from annuaire.listes import contexte_de_liste
from annuaire.lots import RechercheRefusee
from socle.csp import elargir
from socle.palette import TEINTES

UN_AN = 31_536_000
UNE_MINUTE = 60
SERRE = {"separators": (",", ":"), "ensure_ascii": False}


def liste(request, page):
    """The list, whole or as the parts that htmx puts in place."""
    contexte, statut = contexte_de_liste(request, page, RechercheForm(request.GET))
    return _liste_ou_partie(request, "annuaire/liste.html", contexte, statut)


def carte(request, page):
    """The list beside its map; its pictures may also come from the tile server of the settings."""
    contexte, statut = plans.contexte_de_carte(request, page, RechercheForm(request.GET))
    return _avec_les_tuiles(_liste_ou_partie(request, "annuaire/carte.html", contexte, statut))


@require_safe
def points(request, page):
    """What the map draws of a search, as JSON: see ``annuaire.sur_la_carte.montrer``."""
    try:
        contenu, statut = plans.points(request, page, VueForm(request.GET))
    except plans.TropDeDemandes as erreur:
        reponse = JsonResponse({"erreur": str(erreur)}, status=429)
        reponse.headers["Retry-After"] = UNE_MINUTE
        return reponse
    return JsonResponse(contenu, status=statut, json_dumps_params=SERRE)


def _avec_les_tuiles(reponse):
    serveur = tuiles()
    return elargir(reponse, "img-src", serveur.source) if serveur else reponse


def _liste_ou_partie(request, gabarit, contexte, statut):
    partie = bool(request.htmx) and not request.htmx.history_restore_request
    gabarit = "annuaire/_resultats.html" if partie else gabarit
    reponse = render(request, gabarit, contexte, status=statut)
    if partie:
        reponse.headers["HX-Push-Url"] = contexte["recherche"].adresse
    patch_vary_headers(reponse, ["HX-Request"])
    return reponse


@require_safe
def fichier(request, page, forme):
    """What the list finds, as a file to keep (csv, geojson) or a feed to follow (atom)."""
    faire = flux.repondre if forme == "atom" else exports.repondre
    try:
        return faire(request, page, RechercheForm(request.GET), forme)
    except RechercheRefusee as erreur:
        return HttpResponse(str(erreur), status=400, content_type="text/plain; charset=utf-8")


def fiche(request, page, slug, ref):
    """An entry; its one address is that of the principal directory."""
    trouvee = fiches.trouver(request, page, slug, ref)
    if trouvee.redirection:
        return HttpResponsePermanentRedirect(trouvee.redirection)
    reponse = render(request, trouvee.gabarit, trouvee.contexte, status=trouvee.statut)
    return _avec_les_tuiles(reponse) if trouvee.contexte.get("plan") else reponse


@never_cache
def signaler(request, page, ref, genre):
    """The form about an entry, and what is sent with it (``genre``: signaler or retrait)."""
    visee = fiches.viser(request, page, ref, f"{genre}/")
    if visee.redirection:
        return HttpResponseRedirect(visee.redirection)
    if visee.statut == 200:
        visee = depots.recevoir(request, visee, genre)
    if visee.redirection:
        return HttpResponseRedirect(visee.redirection)
    return render(request, visee.gabarit, visee.contexte, status=visee.statut)


@require_safe
def merci(request, page, ref, genre):
    """What happens next, once the form about an entry has been sent."""
    visee = fiches.viser(request, page, ref, f"{genre}/merci/")
    if visee.redirection:
        return HttpResponseRedirect(visee.redirection)
    gabarit = "annuaire/merci.html" if visee.statut == 200 else visee.gabarit
    contexte = {**visee.contexte, "genre": genre}
    return render(request, gabarit, contexte, status=visee.statut)


@require_safe
def permanente(request, ref):
    """``/a/<ref>/`` → the canonical entry, or what became of it."""
    trouvee = fiches.trouver(request, None, "", ref)
    if trouvee.redirection:
        return HttpResponseRedirect(trouvee.redirection)
    return render(request, trouvee.gabarit, trouvee.contexte, status=trouvee.statut)


@require_safe
@cache_control(public=True, max_age=UN_AN, immutable=True)
def motif(request, ref):
    """The weave of a reference, whether or not somebody bears it: it depends on its signs alone."""
    couleur = request.GET.get("d", "")
    try:
        dessin = motifs.dessiner(ref, couleur if couleur in TEINTES else "")
    except ValueError as erreur:
        raise Http404 from erreur
    return HttpResponse(dessin, content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=UN_AN)
def qr(request, ref):
    """The permanent address of a reference as a QR code."""
    if refs.normaliser(ref) != ref or not fiches.est_une_ref(ref):
        raise Http404
    sortie = io.BytesIO()
    segno.make(permanente_absolue(ref), error="m", micro=False).save(
        sortie, kind="svg", scale=4, border=2, light="#fff"
    )
    return HttpResponse(sortie.getvalue(), content_type="image/svg+xml")
