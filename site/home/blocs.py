"""Blocks of the guide: those of every body, the directory's, and what only the guide has."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from annuaire.blocs import ActeursBlock, AppelBlock
from home import dessins
from socle.blocs import CorpsBlock
from socle.blocs.medias import MEDIAS
from socle.blocs.textes import TEXTE

ALTERNATIVE_MAX = 30  # words


class TemoignageBlock(blocks.StructBlock):
    """The words of somebody who agreed; those of who takes them back are nowhere any more."""

    temoignage = SnippetChooserBlock("home.Temoignage", label=_("Témoignage"))

    class Meta:
        group = TEXTE
        icon = "openquote"
        label = _("Témoignage")
        template = "home/bloc_temoignage.html"
        preview_value = {"temoignage": None}
        description = _("Les paroles d’une personne qui a donné son accord.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        choisi = value.get("temoignage")
        montre = choisi if choisi and choisi.est_montrable else None
        if contexte.get("is_preview_template") and not choisi:
            montre = {
                "prenom": "Aline",
                "qualite": "adhérente depuis deux saisons",
                "citation": "Le premier hiver, j’ai appris à cuisiner le céleri.",
                "langue": "fr",
                "fictif": True,
            }
        contexte["montre"] = montre
        cartes = (parent_context or {}).get("cartes_des_temoins", {})
        contexte["carte"] = cartes.get(getattr(montre, "acteur_id", None))
        return contexte


class FigureBlock(blocks.StructBlock):
    """A drawing or a picture that explains, with all that it says in words."""

    dessin = blocks.ChoiceBlock(
        label=_("Dessin du site"), choices=dessins.choix, required=False, search_index=False
    )
    image = ImageChooserBlock(
        label=_("Ou une image"),
        required=False,
        help_text=_("Quand ce n’est pas un dessin du site."),
    )
    alternative = blocks.CharBlock(
        label=_("En une phrase"),
        max_length=255,
        help_text=_("Ce que la figure montre, en trente mots au plus."),
    )
    description = blocks.TextBlock(
        label=_("La figure en texte"),
        help_text=_("Tout ce que la figure apprend, pour qui ne la voit pas."),
    )
    legende = blocks.CharBlock(label=_("Légende"), required=False, max_length=255)

    class Meta:
        group = MEDIAS
        icon = "image"
        label = _("Figure expliquée")
        label_format = "{alternative}"
        template = "home/bloc_figure.html"
        preview_value = {
            "dessin": "trois-poles",
            "image": None,
            "alternative": "Un triangle : marché, redistribution, réciprocité.",
            "description": "Au sommet, le marché. En bas, la réciprocité et la redistribution.",
            "legende": "Les trois pôles de l’économie plurielle.",
        }
        description = _("Un schéma, sa légende et sa description complète.")

    def clean(self, value):
        propre = super().clean(value)
        fautes = {}
        if bool(propre["dessin"]) == bool(propre["image"]):
            fautes["dessin"] = ValidationError(_("Choisissez un dessin ou une image."))
        if len(propre["alternative"].split()) > ALTERNATIVE_MAX:
            fautes["alternative"] = ValidationError(_("Trente mots au plus."))
        if fautes:
            raise StructBlockValidationError(block_errors=fautes)
        return propre

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        image = value.get("image")
        contexte["image_montree"] = image if image and image.est_publiable else None
        contexte["trace"] = mark_safe(dessins.svg(value["dessin"], value["alternative"]))  # noqa: S308 (a file of ours; the words are escaped there)
        return contexte


class CorpsDuGuideBlock(CorpsBlock):
    """The body of a sheet."""

    temoignage = TemoignageBlock()
    figure = FigureBlock()
    acteurs = ActeursBlock()
    appel = AppelBlock()

    class Meta:
        template = "socle/blocs/corps.html"
        # Each asks the engine a question when nobody has for a while.
        block_counts = {"acteurs": {"max_num": 4}, "appel": {"max_num": 4}}


class SourceBlock(blocks.StructBlock):
    """Where something was read, and when."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=255)
    editeur = blocks.CharBlock(label=_("Auteur ou éditeur"), max_length=160)
    adresse = blocks.URLBlock(label=_("Adresse"), max_length=600)
    date_publication = blocks.CharBlock(
        label=_("Publiée"),
        required=False,
        max_length=10,
        help_text=_("Une année, un mois ou un jour : 2024, 2024-10, 2024-10-28."),
    )
    consulte_le = blocks.DateBlock(label=_("Consultée le"))

    class Meta:
        icon = "link"
        label = pgettext_lazy("d’une fiche", "Source")
        preview_value = {
            "titre": "Chiffres clés de l’ESS en France",
            "editeur": "Avise",
            "adresse": "https://avise.org/",
            "date_publication": "2024",
            "consulte_le": "2026-11-27",
        }
        description = _("Ce que l’on a lu, et quand.")

    def clean(self, value):
        propre = super().clean(value)
        if propre["consulte_le"] > date.today():
            phrase = ValidationError(_("Cette date est à venir."))
            raise StructBlockValidationError(block_errors={"consulte_le": phrase})
        return propre


class LoiBlock(blocks.StructBlock):
    """A law and the article that says it."""

    texte = blocks.CharBlock(label=_("Texte"), max_length=255)
    article = blocks.CharBlock(
        label=_("Article"), max_length=160, help_text=_("Par exemple : articles 1er et 2.")
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Texte de loi")
        preview_value = {"texte": "Loi n° 2014-856 du 31 juillet 2014", "article": "article 1er"}
        description = _("Un texte et son article.")


class SourcesBlock(blocks.StreamBlock):
    """What a sheet rests on."""

    source = SourceBlock()

    class Meta:
        description = _("Les sources d’une fiche.")
        preview_value = []


class LoisBlock(blocks.StreamBlock):
    """The laws that a sheet names."""

    loi = LoiBlock()

    class Meta:
        description = _("Les textes de loi d’une fiche.")
        preview_value = []


class LireAussiBlock(blocks.StreamBlock):
    """Sheets to go on with."""

    fiche = blocks.PageChooserBlock(page_type="home.FichePage", label=_("Fiche"))

    class Meta:
        description = _("Les fiches qui prolongent celle-ci.")
        preview_value = []
        block_counts = {"fiche": {"max_num": 4}}
