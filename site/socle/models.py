"""Media, the site's own settings, leases and counters, on which every room stands."""

from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    ImageQuerySet,
    get_upload_to,
)
from wagtail.models import TranslatableMixin

from .champs import ChampImage
from .identite import IdentiteDuSite  # noqa: F401 (a model of this room, kept apart)
from .medias import extension_de, nom_aleatoire, verifier_document
from .modeles_du_cadre import Bandeau, Navigation  # noqa: F401 (Django looks for models here)


class Licence(models.TextChoices):
    """Under what terms a picture or a file may be used again."""

    NON_PRECISEE = "", _("Non précisée")
    TOUS_DROITS = "tous_droits", _("Tous droits réservés, usage accordé à ce site")
    CC_BY = "cc_by", _("Creative Commons BY 4.0")
    CC_BY_SA = "cc_by_sa", _("Creative Commons BY-SA 4.0")
    CC_BY_NC = "cc_by_nc", _("Creative Commons BY-NC 4.0")
    CC0 = "cc0", _("Domaine public (CC0)")
    OUVERTE = "etalab", _("Licence ouverte 2.0 (Etalab)")
    AUTRE = "autre", _("Autre (à préciser)")


class AccordPersonnes(models.TextChoices):
    """Whether the people one can recognise agreed to be shown."""

    OUI = "oui", _("Oui, accord écrit conservé")
    SANS_OBJET = "sans_objet", _("Sans objet : personne n’est reconnaissable")
    A_OBTENIR = "a_obtenir", _("À obtenir (l’image ne sera pas montrée)")


class ImagePortailQuerySet(ImageQuerySet):
    def publiables(self):
        """Pictures that a visitor may see."""
        return self.exclude(accord_personnes=AccordPersonnes.A_OBTENIR)


class ImagePortail(AbstractImage):
    """An image with its credit, licence and the agreement of recognisable people."""

    file = ChampImage(
        verbose_name=_("fichier"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    description = models.CharField(
        _("texte de remplacement"),
        blank=True,
        max_length=255,
        default="",
        help_text=_("Ce que l’image montre, pour qui ne la voit pas."),
    )
    auteur = models.CharField(_("auteur ou autrice"), max_length=255, blank=True)
    credit = models.CharField(
        _("crédit"), max_length=255, blank=True, help_text=_("La mention affichée sous l’image.")
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence, blank=True, default=Licence.NON_PRECISEE
    )
    licence_texte = models.CharField(_("précision sur la licence"), max_length=255, blank=True)
    accord_personnes = models.CharField(
        _("accord des personnes reconnaissables"),
        max_length=12,
        choices=AccordPersonnes,
        default=AccordPersonnes.A_OBTENIR,
    )

    objects = ImagePortailQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "accord_personnes",
        "auteur",
        "credit",
        "licence",
        "licence_texte",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accord_personnes__in=AccordPersonnes.values),
                name="image_accord_connu",
                violation_error_message=_(
                    "L’accord des personnes est oui, sans objet ou à obtenir."
                ),
            )
        ]

    def save(self, *args, **kwargs):
        """Store the cleaned file first, so that its size, hash and dimensions are those saved."""
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)

    @property
    def est_publiable(self):
        return self.accord_personnes != AccordPersonnes.A_OBTENIR

    @property
    def mention(self):
        """The credit line: what was asked for, else the author."""
        return self.credit or self.auteur

    def generate_rendition_file(self, filter, *, source=None):
        """Return Wagtail's file read whole: it leaves its temporary one open."""
        with super().generate_rendition_file(filter, source=source) as fichier:
            fichier.seek(0)
            return ContentFile(fichier.read(), name=fichier.name)

    def get_upload_to(self, filename):
        """Return a name nobody can guess."""
        return nom_aleatoire("images", extension_de(filename))


class RenditionPortail(AbstractRendition):
    """A resized copy of an image; its name derives from the original's, which cannot be guessed."""

    image = models.ForeignKey(ImagePortail, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="rendition_unique"
            )
        ]


def chemin_document(instance, nom):
    """Return a readable name that nobody can guess: « documents/rapport-3f9c….pdf »."""
    return nom_aleatoire("documents", extension_de(nom), prefixe=PurePosixPath(nom).stem)


class DocumentPortail(AbstractDocument):
    """A file offered to readers, of the type its name says, without macros."""

    file = models.FileField(_("fichier"), upload_to=chemin_document)
    credit = models.CharField(_("crédit"), max_length=255, blank=True)
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence, blank=True, default=Licence.NON_PRECISEE
    )

    admin_form_fields = ("title", "file", "credit", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = pgettext_lazy("fichier à télécharger", "document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        """Check the extension, then that the content is what the extension says."""
        super().clean()
        if self.file and not self.file._committed:
            verifier_document(self.file.name, self.file.file)


@register_setting(icon="site")
class ReglagesDuSite(BaseSiteSetting):
    """What editors say about the site itself: its name, its territory, how to reach it."""

    nom = models.CharField(_("nom du site"), max_length=80, default="Tissage")
    territoire = models.CharField(
        _("territoire"), max_length=120, blank=True, help_text=_("Par exemple : Pays de Retz.")
    )
    presentation = models.CharField(
        _("présentation"),
        max_length=300,
        blank=True,
        help_text=_("Une phrase, reprise en pied de page et par les moteurs de recherche."),
    )
    adresse = models.TextField(_("adresse postale"), blank=True)
    courriel = models.EmailField(_("adresse électronique"), blank=True)
    telephone = models.CharField(_("téléphone"), max_length=30, blank=True)
    logo = models.ForeignKey(
        ImagePortail,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_de_partage = models.ForeignKey(
        ImagePortail,
        verbose_name=_("image de partage"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Quand une page partagée n’a pas d’image : 1200 × 630 pixels au moins."),
    )
    page_pour_proposer = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page pour proposer une structure"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Offerte quand une recherche ne trouve rien. Vide : rien n’est offert."),
    )

    panels = [
        MultiFieldPanel(
            ["nom", "territoire", "presentation", "logo", "image_de_partage"],
            heading=_("Identité"),
        ),
        MultiFieldPanel(["adresse", "courriel", "telephone"], heading=_("Coordonnées")),
        "page_pour_proposer",
    ]

    class Meta:
        verbose_name = _("réglages du site")
        verbose_name_plural = _("réglages du site")

    def __str__(self):
        return self.nom


class Bail(models.Model):
    """A lease on a job: who runs it, until when, when it is next due (verbs: baux.py)."""

    nom = models.CharField(_("travail"), max_length=80, unique=True)
    titulaire = models.CharField(_("titulaire"), max_length=80, blank=True)
    jusqua = models.DateTimeField(_("jusqu’à"))
    prochain = models.DateTimeField(_("prochain passage"))

    class Meta:
        verbose_name = _("bail")
        verbose_name_plural = _("baux")

    def __str__(self):
        return self.nom


class Debit(models.Model):
    """How many times a key came within one window of time (debits.py has the verbs).

    ``cle`` is a keyed hash in hexadecimal: no address is kept.
    """

    cle = models.CharField(_("clé"), max_length=64)
    debut = models.DateTimeField(_("début de la fenêtre"), db_index=True)
    n = models.PositiveIntegerField(_("nombre"), default=1)

    class Meta:
        verbose_name = _("débit")
        verbose_name_plural = _("débits")
        constraints = [models.UniqueConstraint(fields=["cle", "debut"], name="debit_unique")]

    def __str__(self):
        return f"{self.cle[:8]}… {self.n}"


class MotDuGlossaire(TranslatableMixin, models.Model):
    """A word of the field, in plain language; pages link its first use (glossaire.py)."""

    terme = models.CharField(_("mot"), max_length=120)
    variantes = models.TextField(
        _("autres formes"),
        blank=True,
        help_text=_("Une par ligne : pluriel, sigle, autre nom. Elles mènent au même mot."),
    )
    definition = models.TextField(
        _("définition"), help_text=_("Soixante mots au plus, pour qui n’y connaît rien.")
    )
    source = models.CharField(
        _("texte de loi"), max_length=255, blank=True, help_text=_("Le texte et son article.")
    )
    lier = models.BooleanField(
        _("souligner dans les textes"),
        default=True,
        help_text=_("Décochez quand le mot a d’autres sens courants."),
    )

    panels = ["terme", "variantes", "definition", "source", "lier"]

    class Meta(TranslatableMixin.Meta):
        ordering = ["terme"]
        verbose_name = _("mot du glossaire")
        verbose_name_plural = _("mots du glossaire")
        constraints = [
            models.UniqueConstraint(
                fields=["terme", "locale"],
                name="mot_du_glossaire_unique",
                violation_error_message=_("Ce mot est déjà au glossaire."),
            )
        ]

    def __str__(self):
        return self.terme

    @property
    def formes(self):
        """The word and its other forms, without blanks nor repetition."""
        autres = (ligne.strip() for ligne in self.variantes.splitlines())
        return tuple(dict.fromkeys(filter(None, (self.terme, *autres))))
