"""What maps are drawn on: what the site serves and, after a click, a tile server of one's choice.

``settings.CARTE_TUILES`` names a preset or is an address with {z}, {x} and {y}; empty, nobody
else is ever asked for anything.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from territoires.fond import version_des_contours

MENTION = "© IGN, INSEE"  # outlines and communes, under the Licence Ouverte
GEOPLATEFORME = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)


@dataclass(frozen=True, slots=True)
class Tuiles:
    """A tile server. ``mention``: whom to credit on the map; ``zoom_max``: its last scale."""

    nom: str
    adresse: str
    mention: str
    zoom_max: int = 19

    @property
    def hote(self):
        """Who is contacted, as people read it: « data.geopf.fr »."""
        return urlsplit(self.adresse).netloc

    @property
    def source(self):
        """What the content policy must let in: « https://data.geopf.fr »."""
        return f"https://{self.hote}"


PRESETS = {"plan-ign": Tuiles("Plan IGN", GEOPLATEFORME, "© IGN – Géoplateforme", 19)}


def tuiles():
    """The Tuiles that the settings choose, or None. Raises ImproperlyConfigured."""
    choix = settings.CARTE_TUILES
    if not choix or choix in PRESETS:
        return PRESETS.get(choix)
    lue = urlsplit(choix)
    if (
        lue.scheme != "https"
        or not lue.netloc
        or not all(c in choix for c in ("{z}", "{x}", "{y}"))
    ):
        raise ImproperlyConfigured(
            "CARTE_TUILES\u202f: le nom d’un fond connu (plan-ign) ou une adresse https avec "
            "{z}, {x} et {y}."
        )
    if not settings.CARTE_TUILES_MENTION:
        raise ImproperlyConfigured(
            "CARTE_TUILES_MENTION\u202f: dites qui créditer sur la carte "
            "(«\u00a0© les contributeurs d’OpenStreetMap\u00a0»)."
        )
    return Tuiles(settings.CARTE_TUILES_NOM or lue.netloc, choix, settings.CARTE_TUILES_MENTION)


@register
def verifier(app_configs, **options):
    """Refuse to start on a tile server that no map could load."""
    try:
        tuiles()
    except ImproperlyConfigured as erreur:
        return [Error(str(erreur), id="annuaire.E001")]
    return []


def fond():
    """What a page hands to the script that draws maps: addresses and who is to be credited."""
    return {
        "contours": reverse("territoires:contours", args=[version_des_contours()]),
        "noms": reverse("territoires:noms", args=[0, 0, 0]).replace("/0/0/0.", "/{z}/{x}/{y}."),
        "mention": MENTION,
        "tuiles": tuiles(),
    }
