"""Real files and rows for the tests of socle: pictures with GPS, documents, leases."""

import io
import zipfile

import factory
from django.core.files.base import ContentFile
from PIL import Image, ImageCms

from socle.models import DocumentPortail, ImagePortail

PROFIL = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SECRET = b"adresse-du-domicile"
ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def exif(orientation=1):
    """EXIF with a position, a description and an orientation, as a telephone writes it."""
    donnees = Image.Exif()
    donnees[ORIENTATION] = orientation
    donnees[DESCRIPTION] = SECRET.decode()
    position = donnees.get_ifd(GPS)
    position[1], position[2] = "N", (47.0, 12.0, 3.0)
    return donnees.tobytes()


def image_brute(format="JPEG", taille=(60, 40), orientation=1, **options):
    """Bytes of a picture, blue on its left half and red on its right, full of metadata."""
    image = Image.new("RGB", taille, (255, 0, 0))
    image.paste((0, 0, 255), (0, 0, taille[0] // 2, taille[1]))
    sortie = io.BytesIO()
    options = {
        "exif": exif(orientation),
        "icc_profile": PROFIL,
        **({"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"} if format != "PNG" else {}),
        **options,
    }
    image.save(sortie, format, **options)
    return sortie.getvalue()


def animation_brute(format="GIF", **options):
    """Bytes of three frames shown 100, 200 and 300 ms, for ever."""
    vues = [Image.new("RGB", (20, 20), couleur) for couleur in ("red", "green", "blue")]
    sortie = io.BytesIO()
    boucle = {} if format == "AVIF" else {"loop": 0}
    vues[0].save(
        sortie,
        format,
        save_all=True,
        append_images=vues[1:],
        duration=[100, 200, 300],
        **boucle,
        **options,
    )
    return sortie.getvalue()


def archive(*noms):
    """Bytes of a ZIP archive that holds empty files of these names."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as fichier:
        for nom in noms:
            fichier.writestr(nom, "")
    return sortie.getvalue()


class ImageFactory(factory.django.DjangoModelFactory):
    """A picture that visitors may see; ``a_obtenir=True`` for one they may not."""

    class Meta:
        model = ImagePortail

    class Params:
        a_obtenir = factory.Trait(accord_personnes="a_obtenir")
        brut = factory.LazyFunction(image_brute)

    title = "La boutique"
    accord_personnes = "sans_objet"
    file = factory.LazyAttribute(lambda o: ContentFile(o.brut, name="IMG_20260101_Dupont.jpg"))


class DocumentFactory(factory.django.DjangoModelFactory):
    """A small text file."""

    class Meta:
        model = DocumentPortail

    title = "Statuts"
    file = factory.LazyFunction(lambda: ContentFile(b"Article 1", name="Statuts signés.txt"))
