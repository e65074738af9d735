"""What a search of the directory may say: all that comes from an address goes through here."""

import math

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from annuaire import lieux_dits
from annuaire.cartes_facettes import termes
from annuaire.comprehension import REFUS
from annuaire.models import Acteur
from search.analyse import decouper, mots_utiles, plier, sans_controles
from search.ouvertures import FACETTE as QUAND
from search.ouvertures import QUAND as MOMENTS
from search.requetes import LONGUEUR_MAX, PROFONDEUR_MAX, ZOOM_MAX
from territoires.forms import OuField, inconnu
from territoires.lieux import POSITION, Resolution, lieu_de, resoudre

PAR_PAGE = 20
PAGES_MAX = PROFONDEUR_MAX // PAR_PAGE
RAYONS = (2, 5, 10, 25, 50, 100)
RAYON_MAX = 500
VALEURS_MAX = 50
BOITE_MAX = 80  # characters

MODALITES = (
    ("a_distance", gettext_lazy("À distance")),
    ("itinerant", gettext_lazy("Itinérant")),
)
TRIS = (
    ("pertinence", gettext_lazy("Pertinence")),
    ("distance", gettext_lazy("Distance")),
    ("nom", gettext_lazy("Nom")),
    ("recent", gettext_lazy("Nouveautés")),
)
# Facets in the order in which the list shows them. Those of a taxonomy are written by slug.
TAXONOMIES = ("domaine", "geste", "public", "label")
FACETTES = (QUAND, *TAXONOMIES, "famille", "fauteuil", "modalite")
# Around where somebody stands, when no distance is said.
RAYON_AUTOUR_DE_MOI = 10.0


class SansControles:
    """Text without control and format characters: U+202E would turn round the page that says it."""

    def to_python(self, value):
        return sans_controles(super().to_python(value))


class TexteField(SansControles, forms.CharField):
    """One line of text."""


class ValeursField(forms.Field):
    """Several values of one name in the query string, as a list of texts without repetition."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        propres = (sans_controles(texte).strip()[:80] for texte in value or ())
        return list(dict.fromkeys(filter(None, propres)))


class RayonField(forms.FloatField):
    """Kilometres as the crow flies; « 10 km » and « 2,5 » are read too."""

    default_error_messages = {
        "invalid": gettext_lazy("La distance est un nombre de kilomètres, par exemple 10."),
    }

    def to_python(self, value):
        if isinstance(value, str):
            value = value.lower().replace("km", "").replace(",", ".").strip()
        rayon = super().to_python(value)
        if rayon == 0:
            return rayon  # « dans : Rezé », of a sentence that says « près de Rezé »
        if rayon is not None and not (math.isfinite(rayon) and 0 < rayon <= RAYON_MAX):
            raise forms.ValidationError(
                _("La distance va de 1 à %(maximum)d kilomètres.") % {"maximum": RAYON_MAX}
            )
        return rayon


class BoiteField(forms.CharField):
    """A part of a map, « south,west,north,east » in degrees, as (float, float, float, float)."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Une zone de carte s’écrit sud,ouest,nord,est, en degrés : 47.1,-1.7,47.3,-1.4."
        ),
    }

    def to_python(self, value):
        texte = super().to_python(value)
        if not texte:
            return None
        if len(texte) > BOITE_MAX:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        try:
            sud, ouest, nord, est = (round(float(nombre), 4) for nombre in texte.split(","))
        except (ValueError, OverflowError) as erreur:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from erreur
        if not (-90 <= sud <= nord <= 90 and -180 <= ouest <= est <= 180):
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return sud, ouest, nord, est


class LieuField(SansControles, OuField):
    """« Où ? » that keeps its Resolution, so that the page may ask which place is meant."""

    resolution = Resolution("")

    def clean(self, value):
        texte = forms.CharField.clean(self, value)
        if not texte:
            return None
        self.resolution = resoudre(texte)
        if self.resolution.est_vide:
            raise forms.ValidationError(inconnu(self.resolution), code="inconnu")
        return self.resolution


class RechercheForm(forms.Form):
    """One search: ``errors`` make no sense (400), ``avertissements`` were ignored, and say so.

    After ``is_valid()``: ``cleaned_data["facettes"]`` maps a facet to the texts selected that
    exist, ``cleaned_data["ou"]`` is a Resolution or None. An unknown place is an error of ``ou``
    alone: the page asks again.
    """

    q = TexteField(required=False, strip=True)
    ou = LieuField(required=False)
    lieu = forms.CharField(required=False, max_length=60)
    lieu_dit = forms.CharField(required=False)
    rayon = RayonField(required=False)
    boite = BoiteField(required=False)
    quand = ValeursField(required=False)
    domaine = ValeursField(required=False)
    geste = ValeursField(required=False)
    public = ValeursField(required=False)
    label = ValeursField(required=False)
    famille = ValeursField(required=False)
    fauteuil = ValeursField(required=False)
    modalite = ValeursField(required=False)
    tri = forms.CharField(required=False)
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=PAGES_MAX,
        error_messages={
            "invalid": gettext_lazy("Une page porte un numéro, à partir de 1."),
            "min_value": gettext_lazy("Une page porte un numéro, à partir de 1."),
            "max_value": gettext_lazy(
                "Nous ne montrons pas de page au-delà de la %(limit_value)s : "
                "ajoutez un filtre pour vous approcher."
            ),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.avertissements = []

    def clean_q(self):
        texte = self.cleaned_data["q"]
        if len(texte) > LONGUEUR_MAX:
            self.avertissements.append(
                _("Votre recherche était très longue : seul son début a été lu.")
            )
            texte = texte[:LONGUEUR_MAX].rstrip()
        mots = decouper(texte)
        if mots and not mots_utiles(mots, (get_language(), settings.LANGUAGE_CODE)):
            self.avertissements.append(
                _(
                    "Ces mots sont trop courants pour être cherchés seuls : "
                    "dites aussi ce que vous cherchez. Seuls les noms exacts ont été regardés."
                )
            )
        return texte

    def clean_lieu_dit(self):
        """« non »: the place that the words hold is not meant. Anything else says nothing."""
        return REFUS if self.cleaned_data["lieu_dit"] == REFUS else ""

    def clean_tri(self):
        tri = self.cleaned_data["tri"]
        if tri and tri not in dict(TRIS):
            self.avertissements.append(_("Ce tri n’existe pas : il a été ignoré."))
            return ""
        return tri

    def clean(self):
        donnees = super().clean()
        if not donnees.get("lieu"):
            donnees["lieu"] = None
        elif (lieu := lieu_de(donnees["lieu"])) and self._parle_de(lieu):
            # Chosen in the list of suggestions: what is typed beside it may be ambiguous.
            donnees["lieu"] = lieu
            self.errors.pop("ou", None)
            if lieu.genre == POSITION and not donnees.get("rayon") and "rayon" not in self.errors:
                donnees["rayon"] = RAYON_AUTOUR_DE_MOI
        else:
            donnees["lieu"] = None
        donnees["facettes"] = self._facettes(donnees)
        if donnees.get("boite") and (donnees["lieu"] or self.data.get("ou")):
            # A place was said after a part of the map was chosen: the place is what is meant.
            donnees["boite"] = None
        if donnees.get("rayon") and not self.a_un_lieu(donnees):
            self.avertissements.append(
                _("Une distance se compte à partir d’un lieu : dites lequel dans « Où ? ».")
            )
            donnees["rayon"] = None
        return donnees

    def _parle_de(self, lieu):
        """Whether « Où ? » still names a position: without a script nothing empties « lieu »
        when somebody types another place."""
        texte = plier(str(self.data.get("ou", "")))
        return lieu.genre != POSITION or texte in ("", plier(lieu.nom))

    @staticmethod
    def a_un_lieu(donnees):
        """Whether something was said of the place, known or not."""
        if donnees.get("lieu") or donnees.get("ou") or "ou" not in donnees:
            return True
        dit = None if donnees.get("lieu_dit") else lieux_dits.trouver(donnees.get("q") or "")
        return dit is not None and dit.lieu is not None

    def _facettes(self, donnees):
        connus = {nom: self._valeurs_connues(nom) for nom in FACETTES if donnees.get(nom)}
        choisis, ignores = {}, []
        for nom, connues in connus.items():
            valeurs = donnees[nom][:VALEURS_MAX]
            choisis[nom] = [valeur for valeur in valeurs if valeur in connues]
            ignores += [valeur for valeur in donnees[nom] if valeur not in connues]
        if ignores:
            self.avertissements.append(
                _("Ce filtre n’existe pas ou n’existe plus, il a été ignoré : %(noms)s.")
                % {"noms": ", ".join(ignores[:5])}
            )
        return {nom: valeurs for nom, valeurs in choisis.items() if valeurs}

    @staticmethod
    def _valeurs_connues(nom):
        if nom in TAXONOMIES:
            return {terme.slug for terme in termes().listes[nom]}
        if nom == "famille":
            return {valeur for valeur in Acteur.Famille.values if valeur}
        if nom == "fauteuil":
            return {"oui"}
        if nom == QUAND:
            return set(MOMENTS)
        return set(dict(MODALITES))


class VueForm(RechercheForm):
    """What a map asks: the search of the list, what it shows of the world, and how near."""

    vue = BoiteField(required=False)
    zoom = forms.IntegerField(
        min_value=0,
        max_value=ZOOM_MAX,
        error_messages={
            nom: gettext_lazy("L’échelle d’une carte est un nombre entier, de 0 à 24.")
            for nom in ("required", "invalid", "min_value", "max_value")
        },
    )
