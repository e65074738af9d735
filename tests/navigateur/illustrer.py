"""Give the demonstration what it has not: an actor's photo, a page with every block, a press kit.

``demonstration`` runs it once in a process of its own (a browser test never touches the database).
The picture is noise at every scale, as heavy as a photo with many details.
"""

import json
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
    from annuaire.models import Acteur, PhotoActeur

    PhotoActeur.objects.create(
        acteur=Acteur.objects.get(nom=ILLUSTRE),
        image=deposer("Devanture", dessiner()),
        alt="La devanture, un matin de marché",
        legende="La devanture et ses bacs, un matin de marché, avant l’ouverture des portes.",
    )


def deposer(titre, octets):
    """A picture that visitors may see."""
    from django.core.files.base import ContentFile

    from socle.models import ImagePortail

    image = ImagePortail(title=titre, accord_personnes="sans_objet", credit="L. Martin")
    image.file.save("image.jpg", ContentFile(octets), save=False)
    image.save()
    return image


def publier_tous_les_blocs():
    """A page with every block at /tous-les-blocs/, a press kit at /presse/; both in English too."""
    from annuaire.models import Acteur
    from home.models import FormulairePage, HomePage, PageEditoriale, PressePage, Temoignage
    from socle.models import MotDuGlossaire
    from tests.home.guide import ajouter_document, bloc, blocs_montrant
    from tests.socle.fabriques import image_brute

    francaise = {"locale__language_code": "fr"}
    document, images = ajouter_document(), [deposer("Boutique", image_brute()) for _n in range(4)]
    accueil, presse = HomePage.objects.get(**francaise), PressePage.objects.get(**francaise)
    illustre = Acteur.objects.get(nom=ILLUSTRE)
    corps = blocs_montrant(
        accueil,
        rang=1,
        acteur=illustre,
        domaine=illustre.domaine_principal,
        mot=MotDuGlossaire.objects.filter(**francaise).first(),
        temoignage=Temoignage.objects.montrables().first(),
        images=images,
        document=document,
    )
    corps.append(bloc("formulaire", {"titre": "", "page": FormulairePage.objects.first().pk}))
    page = accueil.add_child(
        instance=PageEditoriale(
            title="Tous les blocs", slug="tous-les-blocs", corps=json.dumps(corps)
        )
    )
    affiche = {"document": document.pk, "titre": "Réparons", "alternative": "Samedi, on répare."}
    presse.dossier = json.dumps(
        [bloc("document", {"document": document.pk, "titre": "", "description": "Le règlement."})]
    )
    presse.affiches = json.dumps(
        [bloc("affiche", {**affiche, "apercu": apercu}) for apercu in (images[0].pk, None)]
    )
    presse.save_revision().publish()
    traduire(page, "All blocks", "all-blocks")
    traduire(presse, "Press room", "press")


def faire_attendre():
    """A place that was found elsewhere than people put it, a label that runs out: a row each."""
    from datetime import timedelta

    from django.utils import timezone

    from annuaire.geocodage.lieux import avec_empreinte
    from annuaire.models import Geocodage, LabelActeur

    lieu = avec_empreinte().exclude(adresse="").filter(public=True, acteur__live=True).first()
    Geocodage.objects.create(
        lieu=lieu,
        empreinte=lieu.courante,
        etat=Geocodage.Etat.A_PLACER,
        motif=Geocodage.Motif.GARDE,
        latitude=45.88,
        longitude=0.9,
        score=0.9,
        libelle="1 Rue du Pont 87200 Saint-Junien",
    )
    label = LabelActeur.objects.filter(acteur__live=True, etat="verifie").first()
    echeance = timezone.localdate() + timedelta(days=20)
    LabelActeur.objects.filter(pk=label.pk).update(expire_le=echeance)


def traduire(page, titre, slug):
    """Publish the page as it is, under its English title."""
    from wagtail.models import Locale

    anglaise = page.copy_for_translation(Locale.objects.get(language_code="en"))
    anglaise.title, anglaise.slug = titre, slug
    anglaise.save_revision().publish()


if __name__ == "__main__":
    racine = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(racine / "site"), str(racine)]
    import django

    django.setup()
    illustrer()
    publier_tous_les_blocs()
    faire_attendre()
