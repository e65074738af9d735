"""Pages of the house: the sheet of components, and what browsers ask for by themselves."""

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socle import demonstration, machines, sante, sitemap

TEXTE = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


@require_safe
@never_cache
def etat_de_sante(request):
    """« ok » or « ko » as plain text, 200 or 503; as JSON with details for the team."""
    va = sante.base_repond()
    mot, statut = ("ok", 200) if va else ("ko", 503)
    if sante.peut_lire_les_details(request):
        return JsonResponse({"etat": mot, **sante.details()}, status=statut)
    return HttpResponse(mot, status=statut, content_type=TEXTE)


@require_safe
def favicon(request):
    """Browsers that do not read the SVG icon ask for this address by habit."""
    return redirect(static("socle/img/favicon.ico"))


@require_safe
def robots(request):
    """robots.txt."""
    return HttpResponse(machines.robots(request), content_type=TEXTE)


@require_safe
def humains(request):
    """humans.txt."""
    return HttpResponse(machines.humains(request), content_type=TEXTE)


@require_safe
def securite(request):
    """security.txt; 404 rather than a file without a contact."""
    texte = machines.securite(request)
    if not texte:
        raise Http404
    return HttpResponse(texte, content_type=TEXTE)


@require_safe
def manifeste(request):
    """The web manifest."""
    return JsonResponse(machines.manifeste(request), content_type="application/manifest+json")


@require_safe
def plan(request):
    """sitemap.xml: the index of the files below."""
    return HttpResponse(sitemap.index(request), content_type=XML)


@require_safe
def fichier_du_plan(request, section, langue, numero):
    """One file of the sitemap, written as it is read."""
    try:
        morceaux = sitemap.fichier(request, section, langue, int(numero))
    except LookupError as erreur:
        raise Http404 from erreur
    return StreamingHttpResponse(morceaux, content_type=XML)


@require_safe
def composants(request):
    """Every component with its parameters, light and dark side by side (development only)."""
    return render(request, "socle/composants.html", {"pieces": demonstration.pieces()})


@require_safe
def suggestions(request):
    """What the combobox of the component page asks for."""
    form = demonstration.SuggestionsForm(request.GET)
    trouvees = form.trouvees() if form.is_valid() else []
    return JsonResponse({"suggestions": trouvees})
