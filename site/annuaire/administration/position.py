"""The map beside the position of a place: drawn from the project's own outlines, no third party."""

from django import forms
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views import View

from annuaire.administration.permissions import ReserveeMixin
from annuaire.imports.coordonnees import ECART_MAX, ECART_REPARE
from annuaire.positions_ecrites import lire_position
from socle.typographie import distance
from territoires.contours import contours_autour
from territoires.models import Commune
from territoires.proximite import distance_km

# What a map holds around its middle, in degrees, and how many town halls at most.
ECART = 0.6
COMMUNES_MAX = 150
# Kilometres.
A_LA_MAIRIE, LOIN = 0.01, 100


class FondForm(forms.Form):
    """Where the map is: around a position, else around a commune."""

    commune = forms.ModelChoiceField(Commune.objects.select_related("departement"), required=False)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)

    @property
    def point(self):
        """(latitude, longitude) or None."""
        point = (self.cleaned_data.get("latitude"), self.cleaned_data.get("longitude"))
        return None if None in point else point

    @property
    def centre(self):
        """The middle of the map, or None."""
        commune = self.cleaned_data.get("commune")
        return self.point or (commune.centre if commune else None)


class PositionForm(FondForm):
    """A position typed in one go, or as two numbers."""

    texte = forms.CharField(required=False, max_length=80)

    def clean(self):
        donnees = super().clean()
        if donnees.get("texte"):
            point = lire_position(donnees["texte"])
            if point is None:
                self.add_error(
                    "texte", _("Ce n’est pas une position. Exemple\u00a0: 47,2184 -1,5536.")
                )
            else:
                donnees["latitude"], donnees["longitude"] = point
        return donnees


class _LectureView(ReserveeMixin, View):
    """GET: a form's answer as JSON, or 400 and {"erreur": sentence}."""

    http_method_names = ["get"]
    form_class = FondForm

    def get(self, request):
        form = self.form_class(request.GET)
        if not form.is_valid():
            phrase = next(iter(form.errors.values()))[0]
            return JsonResponse({"erreur": phrase}, status=400)
        return JsonResponse(self.repondre(form))


class FondView(_LectureView):
    """What the map draws.

    ``centre`` [lat, lon] or None; ``contours``: polygons of [lon, lat]; ``communes``: [name, lat,
    lon], the most populated first; ``mairie``: [name, lat, lon] of the commune or None.
    """

    def repondre(self, form):
        commune, centre = form.cleaned_data["commune"], form.centre
        mairie = [commune.nom, *commune.centre] if commune and commune.centre else None
        autour = {"contours": [], "communes": []}
        if centre:
            autour = {
                "contours": contours_autour(*centre, ECART),
                "communes": _communes_autour(*centre),
            }
        return {"centre": centre, "mairie": mairie, **autour}


def _communes_autour(latitude, longitude):
    cadre = {
        "latitude__range": (latitude - ECART, latitude + ECART),
        "longitude__range": (longitude - ECART, longitude + ECART),
    }
    proches = Commune.objects.entieres().filter(**cadre).peuplees_d_abord()
    # The most populated of all, and those nearby, that one looks for once zoomed in.
    grandes = [*proches.values_list("nom", "latitude", "longitude")[: COMMUNES_MAX // 2]]
    cadre = {
        "latitude__range": (latitude - ECART / 5, latitude + ECART / 5),
        "longitude__range": (longitude - ECART / 5, longitude + ECART / 5),
    }
    petites = proches.filter(**cadre).values_list("nom", "latitude", "longitude")
    return [*dict.fromkeys([*grandes, *petites[:COMMUNES_MAX]])]


class PositionView(_LectureView):
    """``latitude``, ``longitude``, and ``phrase``: how far from the town hall; ``alerte``."""

    form_class = PositionForm

    def repondre(self, form):
        commune, point = form.cleaned_data["commune"], form.point
        phrase, alerte = dire_la_distance(commune, point) if point else ("", False)
        latitude, longitude = point or (None, None)
        return {"latitude": latitude, "longitude": longitude, "phrase": phrase, "alerte": alerte}


def dire_la_distance(commune, point):
    """Return (sentence, whether it is a warning): beyond ECART_MAX an import would refuse it."""
    if commune is None:
        return _("Choisissez la commune\u00a0: sa distance sera vérifiée."), False
    if commune.centre is None:
        return "", False
    ecart = distance_km(commune, *point)
    # On a flat earth, further than that is only « far ».
    km = distance(ecart) if ecart <= LOIN else _("plus de %(km)s") % {"km": distance(LOIN)}
    valeurs = {"km": km, "nom": commune.nom}
    if ecart < A_LA_MAIRIE:
        return _("À la mairie de %(nom)s.") % valeurs, False
    if ecart <= ECART_MAX:
        return _("À %(km)s de la mairie de %(nom)s.") % valeurs, False
    inverse = (point[1], point[0])
    if abs(inverse[0]) <= 90 and distance_km(commune, *inverse) <= ECART_REPARE:
        return _(
            "À %(km)s de la mairie de %(nom)s\u00a0: latitude et longitude semblent inversées."
        ) % valeurs, True
    return _(
        "À %(km)s de la mairie de %(nom)s\u00a0: la position ou la commune est fausse."
    ) % valeurs, True
