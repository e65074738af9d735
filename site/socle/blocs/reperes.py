"""Blocks that one finds at a glance: boxes, figures, steps, folds, tables."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .textes import TRAITS_DE_TEXTE

REPERES = _("Repères")
TONS = [
    ("info", _("À savoir")),
    ("attention", _("À surveiller")),
    ("conseil", _("À essayer")),
]
ICONES_DES_TONS = {"info": "info", "attention": "triangle-alert", "conseil": "lightbulb"}


class EncadreBlock(blocks.StructBlock):
    """A box apart: to know, to watch, to try."""

    ton = blocks.ChoiceBlock(
        label=_("Ton"), choices=TONS, default="info", search_index=False, required=True
    )
    titre = blocks.CharBlock(label=_("Titre"), max_length=120)
    texte = blocks.RichTextBlock(label=_("Texte"), features=TRAITS_DE_TEXTE)

    class Meta:
        group = REPERES
        icon = "info-circle"
        label = _("Encadré")
        label_format = "{titre}"
        template = "socle/blocs/encadre.html"
        preview_value = {
            "ton": "conseil",
            "titre": "Avant de venir",
            "texte": "<p>Appelez : les horaires changent l’été.</p>",
        }
        description = _("À savoir, à surveiller ou à essayer, à part du texte.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        contexte["icone"] = ICONES_DES_TONS.get(value.get("ton"), "info")
        return contexte


class EtapeBlock(blocks.StructBlock):
    """One step."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120)
    texte = blocks.TextBlock(label=_("Texte"), required=False)

    class Meta:
        group = REPERES
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
        group = REPERES
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


class ChiffreBlock(blocks.StructBlock):
    """One figure: how much of what, when, and who says so."""

    valeur = blocks.CharBlock(label=_("Valeur"), max_length=20, help_text=_("Par exemple : 2,6"))
    unite = blocks.CharBlock(
        label=_("Unité"), max_length=60, required=False, help_text=_("Par exemple : millions")
    )
    libelle = blocks.CharBlock(label=_("Ce que l’on compte"), max_length=200)
    date = blocks.CharBlock(
        label=_("Date du chiffre"),
        max_length=20,
        help_text=_("L’année, ou le jour : 2022, 31 décembre 2024."),
    )
    source = blocks.CharBlock(
        label=pgettext_lazy("d’un chiffre", "Source"),
        max_length=255,
        help_text=_("Le titre exact d’une des sources de la fiche."),
    )

    class Meta:
        group = REPERES
        icon = "order"
        label = _("Chiffre")
        preview_value = {
            "valeur": "14",
            "unite": "%",
            "libelle": "des emplois du secteur privé",
            "date": "2022",
            "source": "Chiffres clés de l’ESS en France",
        }
        description = _("Un chiffre, sa date et sa source.")


class ChiffresBlock(blocks.StructBlock):
    """Key figures, each with its date and its source."""

    chiffres = blocks.ListBlock(ChiffreBlock(), label=_("Chiffres"), min_num=1, max_num=4)

    class Meta:
        group = REPERES
        icon = "table"
        label = _("Chiffres clés")
        template = "socle/blocs/chiffres.html"
        preview_value = {"chiffres": [ChiffreBlock._meta_class.preview_value]}
        description = _("Un à quatre chiffres, avec leur date et leur source.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        sources = dict.fromkeys(chiffre["source"] for chiffre in value["chiffres"])
        contexte["source_commune"] = next(iter(sources)) if len(sources) == 1 else ""
        return contexte


class VoletBlock(blocks.StructBlock):
    """One fold of an accordion."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=200)
    texte = blocks.RichTextBlock(label=_("Texte"), features=TRAITS_DE_TEXTE)

    class Meta:
        group = REPERES
        icon = "arrow-down"
        label = _("Volet")
        preview_value = {
            "titre": "Qui peut proposer un acteur ?",
            "texte": "<p>Tout le monde, sans compte.</p>",
        }
        description = _("Un titre qui se déplie.")


class AccordeonBlock(blocks.StructBlock):
    """Questions and answers, folded."""

    elements = blocks.ListBlock(VoletBlock(), label=_("Volets"), min_num=1)

    class Meta:
        group = REPERES
        icon = "list-ul"
        label = _("Accordéon")
        template = "socle/blocs/accordeon.html"
        preview_value = {"elements": [VoletBlock._meta_class.preview_value]}
        description = _("Des questions et leurs réponses, qui se déplient.")


class TableauBlock(blocks.StructBlock):
    """A comparison: one thing a line, one question a column."""

    legende = blocks.CharBlock(
        label=_("Titre du tableau"), max_length=200, help_text=_("Ce que l’on compare.")
    )
    entetes = blocks.ListBlock(
        blocks.CharBlock(label=_("En-tête"), max_length=80, required=False),
        label=_("En-têtes des colonnes"),
        min_num=2,
        max_num=6,
        help_text=_("Le premier peut rester vide : c’est le coin du tableau."),
    )
    lignes = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("Case"), max_length=400, required=False), label=_("Ligne")
        ),
        label=_("Lignes"),
        min_num=1,
    )

    class Meta:
        group = REPERES
        icon = "table"
        label = _("Tableau de comparaison")
        template = "socle/blocs/tableau.html"
        preview_value = {
            "legende": "Trois façons d’échanger",
            "entetes": ["Pôle", "Ce qui règle l’échange"],
            "lignes": [["Marché", "Le prix"], ["Réciprocité", "Le lien"]],
        }
        description = _("Des choses comparées ligne à ligne.")

    def clean(self, value):
        propre = super().clean(value)
        largeur = len(propre["entetes"])
        inegales = [n for n, ligne in enumerate(propre["lignes"], 1) if len(ligne) != largeur]
        if inegales:
            phrase = _("Chaque ligne compte %(n)d cases : revoyez la ligne %(ligne)d.") % {
                "n": largeur,
                "ligne": inegales[0],
            }
            raise StructBlockValidationError(block_errors={"lignes": ValidationError(phrase)})
        return propre
