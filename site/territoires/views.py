"""Suggestions for the « Où ? » combobox, and what maps are drawn on."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from territoires import fond
from territoires.forms import SuggestionsForm
from territoires.suggestions import suggerer

UN_AN = 31_536_000
UNE_SEMAINE = 604_800


@require_safe
@cache_control(public=True, max_age=86400)
def suggestions(request):
    """JSON {"suggestions": [{"libelle", "detail", "valeur"}]}; 400 with a sentence if too long."""
    form = SuggestionsForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"erreur": form.errors["q"][0], "suggestions": []}, status=400)
    lieux = suggerer(form.cleaned_data["q"])
    return JsonResponse(
        {
            "suggestions": [
                {"libelle": lieu.libelle, "detail": lieu.detail, "valeur": lieu.valeur}
                for lieu in lieux
            ]
        }
    )


@require_safe
@cache_control(public=True, max_age=UN_AN, immutable=True)
def contours(request, version):
    """The outlines of départements: see ``fond.contours_serres``. Another version is not here."""
    if version != fond.version_des_contours():
        raise Http404
    return HttpResponse(fond.contours_serres(), content_type="application/json")


@require_safe
@cache_control(public=True, max_age=UNE_SEMAINE)
def noms(request, zoom, x, y):
    """JSON {"noms": [[name, latitude, longitude, inhabitants]…]} of one tile of a map."""
    try:
        trouves = fond.noms_du_carreau(zoom, x, y)
    except ValueError as erreur:
        raise Http404 from erreur
    return JsonResponse({"noms": trouves})
