"""Blocks with which editors write a body; each room composes its own stream from these."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .medias import DocumentBlock, GalerieBlock, ImageLegendeeBlock, VideoBlock
from .reperes import AccordeonBlock, ChiffresBlock, EncadreBlock, EtapesBlock, TableauBlock
from .textes import (
    TRAITS_COURTS,
    TRAITS_DE_TEXTE,
    CitationBlock,
    DefinitionBlock,
    IntertitreBlock,
    ParagrapheBlock,
    ancre,
)

__all__ = [
    "TRAITS_COURTS",
    "TRAITS_DE_TEXTE",
    "AccordeonBlock",
    "ChiffresBlock",
    "CitationBlock",
    "CorpsBlock",
    "DefinitionBlock",
    "DocumentBlock",
    "EncadreBlock",
    "EtapesBlock",
    "GalerieBlock",
    "ImageLegendeeBlock",
    "IntertitreBlock",
    "ParagrapheBlock",
    "TableauBlock",
    "VideoBlock",
    "ancre",
]


class CorpsBlock(blocks.StreamBlock):
    """The body of an ordinary page."""

    paragraphe = ParagrapheBlock()
    intertitre = IntertitreBlock()
    citation = CitationBlock()
    definition = DefinitionBlock()
    encadre = EncadreBlock()
    chiffres = ChiffresBlock()
    etapes = EtapesBlock()
    accordeon = AccordeonBlock()
    tableau = TableauBlock()
    image = ImageLegendeeBlock()
    galerie = GalerieBlock()
    video = VideoBlock()
    document = DocumentBlock()

    class Meta:
        template = "socle/blocs/corps.html"
        preview_value = [
            {"type": "intertitre", "value": IntertitreBlock._meta_class.preview_value},
            {"type": "citation", "value": CitationBlock._meta_class.preview_value},
        ]
        description = _("Le corps d’une page.")
