"""Pictures that wait: a multiple upload whose form is incomplete keeps its file aside.

Wagtail stores that file as it came, in the public media folder: it is cleaned like any other.
"""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from . import medias


@receiver(pre_save, sender=UploadedFile)
def nettoyer_l_attente(instance, **_):
    """Clean a picture and give any file a name that cannot be guessed."""
    if instance.file._committed:
        return
    nom = instance.file.name
    if instance.for_content_type and instance.for_content_type.model == "imageportail":
        propre = medias.nettoyer(instance.file.file)
        instance.file.file, nom = propre, propre.name
    instance.file.name = medias.nom_aleatoire("", medias.extension_de(nom)).lstrip("/")
