"""One row per public thing and language: the single pipeline of search.

``Document`` is at once the outbox of a search server, the source of the embedded engine and
what an index is rebuilt from. It is written by ``search.documents`` in the transaction that
saves the thing itself; nothing else writes it.
"""

import secrets
import time

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from socle.champs import JsonLuVite

HASARD = 20  # bits: a millisecond, in nanoseconds
HEURE = 3_600 * 10**9  # nanoseconds


class DocumentQuerySet(models.QuerySet):
    def vivants(self):
        """Everything but tombstones."""
        return self.filter(supprime_le=None)

    def visibles(self, instant):
        """What the public may find at ``instant`` (an aware datetime)."""
        return self.vivants().filter(
            Q(visible_de=None) | Q(visible_de__lte=instant),
            Q(visible_jusqua=None) | Q(visible_jusqua__gt=instant),
        )

    def a_expedier(self):
        """Rows a search server has not received yet, tombstones included."""
        return self.exclude(version=F("version_expediee"))


class Document(models.Model):
    """What can be found of one object in one locale."""

    type = models.CharField(_("type"), max_length=30)
    objet_id = models.BigIntegerField(_("objet"))
    locale = models.CharField(_("langue de lecture"), max_length=12)
    langue = models.CharField(_("langue du texte"), max_length=12)
    titre = models.CharField(_("titre"), max_length=255)
    # What titles are sorted by, kept because making 100,000 of them takes a second.
    titre_tri = models.CharField(_("titre de tri"), max_length=80)
    cles = JsonLuVite(_("clés exactes"), default=list)
    textes = JsonLuVite(_("textes"), default=dict)
    facettes = JsonLuVite(_("facettes"), default=dict)
    positions = JsonLuVite(_("positions"), default=list)
    # When its places are surely open (see search.ouvertures), as reckoned on that day (UTC).
    ouvertures = JsonLuVite(_("ouvertures"), default=list)
    ouvertures_le = models.DateField(_("ouvertures calculées le"), null=True, db_index=True)
    nouveau_le = models.DateTimeField(_("nouveau le"), null=True)
    poids = models.FloatField(_("poids"), default=1.0)
    visible_de = models.DateTimeField(_("visible à partir du"), null=True)
    visible_jusqua = models.DateTimeField(_("visible jusqu’au"), null=True)
    empreinte = models.CharField(_("empreinte du contenu"), max_length=32)
    sequence = models.BigIntegerField(_("séquence"), db_index=True)
    version = models.PositiveBigIntegerField(_("version"), default=1)
    version_expediee = models.PositiveBigIntegerField(_("version expédiée"), default=0)
    supprime_le = models.DateTimeField(_("supprimé le"), null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document de recherche")
        verbose_name_plural = _("documents de recherche")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "objet_id", "locale"], name="document_unique_par_objet_et_langue"
            ),
        ]
        indexes = [
            # Nearly always empty: shipping asks for the late rows only.
            models.Index(
                fields=["id"],
                condition=~Q(version=F("version_expediee")),
                name="document_a_expedier",
            ),
        ]

    def __str__(self):
        return f"{self.type} {self.objet_id} ({self.locale}) {self.titre}"


class Lot(models.Model):
    """One write to ``Document``: the journal that processes follow to refresh their memory.

    ``sequence`` is never used twice, even after a rollback, so a process whose last known
    number is no longer here knows that what it read was undone.
    """

    GARDES = 5_000

    sequence = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = _("lot d’indexation")
        verbose_name_plural = _("lots d’indexation")

    def __str__(self):
        return str(self.sequence)

    @classmethod
    def ouvrir(cls):
        """A number above all those committed, never given before; to be used in a transaction.

        The clock keeps it from being given again after a rollback, and chance in place of its
        last millisecond does where the clock stands still or was put back.
        """
        dernier = cls.objects.aggregate(dernier=Max("sequence"))["dernier"] or 0
        suivant = dernier + 1
        if connection.vendor != "sqlite":  # somebody else may be taking the very next one
            suivant += secrets.randbits(HASARD)
        sequence = max(suivant, time.time_ns() >> HASARD << HASARD | secrets.randbits(HASARD))
        cls.objects.create(sequence=sequence)
        return sequence

    @classmethod
    def elaguer(cls):
        """Forget the oldest numbers; a process that slept longer reads everything again.

        Where transactions commit in any order, those of the last hour stay: one that took its
        number long ago may only just have committed, and nobody have read it yet.
        """
        gardes = cls.objects.order_by("-sequence").values_list("sequence", flat=True)
        for limite in gardes[cls.GARDES : cls.GARDES + 1]:
            if connection.vendor != "sqlite":
                limite = min(limite, time.time_ns() - HEURE)
            cls.objects.filter(sequence__lte=limite).delete()


class ARefaire(models.Model):
    """An object whose document is stale because something it refers to changed."""

    type = models.CharField(_("type"), max_length=30)
    # 0 stands for every object of the type: NULLs would not be unique.
    objet_id = models.BigIntegerField(_("objet"), default=0)

    class Meta:
        verbose_name = _("document à refaire")
        verbose_name_plural = _("documents à refaire")
        constraints = [
            models.UniqueConstraint(fields=["type", "objet_id"], name="a_refaire_unique")
        ]

    def __str__(self):
        return f"{self.type} {self.objet_id or '*'}"


class Forme(models.Model):
    """A word as people write it, folded (``forme``) and with its accents (``affichage``).

    Prefixes and typing errors are looked for among forms: tokens are cut too short for that.
    """

    forme = models.CharField(_("forme"), max_length=64, primary_key=True)
    affichage = models.CharField(_("affichage"), max_length=64)
    sequence = models.BigIntegerField(_("séquence"), db_index=True)

    class Meta:
        verbose_name = _("forme du vocabulaire")
        verbose_name_plural = _("formes du vocabulaire")

    def __str__(self):
        return self.forme


class Synonyme(models.Model):
    """Words that mean the same to people who search; editors keep the list."""

    termes = models.CharField(
        _("termes"),
        max_length=500,
        unique=True,
        help_text=_(
            "Séparés par des virgules. Chercher l’un trouve les autres. "
            "Exemple\u202f: ressourcerie, recyclerie"
        ),
    )
    bidirectionnel = models.BooleanField(
        _("dans les deux sens"),
        default=True,
        help_text=_("Sinon, seul le premier terme trouve les suivants."),
    )

    class Meta:
        verbose_name = _("groupe de synonymes")
        verbose_name_plural = _("synonymes de recherche")
        ordering = ["termes"]

    def __str__(self):
        return self.termes

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            Lot.ouvrir()

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            resultat = super().delete(*args, **kwargs)
            Lot.ouvrir()
        return resultat

    def clean(self):
        if len(self.liste()) < 2:
            raise ValidationError(
                {"termes": _("Donnez au moins deux termes, séparés par une virgule.")}
            )

    def liste(self):
        """The terms, in order, without blanks."""
        return [terme for terme in (t.strip() for t in self.termes.split(",")) if terme]
