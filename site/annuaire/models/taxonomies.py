"""Taxonomies of the directory: translatable, ordered, with the words that citizens use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from socle.palette import COULEURS, ICONES


def choix_icones():
    """Icons that editors may choose (a callable keeps the list out of migrations)."""
    return [(icone, icone) for icone in ICONES]


def choix_couleurs():
    """Dyes that editors may choose."""
    return [(cle, libelle) for cle, libelle, _hexa in COULEURS]


class TaxonomieQuerySet(models.QuerySet):
    """Rows of a taxonomy in the language in which actors point at them."""

    def sources(self):
        """Rows of the default locale: those that actors point at (see docs/annuaire.md)."""
        from wagtail.models import Locale

        return self.filter(locale=Locale.get_default())


class Taxonomie(TranslatableMixin, models.Model):
    """What the taxonomies share. ``mots``: one word or expression a line or a comma."""

    nom = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=80, help_text=_("Sert dans les adresses."))
    mots = models.TextField(
        _("mots"),
        blank=True,
        help_text=_("Les mots que les gens emploient, séparés par des virgules : réparer, vélo…"),
    )
    ordre = models.PositiveIntegerField(_("ordre"), default=0)

    objects = TaxonomieQuerySet.as_manager()

    panels = [FieldPanel("nom"), FieldPanel("slug"), FieldPanel("mots"), FieldPanel("ordre")]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["ordre", "nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="%(class)s_slug_unique",
                violation_error_message=_("Cette adresse est déjà prise."),
            )
        ]

    def __str__(self):
        return self.nom

    @property
    def cle(self):
        """Facet key: the same in every language."""
        return str(self.translation_key)

    @property
    def liste_mots(self):
        """``mots`` as a list of stripped expressions, without blanks."""
        return [mot.strip() for mot in self.mots.replace("\n", ",").split(",") if mot.strip()]


class Domaine(Taxonomie):
    """A field of activity; two levels or more, by ``parent``."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("domaine parent"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="enfants",
    )
    icone = models.CharField(_("icône"), max_length=40, choices=choix_icones, blank=True)
    couleur = models.CharField(_("couleur"), max_length=20, choices=choix_couleurs, blank=True)

    panels = [*Taxonomie.panels[:2], "parent", *Taxonomie.panels[2:], "icone", "couleur"]

    class Meta(Taxonomie.Meta):
        verbose_name = _("domaine")
        verbose_name_plural = _("domaines")

    def clean(self):
        super().clean()
        parent, vus = self.parent, {self.pk}
        while parent is not None:
            if parent.pk in vus and parent.pk is not None:
                raise ValidationError(
                    {"parent": _("Un domaine ne peut pas être son propre parent.")}
                )
            vus.add(parent.pk)
            parent = parent.parent


class Geste(Taxonomie):
    """What a citizen does there: buy, rent, repair, give…"""

    icone = models.CharField(_("icône"), max_length=40, choices=choix_icones, blank=True)

    panels = [*Taxonomie.panels, "icone"]

    class Meta(Taxonomie.Meta):
        verbose_name = _("geste")
        verbose_name_plural = _("gestes")


class Public(Taxonomie):
    """Whom an actor welcomes."""

    class Meta(Taxonomie.Meta):
        verbose_name = _("public")
        verbose_name_plural = _("publics")


class Reseau(Taxonomie):
    """A network or federation that actors belong to."""

    site_web = models.URLField(_("site"), blank=True)

    panels = [*Taxonomie.panels, "site_web"]

    class Meta(Taxonomie.Meta):
        verbose_name = _("réseau")
        verbose_name_plural = _("réseaux")


class TypeLabel(Taxonomie):
    """An agrément, a convention or a label that an actor may hold."""

    class Nature(models.TextChoices):
        AGREMENT = "agrement", _("agrément")
        CONVENTION = "convention", _("convention d’insertion")
        STATUT = "statut", _("statut reconnu")
        # With a context: Wagtail makes « étiquette » of the same word.
        LABEL = "label", pgettext_lazy("marque de qualité", "label")

    nature = models.CharField(_("nature"), max_length=12, choices=Nature.choices)
    sigle = models.CharField(_("sigle"), max_length=20, blank=True)
    organisme = models.CharField(_("délivré par"), max_length=160, blank=True)
    description = models.TextField(_("ce qu’il garantit"), blank=True)
    reference = models.CharField(_("référence légale"), max_length=200, blank=True)
    adresse = models.URLField(_("page officielle"), blank=True)

    panels = [
        *Taxonomie.panels,
        "nature",
        "sigle",
        "organisme",
        "description",
        "reference",
        "adresse",
    ]

    class Meta(Taxonomie.Meta):
        verbose_name = _("agrément ou label")
        verbose_name_plural = _("agréments et labels")


class Etiquette(TagBase):
    """A free word on actors."""

    free_tagging = True

    class Meta:
        verbose_name = _("étiquette")
        verbose_name_plural = _("étiquettes")
        ordering = ["name"]
