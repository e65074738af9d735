"""Blocks with which editors write a body; each room composes its own stream from these."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TRAITS_DE_TEXTE = ["bold", "italic", "link", "document-link", "ol", "ul"]
TRAITS_COURTS = ["bold", "italic", "link"]


class ParagrapheBlock(blocks.RichTextBlock):
    """Running text. Headings, images and quotations are blocks of their own."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", TRAITS_DE_TEXTE)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraphe")
        template = "socle/blocs/paragraphe.html"
        preview_value = "<p>Une <b>ressourcerie</b> répare ce que d’autres allaient jeter.</p>"
        description = _("Du texte, avec gras, italique, liens et listes.")


class IntertitreBlock(blocks.StructBlock):
    """A section heading, which the contents of the page link to."""

    texte = blocks.CharBlock(label=_("Texte"), max_length=120)

    class Meta:
        icon = "h2"
        label = _("Intertitre")
        template = "socle/blocs/intertitre.html"
        preview_value = {"texte": "Où donner ce qui ne sert plus ?"}
        description = _("Le titre d’une partie ; le sommaire y renvoie.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["ancre"] = ancre(value["texte"])
        return contexte


def ancre(texte):
    """Return the fragment that links to the heading *texte*: « t-ou-donner »."""
    return f"t-{slugify(texte)[:60].strip('-') or 'partie'}"


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
        icon = "image"
        label = _("Image")
        template = "socle/blocs/image.html"
        preview_value = {"image": None, "legende": "Légende de l’image"}
        description = _("Une image, sa légende et son crédit.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        image = value.get("image")
        contexte["image_montree"] = image if image and image.est_publiable else None
        if value.get("decorative"):
            contexte["alternative"] = ""
        else:
            contexte["alternative"] = value.get("alternative") or getattr(image, "description", "")
        return contexte


class CitationBlock(blocks.StructBlock):
    """What somebody said, and who."""

    texte = blocks.TextBlock(label=_("Citation"), help_text=_("Sans guillemets."))
    auteur = blocks.CharBlock(label=_("De qui"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "socle/blocs/citation.html"
        preview_value = {"texte": "Ici, on ne jette pas un fil.", "auteur": "Inès Varenne"}
        description = _("Une parole et son auteur ou autrice.")


class EncadreBlock(blocks.StructBlock):
    """A box apart: what to remember."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120)
    texte = blocks.RichTextBlock(label=_("Texte"), features=TRAITS_DE_TEXTE)

    class Meta:
        icon = "info-circle"
        label = _("Encadré")
        template = "socle/blocs/encadre.html"
        preview_value = {"titre": "En bref", "texte": "<p>Trois points à retenir.</p>"}
        description = _("Ce qu’il faut retenir, à part du texte.")


class EtapeBlock(blocks.StructBlock):
    """One step."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120)
    texte = blocks.TextBlock(label=_("Texte"), required=False)

    class Meta:
        icon = "order"
        label = _("Étape")
        preview_value = {
            "titre": "Poser la question",
            "texte": "Qui vote ?",
        }
        description = _("Une étape.")


class EtapesBlock(blocks.StructBlock):
    """Steps in order."""

    etapes = blocks.ListBlock(EtapeBlock(), label=_("Étapes"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Étapes")
        template = "socle/blocs/etapes.html"
        preview_value = {
            "etapes": [
                {"titre": "Trier", "texte": "Ce qui marche, ce qui se répare."},
                {"titre": "Appeler", "texte": "La ressourcerie dit ce qu’elle prend."},
            ]
        }
        description = _("Une marche à suivre, numérotée.")


class QuestionBlock(blocks.StructBlock):
    """A question and its answer, folded."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    reponse = blocks.RichTextBlock(label=_("Réponse"), features=TRAITS_DE_TEXTE)

    class Meta:
        icon = "help"
        label = _("Question et réponse")
        template = "socle/blocs/question.html"
        preview_value = {
            "question": "Qui peut proposer un acteur ?",
            "reponse": "<p>Tout le monde, sans compte.</p>",
        }
        description = _("Une question qui se déplie.")


class CorpsBlock(blocks.StreamBlock):
    """The body of an ordinary page."""

    paragraphe = ParagrapheBlock()
    intertitre = IntertitreBlock()
    image = ImageLegendeeBlock()
    citation = CitationBlock()
    encadre = EncadreBlock()
    etapes = EtapesBlock()
    question = QuestionBlock()

    class Meta:
        template = "socle/blocs/corps.html"
        preview_value = [
            {"type": "intertitre", "value": IntertitreBlock._meta_class.preview_value},
            {"type": "citation", "value": CitationBlock._meta_class.preview_value},
        ]
        description = _("Le corps d’une page.")
