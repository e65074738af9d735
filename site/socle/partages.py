"""What a page says of itself to who shares it: title, sentence, picture (Open Graph).

A page type may have ``image_de_partage`` (an ImagePortail that may be shown, or None) and
``genre_de_partage`` (« article »); the rest has sensible defaults.
"""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.translation import get_language
from wagtail.images.models import SourceImageIOError

from socle.memoires import Memoire

IMAGE_D_ORIGINE = "socle/img/partage.png"
LARGEUR, HAUTEUR = 1200, 630
COPIE = f"fill-{LARGEUR}x{HAUTEUR}|format-jpeg|jpegquality-80"
# Of the languages that the site comes with; another one is not named.
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
# Where pages keep the sentence that sums them up, the best first.
PHRASES = ("search_description", "chapo", "introduction")
_copies = Memoire()
oublier = _copies.oublier


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as who shares it asks for it: absolute address, size in pixels, words."""

    adresse: str
    largeur: int
    hauteur: int
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Partage:
    """What ``socle/_partage.html`` draws. ``locale``: « fr_FR », or "" when it has no name."""

    titre: str
    description: str
    image: Image
    genre: str
    adresse: str
    locale: str


def partage_de(request, portail, page=None, *, titre="", description="", genre="", rendition=None):
    """The Partage of what is drawn: *titre*, *description* and *rendition* first, then what *page*
    says, then the site. No query from memory, else those of the picture."""
    return Partage(
        titre=str(titre or _titre(page) or portail.nom),
        description=str(description or _phrase(page) or portail.presentation),
        image=_image(request, portail, page, rendition),
        genre=genre or getattr(page, "genre_de_partage", "website"),
        adresse=portail.canonique,
        locale=LOCALES.get(get_language(), ""),
    )


def _titre(page):
    return getattr(page, "seo_title", "") or getattr(page, "title", "")


def _phrase(page):
    return next(filter(None, (getattr(page, nom, "") for nom in PHRASES)), "")


def _image(request, portail, page, rendition):
    """The picture of the page, else that of the settings, else the weave of the house."""
    if rendition:
        alternative = getattr(rendition.image, "description", "")
        adresse = request.build_absolute_uri(rendition.url)
        return Image(adresse, rendition.width, rendition.height, alternative)
    for image in (getattr(page, "image_de_partage", None), portail.image_de_partage):
        if copie := _copie(image):
            return Image(request.build_absolute_uri(copie[0]), *copie[1:], image.description)
    return Image(request.build_absolute_uri(static(IMAGE_D_ORIGINE)), LARGEUR, HAUTEUR)


def _copie(image):
    """(address, width, height) of the copy that is shared, or None. Remembered."""
    if image is None or not image.est_publiable:
        return None
    return _copies.lire(image.pk, lambda: _copier(image))


def _copier(image):
    try:
        copie = image.get_rendition(COPIE)
    except SourceImageIOError:  # the file is lost
        return None
    return copie.url, copie.width, copie.height
