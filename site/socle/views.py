"""Pages of the house: the sheet of components, and what browsers ask for by themselves."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socle import demonstration, sante


@require_safe
@never_cache
def etat_de_sante(request):
    """« ok » or « ko » as plain text, 200 or 503; as JSON with details for the team."""
    va = sante.base_repond()
    mot, statut = ("ok", 200) if va else ("ko", 503)
    if sante.peut_lire_les_details(request):
        return JsonResponse({"etat": mot, **sante.details()}, status=statut)
    return HttpResponse(mot, status=statut, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Browsers that do not read the SVG icon ask for this address by habit."""
    return redirect(static("socle/img/favicon.ico"))


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
