"""Lists that animators upload: the file, what was understood, what each row became, what to undo.

docs/import.md says how long each of them is kept. Rows and traces go with the actor they are
about: a withdrawn entry leaves nothing here.
"""

from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from socle.medias import nom_aleatoire


def coffre():
    """Where the files are: never under the public media folder."""
    return storages["prive"]


def nom_prive(_depot, nom):
    """A name that says nothing of the list; what it is shows in its content."""
    return nom_aleatoire("imports", "liste")


class DepotImport(models.Model):
    """One file that somebody uploaded, and how far it went.

    ``etat`` is where it stands, ``tache`` what was asked and is not finished: a task survives the
    process that ran it, and starts again. ``titulaire`` holds it until ``bail_jusqua``;
    ``demandeur`` asked for it.
    ``analyse``: columns and warnings of the file; ``compte``: rows by state, remarks by kind;
    ``absences``: the dates of absence of the source before the import; ``annulation``: what the
    undoing did.
    """

    class Etat(models.TextChoices):
        DEPOSE = "depose", _("déposé")
        SIMULE = "simule", _("simulé")
        IMPORTE = "importe", _("importé")
        ANNULE = "annule", _("annulé")
        ECHOUE = "echoue", _("échoué")

    class Tache(models.TextChoices):
        AUCUNE = "", "—"
        SIMULER = "simuler", _("simulation en cours")
        IMPORTER = "importer", _("import en cours")
        ANNULER = "annuler", _("annulation en cours")

    class Profil(models.TextChoices):
        TISSAGE = "tissage", _("liste à colonnes libres")
        SIAE = "siae", _("liste nationale de l’insertion (SIAE)")
        OSM = "osm", _("extrait d’OpenStreetMap")
        GOGOCARTO = "gogocarto", _("carte GoGoCarto")
        RETOUCHE = "retouche", _("export pour modification, qui revient")

    nom = models.CharField(_("fichier"), max_length=200)
    fichier = models.FileField(storage=coffre, upload_to=nom_prive, blank=True)
    source = models.ForeignKey(
        "annuaire.Source",
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="depots",
    )
    profil = models.CharField(_("genre de liste"), max_length=10, choices=Profil.choices)
    brouillon = models.BooleanField(_("en brouillon"), default=True)
    partiel = models.BooleanField(_("liste partielle"), default=False)
    tout_ou_rien = models.BooleanField(_("tout ou rien"), default=False)
    etat = models.CharField(_("état"), max_length=8, choices=Etat.choices, default=Etat.DEPOSE)
    tache = models.CharField(
        max_length=8, choices=Tache.choices, default=Tache.AUCUNE, blank=True, editable=False
    )
    essais = models.PositiveSmallIntegerField(default=0)
    titulaire = models.CharField(max_length=80, blank=True)
    bail_jusqua = models.DateTimeField(null=True, blank=True)
    faites = models.PositiveIntegerField(default=0)
    lignes_en_tout = models.PositiveIntegerField(_("lignes"), default=0)
    analyse = models.JSONField(default=dict, blank=True)
    compte = models.JSONField(default=dict, blank=True)
    absences = models.JSONField(null=True, blank=True)
    etiquette_d_avant = models.BigIntegerField(null=True, blank=True)
    annulation = models.JSONField(default=dict, blank=True)
    erreur = models.CharField(max_length=400, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("déposé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    demandeur = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("demandé par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    depose_le = models.DateTimeField(_("déposé le"), auto_now_add=True)
    importe_le = models.DateTimeField(_("importé le"), null=True, blank=True)
    annule_le = models.DateTimeField(_("annulé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-depose_le", "-pk"]
        indexes = [
            models.Index(fields=["tache"], name="depot_tache", condition=~Q(tache="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(profil="retouche"),
                name="depot_retouche_sans_source",
            )
        ]

    def __str__(self):
        return self.nom


class LigneImport(models.Model):
    """What a row of a file became, or would become (``simulation``). ``numero``: see Ligne.

    ``champs``: names of the fields that changed. Rows « absente » have no number.
    """

    class Etat(models.TextChoices):
        CREE = "cree", _("créée")
        MODIFIE = "modifie", _("mise à jour")
        INCHANGE = "inchange", _("inchangée")
        REFUSE = "refuse", _("refusée")
        ABSENTE = "absente", _("absente")

    depot = models.ForeignKey(DepotImport, on_delete=models.CASCADE, related_name="lignes")
    simulation = models.BooleanField()
    numero = models.PositiveIntegerField(null=True, blank=True)
    identifiant = models.CharField(max_length=255, blank=True)
    nom = models.CharField(max_length=200, blank=True)
    etat = models.CharField(max_length=8, choices=Etat.choices)
    raison = models.TextField(blank=True)
    remarques = models.TextField(blank=True)
    champs = models.JSONField(default=list, blank=True)
    acteur = models.ForeignKey(
        "annuaire.Acteur", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("ligne d’import")
        verbose_name_plural = _("lignes d’import")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["depot", "simulation", "numero"], name="ligne_une_fois_par_passage"
            )
        ]

    def __str__(self):
        return self.nom or str(self.numero)


class TraceImport(models.Model):
    """What an import did to one actor, so that it can be undone.

    ``cree``: it made it. ``avant``: field → [value, note of provenance or None] of before;
    ``apres``: field → value that the import wrote (photographs, see provenances, as JSON).
    ``identifiant``: the name that it gave to a known actor in ``source``.
    """

    depot = models.ForeignKey(DepotImport, on_delete=models.CASCADE, related_name="traces")
    acteur = models.ForeignKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(
        "annuaire.Source", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cree = models.BooleanField()
    avant = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    apres = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    identifiant = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("trace d’import")
        verbose_name_plural = _("traces d’import")
        constraints = [
            models.UniqueConstraint(fields=["depot", "acteur"], name="trace_une_par_acteur")
        ]

    def __str__(self):
        return str(self.acteur_id)


class Correspondance(models.Model):
    """What a word of a source means here, remembered from one import to the next.

    A column becomes one of the profile (``cible``), or « ignorer »; a category becomes a domain,
    « etiquette », « ignorer », or « comme:ACI », a word that the profile knows. ``cle`` is how
    words are compared, ``texte`` how it was written.
    """

    class Genre(models.TextChoices):
        COLONNE = "colonne", _("colonne")
        CATEGORIE = "categorie", _("catégorie")

    IGNORER, ETIQUETTE, DOMAINE = "ignorer", "etiquette", "domaine"

    source = models.ForeignKey(
        "annuaire.Source", on_delete=models.CASCADE, related_name="correspondances"
    )
    profil = models.CharField(max_length=10, choices=DepotImport.Profil.choices)
    genre = models.CharField(max_length=9, choices=Genre.choices)
    cle = models.CharField(max_length=200)
    texte = models.CharField(max_length=200)
    cible = models.CharField(max_length=40)
    domaine = models.ForeignKey(
        "annuaire.Domaine", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("correspondance")
        verbose_name_plural = _("correspondances")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "profil", "genre", "cle"], name="correspondance_unique"
            ),
            models.CheckConstraint(
                condition=Q(cible="domaine", domaine__isnull=False)
                | ~Q(cible="domaine") & Q(domaine__isnull=True),
                name="correspondance_domaine",
            ),
        ]

    def __str__(self):
        return f"{self.texte} → {self.domaine or self.cible}"
