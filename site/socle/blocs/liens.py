"""Links as editors choose them for the header and the footer."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

# What a link may lead to besides a page: never a script.
ADRESSES = re.compile(r"https?://\S+|/(?!/)\S*|mailto:\S+@\S+|tel:\+?[\d.-]+")
AU_MENU = 7  # more short words than that no longer fit a phone
COLONNES = 3


def valider_adresse(valeur):
    """Refuse what is neither on the web, nor on this site, nor a mail, nor a telephone."""
    if not ADRESSES.fullmatch(valeur):
        raise ValidationError(
            _("Une adresse commence par https://, par / (sur ce site), par mailto: ou par tel:.")
        )


def champ_d_adresse(**options):
    """The field of an address that may stand instead of a page."""
    return blocks.CharBlock(
        label=_("Ou une adresse"),
        required=False,
        max_length=600,
        validators=[valider_adresse],
        help_text=_("Par exemple : https://exemple.fr, /recherche/, mailto:nous@exemple.fr."),
        **options,
    )


class LienBlock(blocks.StructBlock):
    """A page of the site, or an address with its words."""

    page = blocks.PageChooserBlock(
        label=_("Page"),
        required=False,
        help_text=_("Une page qui n’est plus publiée disparaît d’elle-même."),
    )
    adresse = champ_d_adresse()
    libelle = blocks.CharBlock(
        label=_("Libellé"),
        required=False,
        max_length=60,
        help_text=_("Vide : le titre de la page, dans la langue de qui lit."),
    )

    class Meta:
        icon = "link"
        label = _("Lien")
        preview_value = {"page": None, "adresse": "/recherche/", "libelle": "Chercher"}
        description = _("Une page du site, ou une adresse et ses mots.")

    def clean(self, value):
        propre = super().clean(value)
        fautes = {}
        if bool(propre["page"]) == bool(propre["adresse"]):
            fautes["page"] = ValidationError(_("Choisissez une page ou écrivez une adresse."))
        elif propre["adresse"] and not propre["libelle"]:
            fautes["libelle"] = ValidationError(_("Une adresse a besoin de mots."))
        if fautes:
            raise StructBlockValidationError(block_errors=fautes)
        return propre


class LiensBlock(blocks.StreamBlock):
    """Links one under another."""

    lien = LienBlock()

    class Meta:
        description = _("Des liens, dans l’ordre où ils sont montrés.")
        preview_value = []


class ColonneBlock(blocks.StructBlock):
    """A column of the footer."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=60)
    liens = LiensBlock(label=_("Liens"), min_num=1, max_num=10)

    class Meta:
        icon = "list-ul"
        label = pgettext_lazy("du pied de page", "Colonne")
        preview_value = {"titre": "Trouver", "liens": []}
        description = _("Un titre et ses liens.")


class ColonnesBlock(blocks.StreamBlock):
    """The columns of the footer."""

    colonne = ColonneBlock()

    class Meta:
        description = _("Les colonnes du pied de page.")
        preview_value = []
