"""Give one actor of the demonstration a photo: the demonstration itself has none.

``demonstration`` runs it once in a process of its own (a browser test never touches the database).
The picture is noise at every scale, as heavy as a photo with many details.
"""

import sys
from io import BytesIO
from pathlib import Path

ILLUSTRE = "La Page cornée"
TAILLE = (1600, 1000)


def dessiner():
    """JPEG bytes of a picture of TAILLE."""
    from PIL import Image, ImageChops

    image = Image.new("RGB", TAILLE, (128, 128, 128))
    for pas in (400, 200, 100, 50, 25, 12, 6, 3, 2):
        grain = (TAILLE[0] // pas, TAILLE[1] // pas)
        couleurs = [Image.effect_noise(grain, pas**0.9 * 3) for _ in range(3)]
        calque = Image.merge("RGB", couleurs).resize(TAILLE, Image.Resampling.BICUBIC)
        image = ImageChops.add(image, calque, 1, -128)
    tampon = BytesIO()
    image.save(tampon, "JPEG", quality=85)
    return tampon.getvalue()


def illustrer():
    """Publish the picture on the actor ILLUSTRE, with a caption of two lines."""
    from django.core.files.base import ContentFile

    from annuaire.models import Acteur, PhotoActeur
    from socle.models import ImagePortail

    image = ImagePortail(title="Devanture", accord_personnes="sans_objet", credit="L. Martin")
    image.file.save("devanture.jpg", ContentFile(dessiner()), save=False)
    image.save()
    PhotoActeur.objects.create(
        acteur=Acteur.objects.get(nom=ILLUSTRE),
        image=image,
        alt="La devanture, un matin de marché",
        legende="La devanture et ses bacs, un matin de marché, avant l’ouverture des portes.",
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django

    django.setup()
    illustrer()
