"""The search of the whole site, and the suggestions of its box."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from socle.contexte import Portail

from . import sections
from .forms import RechercheDuSiteForm, SuggestionsForm
from .promotions import promues
from .requetes import LONGUEUR_MAX
from .suggestions import suggerer


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request):
    """JSON {"suggestions": [{"libelle", "detail", "adresse"}]}; 400 with a sentence if too long."""
    form = SuggestionsForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"erreur": form.errors["q"][0], "suggestions": []}, status=400)
    propositions = [
        {
            "libelle": p.libelle,
            "detail": " · ".join(filter(None, (str(p.genre), p.detail))),
            "adresse": p.adresse,
        }
        for p in suggerer(request, form.cleaned_data["q"])
    ]
    return JsonResponse({"suggestions": propositions})


@require_safe
def recherche(request):
    """Everything that is published, grouped by kind."""
    form = RechercheDuSiteForm(request.GET)
    valide = form.is_valid()
    texte = (form.cleaned_data.get("q") or "")[:LONGUEUR_MAX]
    contexte = {
        "texte": texte,
        "refus": [phrase for phrases in form.errors.values() for phrase in phrases],
        "maillons": [(_("Accueil"), Portail(request).accueil)],
        "base": reverse("search:recherche"),
    }
    if not valide:
        return render(request, "search/recherche.html", contexte, status=400)
    type, page = form.cleaned_data["type"], form.cleaned_data["page"] or 1
    trouvees = sections.sections(request, texte, type=type, page=page)
    contexte.update(_contexte(contexte["base"], texte, type, page, trouvees))
    contexte["promues"] = promues(request, texte) if not type and page == 1 else []
    return render(request, "search/recherche.html", contexte)


def _contexte(base, texte, type, page, trouvees):
    lignes = [
        {
            "section": section,
            "adresse": section.tous or sections.adresse(base, texte, section.type),
        }
        for section in trouvees
    ]
    seule = trouvees[0] if type and trouvees else None
    return {
        "lignes": lignes,
        "type": type,
        "secours": any(section.secours for section in trouvees),
        "total": sum(section.total for section in trouvees),
        "bilan": sections.bilan(trouvees, texte),
        "toutes": sections.adresse(base, texte),
        "pages": sections.pages(base, texte, type, page, seule.total) if seule else None,
    }
