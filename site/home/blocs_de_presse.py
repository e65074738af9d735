"""Blocks of the press room: whom to call, files, posters with what they look like."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from socle.blocs import DocumentBlock


class ContactBlock(blocks.StructBlock):
    """Somebody who answers journalists."""

    nom = blocks.CharBlock(label=_("Nom"), max_length=120)
    role = blocks.CharBlock(label=_("Rôle"), max_length=160, required=False)
    telephone = blocks.CharBlock(label=_("Téléphone"), max_length=30, required=False)
    courriel = blocks.EmailBlock(label=_("Adresse électronique"), required=False)

    class Meta:
        icon = "user"
        label = pgettext_lazy("de la presse", "Contact")
        preview_value = {
            "nom": "Nadia Lestrade",
            "role": "chargée des relations presse",
            "telephone": "05 36 49 00 00",
            "courriel": "presse@exemple.fr",
        }
        description = _("Une personne à joindre.")

    def clean(self, value):
        propre = super().clean(value)
        if not propre["telephone"] and not propre["courriel"]:
            phrase = ValidationError(_("Donnez un téléphone ou une adresse électronique."))
            raise StructBlockValidationError(block_errors={"courriel": phrase})
        return propre


class ContactsBlock(blocks.StreamBlock):
    """Whom journalists may call."""

    contact = ContactBlock()

    class Meta:
        description = _("Les contacts de la presse.")
        preview_value = []


class DossierBlock(blocks.StreamBlock):
    """The files of the press kit."""

    document = DocumentBlock()

    class Meta:
        description = _("Les fichiers du dossier de presse.")
        preview_value = []


class AfficheBlock(blocks.StructBlock):
    """A poster to print, and a picture that shows it."""

    document = DocumentChooserBlock(label=_("Fichier à imprimer"))
    apercu = ImageChooserBlock(label=_("Aperçu"), required=False)
    titre = blocks.CharBlock(label=_("Titre"), max_length=160)
    alternative = blocks.CharBlock(
        label=_("Ce que dit l’affiche"),
        max_length=255,
        help_text=_("Ses mots, pour qui ne voit pas l’aperçu."),
    )

    class Meta:
        icon = "image"
        label = _("Affiche")
        preview_value = {
            "document": None,
            "apercu": None,
            "titre": "Réparons ensemble",
            "alternative": "Réparons ensemble, samedi 14 mars, salle des fêtes.",
        }
        description = _("Une affiche de campagne, avec son aperçu.")


class AffichesBlock(blocks.StreamBlock):
    """The posters of a campaign."""

    affiche = AfficheBlock()

    class Meta:
        description = _("Les affiches de campagne.")
        preview_value = []
