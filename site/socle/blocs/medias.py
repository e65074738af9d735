"""Blocks of pictures, films and files, each with its credit and what it shows in words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from socle import videos

MEDIAS = _("Images, vidéos, documents")


class ImageLegendeeBlock(blocks.StructBlock):
    """A picture with its credit. One whose people have not agreed yet is not shown."""

    image = ImageChooserBlock(label=_("Image"))
    alternative = blocks.CharBlock(
        label=_("Texte de remplacement"),
        required=False,
        max_length=255,
        help_text=_("Vide : celui de l’image. Dites ce que l’image apporte ici."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Image purement décorative"), required=False, default=False
    )
    legende = blocks.CharBlock(label=_("Légende"), required=False, max_length=255)

    class Meta:
        group = MEDIAS
        icon = "image"
        label = _("Image")
        label_format = "{image}"
        template = "socle/blocs/image.html"
        preview_value = {"image": None, "legende": "Légende de l’image"}
        description = _("Une image, sa légende et son crédit.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        image = value.get("image")
        contexte["image_montree"] = image if image and image.est_publiable else None
        contexte["alternative"] = alternative_de(value)
        return contexte


def alternative_de(value):
    """The words that stand for a picture: those of the block, else its own; "" when it is decor."""
    if value.get("decorative"):
        return ""
    return value.get("alternative") or getattr(value.get("image"), "description", "")


class GalerieBlock(blocks.StructBlock):
    """Several pictures of one thing."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120, required=False)
    images = blocks.ListBlock(ImageLegendeeBlock(), label=_("Images"), min_num=2, max_num=12)

    class Meta:
        group = MEDIAS
        icon = "image"
        label = _("Galerie")
        template = "socle/blocs/galerie.html"
        preview_value = {"titre": "L’atelier, un samedi", "images": []}
        description = _("Deux à douze images, avec leurs crédits.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["images_montrees"] = [
            {**dict(une), "alternative": alternative_de(une)}
            for une in value["images"]
            if une.get("image") and une["image"].est_publiable
        ]
        return contexte


class VideoBlock(blocks.StructBlock):
    """A film kept elsewhere: nothing is asked of anybody before the visitor chooses to watch."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=160)
    adresse = blocks.URLBlock(
        label=_("Adresse de la vidéo"),
        help_text=_("La page où on la regarde, par exemple sur PeerTube, Vimeo ou YouTube."),
    )
    image = ImageChooserBlock(
        label=_("Image d’attente"),
        required=False,
        help_text=_("Gardée sur ce site : rien n’est demandé ailleurs avant le clic."),
    )
    duree = blocks.CharBlock(
        label=_("Durée"), max_length=20, required=False, help_text=_("Par exemple : 3 min 20")
    )
    transcription = blocks.RichTextBlock(
        label=_("Transcription"),
        features=["bold", "italic", "ul", "ol"],
        help_text=_("Ce qui est dit et ce que l’on voit, pour qui n’entend pas ou ne voit pas."),
    )

    class Meta:
        group = MEDIAS
        icon = "media"
        label = _("Vidéo")
        template = "socle/blocs/video.html"
        preview_value = {
            "titre": "Une matinée à la recyclerie",
            "adresse": "https://vimeo.com/1084537",
            "image": None,
            "duree": "3 min 20",
            "transcription": "<p>Une porte s’ouvre. Des vélos attendent.</p>",
        }
        description = _("Une vidéo d’ailleurs, chargée seulement si on le demande.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        image = value.get("image")
        contexte["attente"] = image if image and image.est_publiable else None
        contexte["hote"] = videos.hote(value["adresse"])
        contexte["lecteur"] = videos.lecteur(value["adresse"])
        return contexte


class DocumentBlock(blocks.StructBlock):
    """A file to download, whose type and size are said before."""

    document = DocumentChooserBlock(label=_("Document"))
    titre = blocks.CharBlock(
        label=_("Titre"), max_length=160, required=False, help_text=_("Vide : celui du document.")
    )
    description = blocks.CharBlock(label=_("Ce que l’on y trouve"), max_length=255, required=False)

    class Meta:
        group = MEDIAS
        icon = "doc-full"
        label = _("Document à télécharger")
        template = "socle/blocs/document.html"
        preview_value = {"document": None, "titre": "Le règlement", "description": ""}
        description = _("Un fichier, avec son type et son poids.")

    def clean(self, value):
        propre = super().clean(value)
        if not propre["document"].file_extension:
            phrase = _("Ce fichier n’a pas d’extension : on ne saurait pas l’ouvrir.")
            raise StructBlockValidationError(block_errors={"document": ValidationError(phrase)})
        return propre
