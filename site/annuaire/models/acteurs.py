"""The actor: one plain record, published by AnnuairePage. See docs/annuaire.md."""

from functools import cached_property

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from annuaire import refs
from annuaire.identifiants import siret_valide, verifier_rna, verifier_siren, verifier_siret
from search.documents import indexer

from .champs import ChampHoraires, ChampNumero
from .taxonomies import Etiquette
from .traductions import lignes_de

# Saves of these alone change nothing that is public: an autosave does one every half second.
CHAMPS_DE_REVISION = frozenset({"latest_revision", "has_unpublished_changes"})

# Facts about the record itself: publishing an old draft must not undo them, nor a save of an
# instance read before somebody closed it. They change by the verbs of annuaire.vie alone, or
# by a save that names them in ``update_fields``.
FAITS = (
    "ref",
    "statut",
    "fusionne_vers_id",
    "ferme_le",
    "verifie_le",
    "source_id",
    "provenance",
    "cree_le",
)


class RefRetiree(models.Model):
    """A reference that was used once: never given again, its address answers 410."""

    ref = models.CharField(max_length=8, unique=True)
    le = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("référence retirée")
        verbose_name_plural = _("références retirées")

    def __str__(self):
        return self.ref


class EtiquetteActeur(ItemBase):
    """A tag on an actor."""

    tag = models.ForeignKey(Etiquette, on_delete=models.CASCADE, related_name="acteurs_etiquetes")
    content_object = ParentalKey(
        "annuaire.Acteur", on_delete=models.CASCADE, related_name="etiquettes_posees"
    )

    class Meta:
        verbose_name = _("étiquette posée")
        verbose_name_plural = _("étiquettes posées")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="etiquette_posee_une_fois"
            )
        ]

    def __str__(self):
        return str(self.tag)


class ActeurQuerySet(models.QuerySet):
    """Actors in the words of the directory."""

    def delete(self):
        """Delete for good, as :meth:`Acteur.delete` does: references retired, documents gone."""
        with transaction.atomic():
            couples = list(self.values_list("pk", "ref"))
            RefRetiree.objects.bulk_create(
                [RefRetiree(ref=ref) for _pk, ref in couples], ignore_conflicts=True
            )
            resultat = super().delete()
            indexer("acteur", [pk for pk, _ref in couples])
        return resultat

    delete.alters_data = True
    delete.queryset_only = True

    def publies(self):
        """Actors that the list shows: live and in activity."""
        return self.filter(live=True, statut=Acteur.Statut.EN_ACTIVITE)


class Acteur(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """A structure of the social and solidarity economy, or one that belongs beside it.

    ``live`` alone says whether it is visible. ``statut`` says whether it still works.
    """

    class Statut(models.TextChoices):
        EN_ACTIVITE = "en_activite", _("en activité")
        FERME = "ferme", _("fermé définitivement")
        FUSIONNE = "fusionne", _("fusionné avec une autre fiche")

    class Famille(models.TextChoices):
        # Article 1 of law n° 2014-856 of 31 July 2014.
        ASSOCIATION = "association", _("association (loi de 1901)")
        ASSOCIATION_LOCALE = "association_locale", _("association (droit local d’Alsace-Moselle)")
        COOPERATIVE = "cooperative", _("coopérative")
        MUTUELLE = "mutuelle", _("mutuelle ou société d’assurance mutuelle")
        FONDATION = "fondation", _("fondation")
        SOCIETE_ESS = "societe_ess", _("société commerciale de l’ESS")
        COLLECTIF = "collectif", _("collectif informel (hors périmètre légal)")
        COLLECTIVITE = "collectivite", _("collectivité (hors périmètre légal)")
        ENTREPRENEUR = "entrepreneur", _("entreprise individuelle (hors périmètre légal)")
        AUTRE_SOCIETE = "autre_societe", _("autre société (hors périmètre légal)")
        NON_RENSEIGNEE = "", _("non renseignée")

    FAMILLES_ESS = frozenset(
        {"association", "association_locale", "cooperative", "mutuelle", "fondation", "societe_ess"}
    )

    ref = models.CharField(max_length=8, unique=True, default=refs.tirer, editable=False)
    slug = models.SlugField(max_length=80, editable=False)
    nom = models.CharField(_("nom d’usage"), max_length=200)
    raison_sociale = models.CharField(_("raison sociale"), max_length=255, blank=True)
    sigle = models.CharField(_("sigle"), max_length=40, blank=True)
    siren = ChampNumero(_("SIREN"), max_length=9, blank=True, validators=[verifier_siren])
    siret = ChampNumero(
        _("SIRET"), max_length=14, blank=True, db_index=True, validators=[verifier_siret]
    )
    rna = ChampNumero(_("RNA"), max_length=10, blank=True, validators=[verifier_rna])
    cree_en = models.DateField(_("date de création de la structure"), null=True, blank=True)
    famille = models.CharField(
        _("famille"),
        max_length=20,
        choices=Famille.choices,
        default=Famille.NON_RENSEIGNEE,
        blank=True,
    )
    famille_preuve = models.URLField(_("preuve de la qualité d’ESS"), max_length=400, blank=True)
    famille_preuve_le = models.DateField(_("date de la preuve"), null=True, blank=True)
    forme_juridique = models.CharField(_("forme juridique"), max_length=80, blank=True)
    naf = ChampNumero(
        _("code NAF"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{4}[A-Z]$", _("Un code NAF s’écrit 8899B."))],
    )
    effectif = models.PositiveIntegerField(_("effectif (personnes)"), null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("siège"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="antennes",
    )
    accroche = models.CharField(
        _("accroche"), max_length=200, blank=True, help_text=_("Une phrase : ce qu’on y trouve.")
    )
    description = models.TextField(_("description"), blank=True)
    offre = models.TextField(
        _("ce qu’on y trouve"), blank=True, help_text=_("Une ligne par produit ou service.")
    )
    domaine_principal = models.ForeignKey(
        "annuaire.Domaine",
        verbose_name=_("domaine principal"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    domaines = ParentalManyToManyField(
        "annuaire.Domaine", verbose_name=_("domaines"), blank=True, related_name="acteurs"
    )
    gestes = ParentalManyToManyField(
        "annuaire.Geste", verbose_name=_("gestes"), blank=True, related_name="acteurs"
    )
    publics = ParentalManyToManyField(
        "annuaire.Public", verbose_name=_("publics"), blank=True, related_name="acteurs"
    )
    reseaux = ParentalManyToManyField(
        "annuaire.Reseau", verbose_name=_("réseaux"), blank=True, related_name="acteurs"
    )
    etiquettes = ClusterTaggableManager(
        verbose_name=_("étiquettes"), through=EtiquetteActeur, blank=True
    )
    a_distance = models.BooleanField(_("à distance"), default=False)
    itinerant = models.BooleanField(_("itinérant"), default=False)
    horaires = ChampHoraires(
        _("horaires"),
        max_length=255,
        blank=True,
        help_text=_("Notation OpenStreetMap : Mo-Fr 09:00-12:00,14:00-18:00; Sa[1] 10:00-12:00"),
    )
    logo = models.ForeignKey(
        "socle.ImagePortail",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(_("texte de remplacement du logo"), max_length=200, blank=True)

    # Facts about the record, outside revisions.
    statut = models.CharField(
        max_length=12, choices=Statut.choices, default=Statut.EN_ACTIVITE, editable=False
    )
    fusionne_vers = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    ferme_le = models.DateField(null=True, blank=True, editable=False)
    verifie_le = models.DateField(_("vérifié le"), null=True, blank=True, editable=False)
    source = models.ForeignKey(
        "annuaire.Source",
        verbose_name=_("source"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="acteurs",
    )
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    cree_le = models.DateTimeField(auto_now_add=True, db_index=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="acteur")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="acteur",
        for_concrete_model=False,
    )

    objects = ActeurQuerySet.as_manager()

    class Meta:
        verbose_name = _("acteur")
        verbose_name_plural = _("acteurs")
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(nom=""),
                name="acteur_nom",
                violation_error_message=_("Un acteur a un nom."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"),
                name="acteur_siret",
                violation_error_message=_("Un SIRET compte quatorze chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="acteur_siren",
                violation_error_message=_("Un SIREN compte neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__startswith=models.F("siren")),
                name="acteur_siret_de_son_siren",
                violation_error_message=_("Le SIRET commence par le SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(rna="") | Q(rna__regex=r"^W\d[\dA-Z]\d{7}$"),
                name="acteur_rna",
                violation_error_message=_("Un numéro RNA s’écrit W suivi de neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(famille="societe_ess")
                | Q(famille_preuve_le__isnull=False) & ~Q(famille_preuve=""),
                name="acteur_societe_ess_prouvee",
                violation_error_message=_(
                    "Une société commerciale n’est de l’ESS qu’avec une preuve datée."
                ),
            ),
            models.CheckConstraint(
                condition=Q(statut__in=["en_activite", "ferme", "fusionne"]),
                name="acteur_statut",
            ),
            models.CheckConstraint(
                condition=Q(fusionne_vers__isnull=True) | Q(statut="fusionne"),
                name="acteur_fusionne_vers",
                violation_error_message=_("Seule une fiche fusionnée renvoie à une autre."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="acteur_siege_autre",
                violation_error_message=_("Un acteur n’est pas son propre siège."),
            ),
        ]
        indexes = [models.Index(fields=["live", "statut"], name="acteur_visible")]

    def __str__(self):
        return self.nom

    def clean(self):
        super().clean()
        # Of a wrong number, nine digits would be a second error on a field nobody filled.
        if siret_valide(self.siret) and not self.siren:
            self.siren = self.siret[:9]
        if self.famille_preuve_le and self.famille_preuve_le > timezone.localdate():
            raise ValidationError({"famille_preuve_le": _("Cette date est à venir.")})

    def save(self, *args, **kwargs):
        """Write the actor, then its provenance and its document, all or nothing.

        The hook is here and not on a signal: ``post_save`` sees draft values before the
        children exist, and ``published`` runs outside the transaction.
        """
        champs = kwargs.get("update_fields")
        if champs is not None and set(champs) <= CHAMPS_DE_REVISION:
            super().save(*args, **kwargs)
            return
        from annuaire.provenances import noter_redaction, photographier

        self.slug = slugify(self.nom)[:80].strip("-") or "acteur"
        if self.siret and not self.siren:
            self.siren = self.siret[:9]
        if champs is not None and "nom" in champs:
            kwargs["update_fields"] = {*champs, "slug"}
        with transaction.atomic():
            if champs is None and not self._reprendre_les_faits():
                self.ref = refs.libre(self.ref)
            avant = photographier([self.pk]).get(self.pk, {}) if self.pk else {}
            super().save(*args, **kwargs)
            noter_redaction(self, avant)
            indexer("acteur", [self.pk])

    def _reprendre_les_faits(self):
        """Read the facts of the row again, under its lock; return False when there is no row."""
        lignes = type(self).objects.select_for_update().filter(pk=self.pk).values(*FAITS)
        faits = lignes.first() if self.pk else None
        for champ, valeur in (faits or {}).items():
            setattr(self, champ, valeur)
        return faits is not None

    def delete(self, *args, **kwargs):
        """Delete for good; the reference is retired so that no other actor ever takes it."""
        with transaction.atomic():
            pk = self.pk
            RefRetiree.objects.get_or_create(ref=self.ref)
            resultat = super().delete(*args, **kwargs)
            indexer("acteur", [pk])
        return resultat

    def publish(self, revision, *args, **kwargs):
        """Publish a draft, whoever asks: form, workflow, worker. Raises ValidationError first."""
        from annuaire.regles import verifier_avant_publication

        verifier_avant_publication(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def unpublish(self, *args, **kwargs):
        """Hide the actor; what the site showed until now becomes its draft.

        Wagtail would take the latest revision for the draft, which is older than an import.
        """
        if self.live and self.latest_revision_id and not self.has_unpublished_changes:
            self.save_revision(user=kwargs.get("user"), changed=False, clean=False)
        return super().unpublish(*args, **kwargs)

    def with_content_json(self, content):
        """A revision's content on this record: facts about the record keep their live values."""
        acteur = super().with_content_json(content)
        for champ in (*FAITS, "live_revision_id"):
            setattr(acteur, champ, getattr(self, champ))
        return acteur

    def full_clean(self, *args, **kwargs):
        """Also clean what a draft only holds in memory: a parent that would loop."""
        super().full_clean(*args, **kwargs)
        if self.parent_id and self.parent.parent_id:
            raise ValidationError(
                {"parent": _("Le siège choisi est lui-même une antenne : choisissez son siège.")}
            )

    @property
    def revisions(self):
        return self._revisions

    @property
    def adresse_permanente(self):
        """``/a/<ref>/``: language-free, never changes."""
        return reverse("annuaire:permanente", args=[self.ref])

    @property
    def fragment(self):
        """Last part of the entry's address: ``<slug>-<ref>``."""
        return f"{self.slug}-{self.ref}"

    @cached_property
    def lieu_principal(self):
        """First place, or None."""
        return next(iter(self.lieux.all()), None)

    @property
    def est_ess(self):
        """Whether the legal family belongs to the ESS (article 1 of the 2014 law)."""
        return self.famille in self.FAMILLES_ESS

    @property
    def lignes_offre(self):
        """``offre`` line by line, without blanks."""
        return lignes_de(self.offre)

    @property
    def contacts_publics(self):
        """Contacts that may be shown, in order."""
        return [contact for contact in self.contacts.all() if contact.public]

    def get_preview_template(self, request, mode_name):
        return "annuaire/fiche.html"

    def get_preview_context(self, request, mode_name):
        from annuaire.fiches import contexte_de_fiche

        return {
            **super().get_preview_context(request, mode_name),
            **contexte_de_fiche(self, request, apercu=True),
        }
