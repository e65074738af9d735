"""Suggestions for the « Où ? » combobox."""

from django.http import JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from territoires.forms import SuggestionsForm
from territoires.suggestions import suggerer


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
