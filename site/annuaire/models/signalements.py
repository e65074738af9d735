"""What people say of an entry, and what is kept of one that was withdrawn."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# How long what a person wrote is kept once it has been answered (docs/signalements.md).
GARDE = timedelta(days=365)


class SignalementQuerySet(models.QuerySet):
    def a_traiter(self):
        return self.filter(etat=Signalement.Etat.A_TRAITER)

    def a_effacer(self, instant):
        """Those that still hold what people wrote, answered more than a year before *instant*."""
        return self.filter(traite_le__lt=instant - GARDE, efface_le=None)


class Signalement(models.Model):
    """An error that somebody saw, or a request to be withdrawn; sent without an account.

    ``ref`` is kept apart: it names the entry when that entry is no more, and says nothing of it.
    """

    class Genre(models.TextChoices):
        ERREUR = "erreur", _("erreur")
        RETRAIT = "retrait", _("demande de retrait")

    class Etat(models.TextChoices):
        A_TRAITER = "a_traiter", _("à traiter")
        TRAITE = "traite", _("traité")
        REJETE = "rejete", _("rejeté")

    class Champ(models.TextChoices):
        NOM = "nom", _("le nom ou la présentation")
        ADRESSE = "adresse", _("l’adresse ou la position")
        CONTACT = "contact", _("le téléphone, le courriel ou le site")
        HORAIRES = "horaires", _("les horaires")
        LABELS = "labels", _("un label, un agrément ou la famille de l’ESS")
        IMAGE = "image", _("une image")
        FERMETURE = "fermeture", _("la structure a fermé")
        DOUBLON = "doublon", _("la fiche existe deux fois")
        AUTRE = "autre", _("autre chose")
        STRUCTURE = "structure", _("je représente cette structure")
        PERSONNE = "personne", _("cette fiche dit quelque chose de moi")

    acteur = models.ForeignKey(
        "annuaire.Acteur",
        verbose_name=_("fiche"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="signalements",
    )
    ref = models.CharField(_("référence"), max_length=8)
    genre = models.CharField(_("genre"), max_length=8, choices=Genre.choices)
    champ = models.CharField(_("sujet"), max_length=12, choices=Champ.choices)
    message = models.TextField(_("message"), blank=True)
    courriel = models.EmailField(_("courriel"), blank=True)
    recu_le = models.DateTimeField(_("reçu le"), auto_now_add=True, db_index=True)
    etat = models.CharField(
        _("état"), max_length=10, choices=Etat.choices, default=Etat.A_TRAITER, db_index=True
    )
    suivi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("suivi par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    traite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("traité par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    traite_le = models.DateTimeField(_("traité le"), null=True, blank=True)
    reponse = models.TextField(_("suite donnée"), blank=True)
    efface_le = models.DateTimeField(_("données effacées le"), null=True, editable=False)

    objects = SignalementQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-recu_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(etat="a_traiter", traite_le__isnull=True)
                | models.Q(etat__in=["traite", "rejete"], traite_le__isnull=False),
                name="signalement_traite_le",
                violation_error_message=_("Un signalement traité a une date de traitement."),
            )
        ]

    def __str__(self):
        return f"{self.get_genre_display()} · {self.ref}"

    @property
    def a_effacer_le(self):
        """The day its personal data go, None while nobody has answered."""
        return (self.traite_le + GARDE).date() if self.traite_le else None


class CleDesEmpreintes(models.Model):
    """The key of the fingerprints: one row, drawn once, apart from SECRET_KEY, which may change."""

    cle = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("clé des empreintes")
        verbose_name_plural = _("clés des empreintes")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="empreintes_une_cle")]

    def __str__(self):
        return str(self._meta.verbose_name)


class Empreinte(models.Model):
    """What is left of a withdrawn entry: enough to know it again, not to say what it was.

    ``condensat`` is an HMAC-SHA256 in hexadecimal (annuaire.empreintes). ``sauf_autre_siret``:
    a name and address of somebody who had a SIRET, which another SIRET does not recall.
    """

    condensat = models.CharField(max_length=64, unique=True)
    sauf_autre_siret = models.BooleanField(default=False)
    le = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("empreinte")
        verbose_name_plural = _("empreintes")

    def __str__(self):
        return f"{self.condensat[:8]}…"
