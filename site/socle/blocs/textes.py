"""Blocks of running text: paragraphs, headings, words of somebody, words explained."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

TEXTE = _("Texte")
TRAITS_DE_TEXTE = ["h3", "bold", "italic", "link", "document-link", "ol", "ul"]
TRAITS_COURTS = ["bold", "italic", "link"]


class ParagrapheBlock(blocks.RichTextBlock):
    """Running text. Section headings, images and quotations are blocks of their own."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", TRAITS_DE_TEXTE)
        super().__init__(**kwargs)

    class Meta:
        group = TEXTE
        icon = "pilcrow"
        label = _("Paragraphe")
        template = "socle/blocs/paragraphe.html"
        preview_value = "<p>Une <b>ressourcerie</b> répare ce que d’autres allaient jeter.</p>"
        description = _("Du texte, avec gras, italique, liens et listes.")


class IntertitreBlock(blocks.StructBlock):
    """A section heading, which the contents of the page link to."""

    texte = blocks.CharBlock(label=_("Texte"), max_length=120)

    class Meta:
        group = TEXTE
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


class CitationBlock(blocks.StructBlock):
    """What somebody said, and who."""

    texte = blocks.TextBlock(label=_("Citation"), help_text=_("Sans guillemets."))
    auteur = blocks.CharBlock(label=_("De qui"), required=False, max_length=255)
    source = blocks.CharBlock(
        label=_("D’où"),
        required=False,
        max_length=255,
        help_text=_("Le livre, l’article ou l’émission. Dans une fiche, le titre d’une source."),
    )

    class Meta:
        group = TEXTE
        icon = "openquote"
        label = _("Citation")
        template = "socle/blocs/citation.html"
        preview_value = {
            "texte": "Ici, on ne jette pas un fil.",
            "auteur": "Inès Varenne",
            "source": "",
        }
        description = _("Un texte publié et son auteur ou autrice.")


class DefinitionBlock(blocks.StructBlock):
    """A word of the glossary, defined where it matters; edited once, in the glossary."""

    mot = SnippetChooserBlock("socle.MotDuGlossaire", label=_("Mot du glossaire"))

    class Meta:
        group = TEXTE
        icon = "info-circle"
        label = _("Définition")
        template = "socle/blocs/definition.html"
        preview_value = {"mot": None}
        description = _("Un mot du glossaire et sa définition, au fil du texte.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["mot"] = value.get("mot") or _mot_d_essai(contexte)
        return contexte

    def get_searchable_content(self, value):
        """The word itself, and what it means: who looks for it finds where it is explained."""
        mot = value.get("mot")
        return [mot.terme, mot.definition] if mot else []


def _mot_d_essai(contexte):
    """A word for the preview of the block, which has none to show."""
    if not contexte.get("is_preview_template"):
        return None
    return {"terme": "coopérative", "definition": "Société où une personne vaut une voix."}
