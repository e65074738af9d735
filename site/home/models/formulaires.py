"""Pages with a form that editors make themselves, on ``wagtail.contrib.forms``."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import (
    AbstractFormField,
    FormMixin,
    FormSubmission,
    validate_to_address,
)
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.models import Page

from home.constructeur import ConstructeurDeFormulaire

GARDE_JOURS = 365


class BaseLegale(models.TextChoices):
    """Article 6, 1 of the GDPR: what allows to keep the answers."""

    CONSENTEMENT = "consentement", _("L’accord de la personne (article 6, 1, a)")
    CONTRAT = "contrat", _("Un contrat ou sa préparation (article 6, 1, b)")
    MISSION = "mission", _("Une mission d’intérêt public (article 6, 1, e)")
    INTERET = "interet", _("L’intérêt légitime de la structure (article 6, 1, f)")


class Question(AbstractFormField):
    """A field of a form, as editors describe it."""

    class Genre(models.TextChoices):
        LIGNE = "singleline", _("Une ligne")
        TEXTE = "multiline", _("Un texte")
        COURRIEL = "email", _("Un courriel")
        NOMBRE = "number", _("Un nombre")
        ADRESSE = "url", _("Une adresse de site")
        DATE = "date", pgettext_lazy("genre de question", "Une date")
        CASE = "checkbox", _("Une case à cocher")
        CASES = "checkboxes", _("Des cases, plusieurs réponses")
        RADIO = "radio", _("Des boutons, une réponse")
        LISTE = "dropdown", _("Une liste déroulante")

    class Remplissage(models.TextChoices):
        RIEN = "", _("Rien")
        NOM = "name", _("Le nom de la personne")
        TELEPHONE = "tel", _("Son téléphone")
        STRUCTURE = "organization", _("Sa structure")
        CODE_POSTAL = "postal-code", _("Son code postal")

    field_type = models.CharField(_("genre de réponse"), max_length=16, choices=Genre)
    field_type.required_on_save = True
    remplissage = models.CharField(
        _("ce que le navigateur peut remplir"),
        max_length=20,
        choices=Remplissage,
        blank=True,
        default=Remplissage.RIEN,
        help_text=_("Une aide pour qui a du mal à écrire. Un courriel l’a toujours."),
    )

    panels = [*AbstractFormField.panels, FieldPanel("remplissage")]

    class Meta(AbstractFormField.Meta):
        abstract = True

    def __str__(self):
        return self.label


class PageAFormulaire(FormMixin, Page):
    """What pages with a form share: who is written to, what is said of the answers, their end."""

    introduction = models.TextField(_("introduction"), blank=True)
    bouton = models.CharField(
        _("mots du bouton"), max_length=60, blank=True, help_text=_("Vide : Envoyer.")
    )
    remerciement = models.TextField(
        _("remerciement"), blank=True, help_text=_("Ce que l’on lit une fois le formulaire parti.")
    )
    destinataires = models.CharField(
        _("courriels prévenus"),
        max_length=255,
        blank=True,
        validators=[validate_to_address],
        help_text=_("Séparés par des virgules. Vide : le courriel de l’identité légale."),
    )
    finalite = models.CharField(
        _("à quoi servent les réponses"),
        max_length=200,
        help_text=_("La fin de la phrase « Vos réponses servent à… » : répondre à votre message."),
    )
    base_legale = models.CharField(
        _("ce qui permet de les garder"),
        max_length=20,
        choices=BaseLegale,
        default=BaseLegale.INTERET,
    )
    garde_jours = models.PositiveSmallIntegerField(
        _("gardées combien de jours"),
        default=GARDE_JOURS,
        validators=[MinValueValidator(1), MaxValueValidator(1095)],
        help_text=_("Passé ce délai, chaque réponse est effacée, sans retour. Trois ans au plus."),
    )

    form_builder = ConstructeurDeFormulaire
    preview_modes = Page.DEFAULT_PREVIEW_MODES
    content_panels = [
        FormSubmissionsPanel(),
        *Page.content_panels,
        "introduction",
        InlinePanel("form_fields", label=_("Question"), heading=_("Questions")),
        MultiFieldPanel(["bouton", "remerciement", "destinataires"], heading=_("Envoi")),
        MultiFieldPanel(
            ["finalite", "base_legale", "garde_jours"], heading=_("Ce que deviennent les réponses")
        ),
    ]

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        """The form; a POST is an answer."""
        from home.formulaires import repondre

        return repondre(self, request)

    def serve_preview(self, request, mode_name):
        return Page.serve_preview(self, request, mode_name)

    def get_preview_context(self, request, mode_name):
        from home.formulaires import contexte_du_formulaire

        return {**Page.get_context(self, request), **contexte_du_formulaire(self, request)}

    def get_submission_class(self):
        return FormSubmission


class FormulairePage(PageAFormulaire):
    """Any form: a survey, an offer of help, a question."""

    template = "home/formulaire.html"
    parent_page_types = ["home.HomePage", "home.PageEditoriale"]
    subpage_types = []

    class Meta:
        verbose_name = _("formulaire")
        verbose_name_plural = _("formulaires")


class QuestionDeFormulaire(Question):
    page = ParentalKey(FormulairePage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(Question.Meta):
        abstract = False
        verbose_name = _("question d’un formulaire")
        verbose_name_plural = _("questions d’un formulaire")


class ContactPage(PageAFormulaire):
    """How to reach the people of the site: their addresses, and a form."""

    template = "home/contact.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page de contact")
        verbose_name_plural = _("pages de contact")


class QuestionDeContact(Question):
    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")

    class Meta(Question.Meta):
        abstract = False
        verbose_name = _("question de la page de contact")
        verbose_name_plural = _("questions de la page de contact")
