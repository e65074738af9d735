"""« Exporter pour modifier »: the actors of the list, as a workbook that can be imported again."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.widgets.button import Button

from annuaire.imports.depots.droits import peut_exporter
from annuaire.imports.retouches import classeur
from annuaire.models import Acteur

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(View):
    """The actors that the list shows with these filters, merged ones left out."""

    http_method_names = ["get"]

    def get(self, request):
        if not peut_exporter(request.user):
            raise PermissionDenied
        pks = list(_choisis(request).values_list("pk", flat=True)[: classeur.ACTEURS_MAX + 1])
        if len(pks) > classeur.ACTEURS_MAX:
            phrase = _("Plus de %s fiches : filtrez la liste, puis exportez de nouveau.")
            messages.warning(request, phrase % classeur.ACTEURS_MAX)
            liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
            return redirect(f"{liste}?{request.GET.urlencode()}")
        sortie = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the answer)
        classeur.ecrire(pks, sortie)
        sortie.seek(0)
        nom = f"acteurs-{timezone.localdate().isoformat()}.xlsx"
        reponse = FileResponse(sortie, as_attachment=True, filename=nom, content_type=XLSX)
        reponse.headers["Cache-Control"] = "no-store"
        return reponse


def _choisis(request):
    """The actors of the listing: its own filters, its own words."""
    viewset = Acteur.snippet_viewset
    acteurs = Acteur.objects.exclude(statut=Acteur.Statut.FUSIONNE).order_by("nom", "pk")
    filtres = viewset.filterset_class(request.GET, queryset=acteurs, request=request)
    if filtres.is_valid():
        acteurs = filtres.qs
    if mots := request.GET.get("q", "").replace("\0", "").strip():
        condition = Q()
        for champ in viewset.search_fields:
            condition |= Q(**{f"{champ}__icontains": mots})
        acteurs = acteurs.filter(condition)
    return acteurs


def bouton_d_export(request):
    """The button of the list of actors, with what narrows it now; none without the right."""
    if not peut_exporter(request.user):
        return []
    adresse = reverse("annuaire_imports:exporter")
    criteres = request.GET.urlencode()
    return [
        Button(
            _("Exporter pour modifier"),
            url=f"{adresse}?{criteres}" if criteres else adresse,
            icon_name="download",
            priority=80,
        )
    ]
